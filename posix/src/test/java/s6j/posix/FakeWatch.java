package s6j.posix;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The watches of one {@link Posix#openWatch} descriptor, and what they have seen. */
final class FakeWatch {
  private static final class Watched {
    final int number;
    final FakeInode inode;
    int events;

    Watched(int number, FakeInode inode) {
      this.number = number;
      this.inode = inode;
    }
  }

  private static final int MOST_RECORDS = 16384;

  private final List<Watched> watched = new ArrayList<>();
  private final Deque<byte[]> records = new ArrayDeque<>();
  private int last;

  int add(FakeInode inode, int events) {
    Watched present = of(inode);
    if (present == null) {
      present = new Watched(++last, inode);
      watched.add(present);
    }
    boolean adds = (events & WatchEvents.ADD) != 0;
    present.events = (adds ? present.events : 0) | events & ~WatchEvents.ADD;
    return present.number;
  }

  private Watched of(FakeInode inode) {
    for (Watched one : watched) if (one.inode == inode) return one;
    return null;
  }

  boolean hasRecords() {
    return !records.isEmpty();
  }

  /** Something happened to a file, seen from itself and from the directories that have it. */
  void tell(FakeInode inode, int event) {
    for (Watched one : List.copyOf(watched)) {
      if (one.inode == inode) tell(one, event, "");
      one.inode.entries.forEach(
          (name, entry) -> {
            if (entry == inode) tell(one, event, name);
          });
    }
  }

  /** Something happened to a name in a directory. */
  void tellName(FakeInode directory, String name, int event) {
    Watched one = of(directory);
    if (one != null) tell(one, event, name);
  }

  /** A file has lost its last name. */
  void tellEnd(FakeInode inode) {
    Watched one = of(inode);
    if (one == null) return;
    tell(one, WatchEvents.DELETE_SELF, "");
    record(one.number, WatchEvents.IGNORED, "");
    watched.remove(one);
  }

  private void tell(Watched one, int event, String name) {
    if ((one.events & event) != 0) record(one.number, event, name);
  }

  private void record(int number, int event, String name) {
    if (records.size() == MOST_RECORDS) return;
    boolean isFull = records.size() == MOST_RECORDS - 1;
    int length = name.isEmpty() || isFull ? 0 : (name.length() + 16) / 16 * 16;
    byte[] record = new byte[WatchEvents.HEADER + length];
    put(record, 0, isFull ? -1 : number);
    put(record, 4, isFull ? WatchEvents.OVERFLOW : event);
    put(record, 12, length);
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    if (length > 0) System.arraycopy(bytes, 0, record, WatchEvents.HEADER, bytes.length);
    if (records.isEmpty() || !java.util.Arrays.equals(records.getLast(), record))
      records.add(record);
  }

  private static void put(byte[] record, int at, int value) {
    for (int i = 0; i < 4; i++) record[at + i] = (byte) (value >> 8 * i);
  }

  int read(byte[] buffer, int offset, int length) {
    if (records.isEmpty()) throw new FakeFailure(Errno.EAGAIN);
    int done = 0;
    while (!records.isEmpty() && records.peek().length <= length - done) {
      byte[] record = records.remove();
      System.arraycopy(record, 0, buffer, offset + done, record.length);
      done += record.length;
    }
    if (done == 0) throw new FakeFailure(Errno.EINVAL);
    return done;
  }
}
