package s6j.posix;

import static s6j.posix.OpenFlags.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Files of the fake kernel. */
abstract class FakeFiles extends FakeTree implements Files {
  private final List<String> mounted = new ArrayList<>();

  FakeFiles(FakeKernel kernel) {
    super(kernel);
  }

  @Override
  public int open(int directory, byte[] path, int flags, int mode) {
    return answer(() -> openFile(directory, path, flags, mode));
  }

  int openFile(int directory, byte[] path, int flags, int mode) {
    int fd = lowestFree(0);
    FakeOpenFile ofProcess = FakeProc.open(self(), CString.text(path), flags & ~O_CLOEXEC);
    if (ofProcess != null) {
      put(fd, ofProcess, (flags & O_CLOEXEC) != 0);
      return fd;
    }
    boolean exclusive = (flags & O_EXCL) != 0 && (flags & O_CREAT) != 0;
    FakePath found = path(directory, path, !exclusive && (flags & O_NOFOLLOW) == 0);
    FakeInode inode = found.inode;
    if (inode == null) inode = create(found, flags, mode);
    else if (exclusive) throw fail(Errno.EEXIST);
    else checkOpen(inode, flags);
    FakeOpenFile open =
        new FakeOpenFile(nameOf(directory, path), inode, fifoOf(inode, flags), flags & ~O_CLOEXEC);
    put(fd, open, (flags & O_CLOEXEC) != 0);
    if (inode.is(FakeInode.FIFO)) waitForOtherEnd(open, fd);
    return fd;
  }

  private FakeInode create(FakePath found, int flags, int mode) {
    if ((flags & O_CREAT) == 0) throw fail(Errno.ENOENT);
    if (found.slashed) throw fail(Errno.EISDIR);
    return make(found, FakeInode.REGULAR, mode);
  }

  private void checkOpen(FakeInode inode, int flags) {
    boolean writes = (flags & 3) != O_RDONLY;
    if (inode.is(FakeInode.LINK)) throw fail(Errno.ELOOP);
    if (inode.is(FakeInode.SOCKET)) throw fail(Errno.ENXIO);
    if ((flags & O_DIRECTORY) != 0 && !inode.is(FakeInode.DIRECTORY)) throw fail(Errno.ENOTDIR);
    if (inode.is(FakeInode.DIRECTORY) && (writes || (flags & O_CREAT) != 0))
      throw fail(Errno.EISDIR);
    int access = (flags & 3) == O_RDONLY ? R_OK : (flags & 3) == O_WRONLY ? W_OK : R_OK | W_OK;
    demand(inode, access);
    if ((flags & O_TRUNC) == 0 || !inode.is(FakeInode.REGULAR)) return;
    inode.resize(0);
    inode.modifiedNanos = kernel.realtimeNanos();
    kernel.tellWatches(inode, WatchEvents.MODIFY);
  }

  private FakePipe fifoOf(FakeInode inode, int flags) {
    boolean hopeless = (flags & 3) == O_WRONLY && (flags & O_NONBLOCK) != 0;
    if (inode.is(FakeInode.FIFO) && hopeless && inode.pipe.readers == 0) throw fail(Errno.ENXIO);
    return inode.pipe;
  }

  private void waitForOtherEnd(FakeOpenFile open, int fd) {
    if (open.nonBlocking() || open.reads() && open.writes()) return;
    while (open.isAlone())
      waitForEvent("open of " + open.name + " at " + fd, () -> !open.isAlone());
  }

  @Override
  public int close(int fd) {
    return answer(
        () -> {
          used(fd, "close");
          release(fd);
          return 0;
        });
  }

  @Override
  public int read(int fd, byte[] buffer, int offset, int length) {
    return answer(() -> readFile(fd, buffer, offset, length));
  }

  private int readFile(int fd, byte[] buffer, int offset, int length) {
    FakeOpenFile file = used(fd, "read");
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (!file.reads()) throw fail(Errno.EBADF);
    if (file.signalsOf != null) throw fail(Errno.EINVAL);
    if (file.watch != null) return file.watch.read(buffer, offset, length);
    if (file.socket != null) return self().receiveAt(file, buffer, offset, length, null, null);
    if (file.pipe != null) return readPipe(file, buffer, offset, length);
    if (file.inode.is(FakeInode.DIRECTORY)) throw fail(Errno.EISDIR);
    int count = (int) Math.max(0, Math.min(length, file.inode.size - file.position));
    if (count > 0) System.arraycopy(file.inode.content, (int) file.position, buffer, offset, count);
    file.position += count;
    return count;
  }

  private int readPipe(FakeOpenFile file, byte[] buffer, int offset, int length) {
    if (length == 0) return 0;
    while (file.pipe.filled == 0) {
      if (file.pipe.writers == 0) return 0;
      if (file.nonBlocking()) throw fail(Errno.EAGAIN);
      waitForEvent("read of " + file.name, () -> file.readiness() != 0);
    }
    return file.pipe.read(buffer, offset, length);
  }

  @Override
  public int write(int fd, byte[] buffer, int offset, int length) {
    return answer(() -> writeFile(fd, buffer, offset, length));
  }

  private int writeFile(int fd, byte[] buffer, int offset, int length) {
    FakeOpenFile file = used(fd, "write");
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (!file.writes() || file.signalsOf != null) throw fail(Errno.EBADF);
    if (file.socket != null) return self().sendFrom(file, buffer, offset, length, null, null);
    if (file.pipe != null) return writePipe(file, buffer, offset, length);
    FakeInode inode = file.inode;
    if (inode.is(FakeInode.TERMINAL_OR_NULL)) return length;
    if ((file.flags & O_APPEND) != 0) file.position = inode.size;
    fill(inode, buffer, offset, length, (int) file.position);
    file.position += length;
    return length;
  }

  void fill(FakeInode inode, byte[] buffer, int offset, int length, int place) {
    if (place + length > inode.size) inode.resize(place + length);
    System.arraycopy(buffer, offset, inode.content, place, length);
    inode.modifiedNanos = kernel.realtimeNanos();
    kernel.tellWatches(inode, WatchEvents.MODIFY);
  }

  @Override
  public int writeAt(int fd, byte[] buffer, int offset, int length, long place) {
    return answer(
        () -> {
          FakeOpenFile file = used(fd, "writeAt");
          Objects.checkFromIndexSize(offset, length, buffer.length);
          if (!file.writes()) throw fail(Errno.EBADF);
          if (file.inode == null || file.pipe != null) throw fail(Errno.ESPIPE);
          if (place < 0) throw fail(Errno.EINVAL);
          // Linux appends then, wherever it is told to write.
          boolean appends = (file.flags & O_APPEND) != 0;
          fill(file.inode, buffer, offset, length, appends ? file.inode.size : (int) place);
          return length;
        });
  }

  private int writePipe(FakeOpenFile file, byte[] buffer, int offset, int length) {
    int done = 0;
    while (done < length || length == 0) {
      if (file.pipe.readers == 0) throw self().brokenPipe();
      if (length == 0) return 0;
      if (file.pipe.takes(length)) done += file.pipe.write(buffer, offset + done, length - done);
      if (file.nonBlocking() && done == 0) throw fail(Errno.EAGAIN);
      if (file.nonBlocking()) return done;
      if (done < length) waitForEvent("write to " + file.name, () -> file.readiness() != 0);
    }
    return done;
  }

  @Override
  public long seek(int fd, long offset, int whence) {
    return answer(
        () -> {
          FakeOpenFile file = used(fd, "seek");
          if (file.inode == null || file.pipe != null) throw fail(Errno.ESPIPE);
          long from = whence == 0 ? 0 : whence == 1 ? file.position : file.inode.size;
          if (whence < 0 || whence > 2 || from + offset < 0) throw fail(Errno.EINVAL);
          file.position = from + offset;
          file.listing = null;
          return (int) file.position;
        });
  }

  @Override
  public int truncate(int fd, long length) {
    return answer(
        () -> {
          FakeOpenFile file = used(fd, "truncate");
          if (file.inode == null || !file.inode.is(FakeInode.REGULAR) || !file.writes())
            throw fail(Errno.EINVAL);
          if (length < 0) throw fail(Errno.EINVAL);
          file.inode.resize((int) length);
          file.inode.modifiedNanos = kernel.realtimeNanos();
          kernel.tellWatches(file.inode, WatchEvents.MODIFY);
          return 0;
        });
  }

  @Override
  public int fsync(int fd) {
    return answer(
        () -> {
          FakeOpenFile file = used(fd, "fsync");
          if (file.inode == null || file.pipe != null) throw fail(Errno.EINVAL);
          return 0;
        });
  }

  @Override
  public int stat(int directory, byte[] path, boolean follow, FileStat stat) {
    return answer(
        () -> {
          FakeOpenFile ofProcess = FakeProc.file(self(), CString.text(path));
          if (ofProcess == null) path(directory, path, follow).existing().fill(stat);
          else if (ofProcess.inode != null) ofProcess.inode.fill(stat);
          else pipeStat(ofProcess, stat);
          return 0;
        });
  }

  @Override
  public int fstat(int fd, FileStat stat) {
    return answer(
        () -> {
          FakeOpenFile file = slot(fd).file;
          if (file.inode != null) file.inode.fill(stat);
          else pipeStat(file, stat);
          return 0;
        });
  }

  private void pipeStat(FakeOpenFile file, FileStat stat) {
    int type = file.socket != null ? FakeInode.SOCKET : FakeInode.FIFO;
    long number = file.pipe != null ? file.pipe.number : System.identityHashCode(file);
    new FakeInode(number, type, 0600).fill(stat);
    stat.uid = uid;
    stat.gid = gid;
    stat.links = 1;
  }

  @Override
  public int access(int directory, byte[] path, int mode) {
    return answer(
        () -> {
          FakeInode inode = path(directory, path, true).existing();
          if (mode != F_OK) demand(inode, mode);
          return 0;
        });
  }

  @Override
  public int mkdir(int directory, byte[] path, int mode) {
    return answer(
        () -> {
          make(path(directory, path, false), FakeInode.DIRECTORY, mode & 01777);
          return 0;
        });
  }

  @Override
  public int mkfifo(int directory, byte[] path, int mode) {
    return answer(
        () -> {
          make(path(directory, path, false), FakeInode.FIFO, mode);
          return 0;
        });
  }

  @Override
  public int mknod(int directory, byte[] path, int mode, long device) {
    return answer(
        () -> {
          boolean isDevice = device != 0 || (mode & 0170000) == FakeInode.TERMINAL_OR_NULL;
          if (isDevice && uid != 0) throw fail(Errno.EPERM);
          make(path(directory, path, false), mode & 0170000, mode & 07777).specialDevice = device;
          return 0;
        });
  }

  @Override
  public int unlink(int directory, byte[] path) {
    return answer(
        () -> {
          FakePath found = path(directory, path, false);
          if (found.existing().is(FakeInode.DIRECTORY)) throw fail(Errno.EISDIR);
          demandRemoval(found.directory, found.inode);
          remove(found, WatchEvents.DELETE);
          return 0;
        });
  }

  @Override
  public int rmdir(int directory, byte[] path) {
    return answer(
        () -> {
          FakePath found = path(directory, path, false);
          if (!found.existing().is(FakeInode.DIRECTORY)) throw fail(Errno.ENOTDIR);
          if (found.name.equals(".")) throw fail(Errno.EINVAL);
          if (!found.inode.entries.isEmpty()) throw fail(Errno.ENOTEMPTY);
          demandRemoval(found.directory, found.inode);
          found.inode.links = 1;
          remove(found, WatchEvents.DELETE);
          return 0;
        });
  }

  @Override
  public int rename(int fromDirectory, byte[] from, int toDirectory, byte[] to) {
    return answer(
        () -> {
          FakePath source = path(fromDirectory, from, false);
          FakePath target = path(toDirectory, to, false);
          FakeInode moved = source.existing();
          demandRemoval(source.directory, moved);
          demand(target.directory, W_OK | X_OK);
          if (target.inode == moved) return 0;
          for (FakeInode up = target.directory; up != kernel.root; up = up.parent)
            if (up == moved) throw fail(Errno.EINVAL);
          if (target.inode != null) replace(target, moved);
          remove(source, WatchEvents.MOVED_FROM);
          enterName(target.directory, target.name, moved, WatchEvents.MOVED_TO);
          kernel.tellWatches(moved, WatchEvents.MOVE_SELF);
          return 0;
        });
  }

  @Override
  public int link(int fromDirectory, byte[] from, int toDirectory, byte[] to) {
    return answer(
        () -> {
          FakeInode inode = path(fromDirectory, from, false).existing();
          FakePath target = path(toDirectory, to, false);
          if (target.inode != null) throw fail(Errno.EEXIST);
          if (inode.is(FakeInode.DIRECTORY)) throw fail(Errno.EPERM);
          demand(target.directory, W_OK | X_OK);
          enterName(target.directory, target.name, inode, WatchEvents.CREATE);
          return 0;
        });
  }

  @Override
  public int symlink(byte[] target, int directory, byte[] path) {
    return answer(
        () -> {
          int length = CString.length(target);
          if (length == 0) throw fail(Errno.ENOENT);
          FakeInode link = make(path(directory, path, false), FakeInode.LINK, 0777);
          link.permissions = 0777;
          link.target = CString.slice(target, 0, length);
          return 0;
        });
  }

  @Override
  public int readlink(int directory, byte[] path, byte[] buffer) {
    return answer(
        () -> {
          byte[] target = target(directory, path);
          int length = Math.min(buffer.length, target.length);
          System.arraycopy(target, 0, buffer, 0, length);
          return length;
        });
  }

  byte[] target(int directory, byte[] path) {
    FakeOpenFile ofProcess = FakeProc.file(self(), CString.text(path));
    if (ofProcess != null && ofProcess.inode == null && ofProcess.pipe != null)
      return CString.of("pipe:[" + ofProcess.pipe.number + "]");
    if (ofProcess != null) return CString.of(ofProcess.name);
    FakeInode inode = path(directory, path, false).existing();
    if (!inode.is(FakeInode.LINK)) throw fail(Errno.EINVAL);
    return inode.target;
  }

  @Override
  public int chmod(int directory, byte[] path, int mode) {
    return answer(() -> change(path(directory, path, true).existing(), mode));
  }

  @Override
  public int fchmod(int fd, int mode) {
    return answer(() -> change(used(fd, "fchmod").inode, mode));
  }

  private int change(FakeInode inode, int mode) {
    if (inode == null) return 0;
    demandOwner(inode);
    inode.permissions = mode & 07777;
    kernel.tellWatches(inode, WatchEvents.ATTRIBUTES);
    if (uid != 0 && inode.gid != gid && !groups.contains(inode.gid)) inode.permissions &= ~02000;
    return 0;
  }

  @Override
  public int chown(int directory, byte[] path, int owner, int ownerGroup) {
    return answer(() -> give(path(directory, path, true).existing(), owner, ownerGroup));
  }

  @Override
  public int chownLink(int directory, byte[] path, int owner, int ownerGroup) {
    return answer(() -> give(path(directory, path, false).existing(), owner, ownerGroup));
  }

  @Override
  public int fchown(int fd, int owner, int ownerGroup) {
    return answer(() -> give(used(fd, "fchown").inode, owner, ownerGroup));
  }

  private int give(FakeInode inode, int owner, int ownerGroup) {
    if (inode == null) return 0;
    demandOwner(inode);
    boolean known = ownerGroup == -1 || ownerGroup == gid || groups.contains(ownerGroup);
    if (uid != 0 && (owner != -1 && owner != inode.uid || !known)) throw fail(Errno.EPERM);
    if (owner != -1) inode.uid = owner;
    if (ownerGroup != -1) inode.gid = ownerGroup;
    if (uid != 0 && !inode.is(FakeInode.DIRECTORY)) inode.permissions &= ~06000;
    return 0;
  }

  @Override
  public int setTimes(int directory, byte[] path, long accessNanos, long modificationNanos) {
    return answer(
        () -> {
          FakeInode inode = path(directory, path, true).existing();
          demandOwner(inode);
          inode.modifiedNanos = modificationNanos;
          kernel.tellWatches(inode, WatchEvents.ATTRIBUTES);
          return 0;
        });
  }

  @Override
  public int umask(int newMask) {
    int old = mask;
    mask = newMask & 0777;
    return old;
  }

  @Override
  public int chdir(byte[] path) {
    return answer(() -> enter(path(CWD, path, true).existing()));
  }

  @Override
  public int chroot(byte[] path) {
    return answer(
        () -> {
          FakeInode inode = path(CWD, path, true).existing();
          if (!inode.is(FakeInode.DIRECTORY)) throw fail(Errno.ENOTDIR);
          demand(inode, X_OK);
          if (uid != 0) throw fail(Errno.EPERM);
          rootDirectory = inode;
          return 0;
        });
  }

  @Override
  public int fchdir(int fd) {
    return answer(() -> enter(used(fd, "fchdir").inode));
  }

  private int enter(FakeInode inode) {
    if (inode == null || !inode.is(FakeInode.DIRECTORY)) throw fail(Errno.ENOTDIR);
    demand(inode, X_OK);
    workingDirectory = inode;
    return 0;
  }

  @Override
  public int sync() {
    return 0;
  }

  @Override
  public int mount(byte[] source, byte[] target, byte[] type, long flags, byte[] data) {
    return answer(
        () -> {
          FakeInode inode = path(CWD, target, true).existing();
          if (uid != 0) throw fail(Errno.EPERM);
          boolean isBound = (flags & 0x1000) != 0;
          if (!isBound && !inode.is(FakeInode.DIRECTORY)) throw fail(Errno.ENOTDIR);
          String words = CString.text(source) + " " + CString.text(target) + " ";
          words += CString.text(type) + " " + Long.toHexString(flags) + " " + CString.text(data);
          mounted.add(words.trim());
          return 0;
        });
  }

  @Override
  public int setMountFlags(byte[] target, long set, long clear, boolean recursive) {
    return answer(
        () -> {
          path(CWD, target, true).existing();
          if (uid != 0) throw fail(Errno.EPERM);
          String name = CString.text(target);
          boolean isThere =
              name.equals("/") || mounted.stream().anyMatch(one -> one.contains(" " + name + " "));
          if (!isThere) throw fail(Errno.EINVAL);
          mounted.add("flags " + name + " +" + set + " -" + clear + (recursive ? " all" : ""));
          return 0;
        });
  }

  @Override
  public int unmount(byte[] target) {
    return answer(
        () -> {
          path(CWD, target, true).existing();
          if (uid != 0) throw fail(Errno.EPERM);
          String place = " " + CString.text(target) + " ";
          for (int i = mounted.size() - 1; i >= 0; i--)
            if (mounted.get(i).contains(place)) {
              mounted.remove(i);
              return 0;
            }
          throw fail(Errno.EINVAL);
        });
  }

  /** What is mounted: source, target, type, flags in base 16, and data, blanks between. */
  public List<String> mounted() {
    return List.copyOf(mounted);
  }

  @Override
  public int getcwd(byte[] buffer) {
    return answer(
        () -> {
          byte[] path = CString.of(pathOf(workingDirectory));
          if (path.length > buffer.length) throw fail(Errno.ERANGE);
          System.arraycopy(path, 0, buffer, 0, path.length);
          return path.length;
        });
  }

  @Override
  public int directoryEntries(int fd, byte[] buffer) {
    return answer(() -> listDirectory(used(fd, "directoryEntries"), buffer));
  }

  private int listDirectory(FakeOpenFile file, byte[] buffer) {
    if (file.inode == null || !file.inode.is(FakeInode.DIRECTORY)) throw fail(Errno.ENOTDIR);
    if (file.listing == null) {
      FakeProc.update(kernel, file);
      file.listing = new ArrayList<>(List.of(".", ".."));
      file.listing.addAll(file.inode.entries.keySet());
    }
    int at = 0;
    while (file.position < file.listing.size()) {
      String name = file.listing.get((int) file.position);
      int length = (19 + name.length() + 1 + 7) / 8 * 8;
      if (at + length > buffer.length) break;
      if (record(file.inode, name, length, buffer, at)) at += length;
      file.position++;
    }
    if (at == 0 && file.position < file.listing.size()) throw fail(Errno.EINVAL);
    return at;
  }

  private boolean record(FakeInode directory, String name, int length, byte[] buffer, int at) {
    FakeInode inode =
        name.equals(".") || name.equals("..") ? directory : directory.entries.get(name);
    if (inode == null) return false;
    Arrays.fill(buffer, at, at + length, (byte) 0);
    for (int i = 0; i < 8; i++) buffer[at + i] = (byte) (inode.number >> 8 * i);
    buffer[at + 16] = (byte) length;
    buffer[at + 17] = (byte) (length >> 8);
    buffer[at + 18] = (byte) (inode.type >> 12);
    for (int i = 0; i < name.length(); i++) buffer[at + 19 + i] = (byte) name.charAt(i);
    return true;
  }
}
