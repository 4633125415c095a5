package s6j.posix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file of the fake kernel, of any type. */
final class FakeInode {
  static final int FIFO = 0010000;
  static final int TERMINAL_OR_NULL = 0020000;
  static final int DIRECTORY = 0040000;
  static final int REGULAR = 0100000;
  static final int LINK = 0120000;
  static final int SOCKET = 0140000;

  /** A record lock on the whole file. */
  record Lock(FakePosix owner, boolean exclusive) {}

  final long number;
  final int type;
  int permissions;
  int uid;
  int gid;
  long specialDevice;
  int links;
  long modifiedNanos;
  byte[] content = {};
  int size;
  byte[] target;
  FakePipe pipe;
  FakeSocket socket;
  FakeProgram program;
  FakeInode parent;
  final Map<String, FakeInode> entries = new LinkedHashMap<>();
  final List<Lock> locks = new ArrayList<>();

  /** The open files that hold the lock of flock, and whether alone. */
  final Map<FakeOpenFile, Boolean> flocks = new HashMap<>();

  FakeInode(long number, int type, int permissions) {
    this.number = number;
    this.type = type;
    this.permissions = permissions;
    if (type == FIFO) pipe = new FakePipe();
  }

  boolean is(int wanted) {
    return type == wanted;
  }

  void resize(int length) {
    if (length > content.length) content = Arrays.copyOf(content, Math.max(length, 2 * size));
    if (length < size) Arrays.fill(content, length, size, (byte) 0);
    size = length;
  }

  byte[] bytes() {
    return Arrays.copyOf(content, size);
  }

  void fill(FileStat stat) {
    stat.mode = type | permissions;
    stat.device = 1;
    stat.specialDevice = specialDevice;
    stat.inode = number;
    stat.uid = uid;
    stat.gid = gid;
    stat.links = links;
    stat.size = type == LINK ? target.length : size;
    stat.modifiedNanos = modifiedNanos;
    stat.accessedNanos = modifiedNanos;
  }

  /** The lock that keeps {@code owner} from one of its own, or null. */
  Lock lockAgainst(FakePosix owner, boolean exclusive) {
    for (Lock lock : locks)
      if (lock.owner() != owner && (exclusive || lock.exclusive())) return lock;
    return null;
  }

  /** Whether another open file's lock of flock keeps {@code file} from one. */
  boolean isFlockedAgainst(FakeOpenFile file, boolean exclusive) {
    for (Map.Entry<FakeOpenFile, Boolean> holder : flocks.entrySet())
      if (holder.getKey() != file && (exclusive || holder.getValue())) return true;
    return false;
  }

  void unlock(FakePosix owner) {
    locks.removeIf(lock -> lock.owner() == owner);
  }
}
