package s6j.log.directory;

/**
 * What a log directory is about to do, or waits to try again (docs/specification/s6.md, E.9, E.10).
 * The files on disk tell a successor how far it came, whichever call is the last: {@link
 * LogFiles#recover}.
 */
public enum RotationStep {
  /** Lines are appended to current; nothing else is going on. */
  IDLE,
  SYNC_CURRENT,
  /** Archives a previous that a dead logger left: the rename to come would overwrite it. */
  SET_ASIDE,
  RENAME_CURRENT,
  OPEN_CURRENT,
  MARK_PREVIOUS,
  ARCHIVE_PREVIOUS,
  REMOVE_PREVIOUS,
  RUN_PROCESSOR,
  AWAIT_PROCESSOR,
  MARK_PROCESSED,
  SYNC_STATE,
  DROP_PREVIOUS,
  RENAME_STATE,
  ARCHIVE_PROCESSED,
  REMOVE_PROCESSED,
  /** The processor failed while the logger leaves: what it wrote goes, its input stays. */
  DISCARD_PROCESSED,
  /** Archives previous as not processed. */
  ABANDON_PREVIOUS,
  TRIM_ARCHIVES,
  SYNC_LAST,
  MARK_LAST,
  CLOSED
}
