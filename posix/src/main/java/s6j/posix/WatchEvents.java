package s6j.posix;

/**
 * What {@link Posix#addWatch} can be asked to look for, with Linux's values (inotify page). A
 * record of {@link Posix#openWatch}'s descriptor is an int watch, an int of such bits, an int
 * cookie, an int length, and that many bytes of a NUL-ended name, empty if the watched file itself
 * is meant; integers in the machine's order.
 */
public final class WatchEvents {
  /** Bytes of a record before its name. */
  public static final int HEADER = 16;

  /** A file was written to or truncated: the watched one, or one in the watched directory. */
  public static final int MODIFY = 0x2;

  /** Permissions, owner, times or the number of names changed. */
  public static final int ATTRIBUTES = 0x4;

  public static final int MOVED_FROM = 0x40;
  public static final int MOVED_TO = 0x80;
  public static final int CREATE = 0x100;
  public static final int DELETE = 0x200;

  /** The watched file has lost its last name. */
  public static final int DELETE_SELF = 0x400;

  public static final int MOVE_SELF = 0x800;

  /** Told unasked: records were lost. */
  public static final int OVERFLOW = 0x4000;

  /** Told unasked: the watch has ended, with its file. */
  public static final int IGNORED = 0x8000;

  /** Asked for, adds to what a file is watched for already. */
  public static final int ADD = 0x2000_0000;

  /** The names of a directory. */
  public static final int NAMES = MOVED_FROM | MOVED_TO | CREATE | DELETE;

  /** The watched file is no longer where it was. */
  public static final int GONE = DELETE_SELF | MOVE_SELF;

  private WatchEvents() {}
}
