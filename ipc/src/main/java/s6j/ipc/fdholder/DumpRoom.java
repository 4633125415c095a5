package s6j.ipc.fdholder;

import s6j.formats.FdDump;
import s6j.formats.Tai64n;
import s6j.posix.Deadline;
import s6j.posix.DescriptorSet;

/**
 * Room for one message of a dump, which the clients of an fd-holder use one after the other. Who
 * makes no progress for ten seconds while others wait loses it, and his connection.
 */
final class DumpRoom {
  /** Bytes of the longest record: limit, length, name, NUL. */
  static final int RECORD = Tai64n.SIZE + 1 + FdDump.LONGEST_ID + 1;

  /** Bytes of the longest message: its letter, then a record for every descriptor. */
  static final int SIZE = 1 + DescriptorSet.CAPACITY * RECORD;

  static final int NOBODY = -1;
  private static final long PATIENCE_MILLIS = 10_000;

  final byte[] bytes;
  private int user = NOBODY;
  private int lastUser = NOBODY;
  private long progress;
  private boolean contended;

  /** {@code more} bytes are needed beside those of a message. */
  DumpRoom(int more) {
    bytes = new byte[SIZE + more];
  }

  boolean isFree() {
    return user == NOBODY;
  }

  boolean isUsedBy(int client) {
    return user == client;
  }

  /** Who had it last or has it now, or {@link #NOBODY}. */
  int lastUser() {
    return lastUser;
  }

  /** Tells whether others wait for it. */
  void setContended(boolean othersWait) {
    contended = othersWait;
  }

  void take(int client, long now) {
    user = client;
    lastUser = client;
    progress = now;
  }

  void free() {
    user = NOBODY;
  }

  void madeProgress(long now) {
    progress = now;
  }

  /** When the user has made others wait for too long without making progress. */
  long patienceEnds() {
    if (user == NOBODY || !contended) return Deadline.NEVER;
    return Deadline.after(progress, PATIENCE_MILLIS);
  }
}
