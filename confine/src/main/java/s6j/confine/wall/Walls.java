package s6j.confine.wall;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Files;
import s6j.posix.Posix;
import s6j.posix.Processes;
import s6j.posix.meaning.ExitStatus;
import s6j.posix.meaning.OrErrno;

/** What this process sees of the file system from now on, in a mount namespace of its own. */
final class Walls {
  private static final long MS_RDONLY = 1;
  private static final long MS_NOSUID = 2;
  private static final long MS_NODEV = 4;
  private static final long MS_NOEXEC = 8;
  private static final long MS_BIND = 0x1000;
  private static final long MS_REC = 0x4000;
  private static final long MS_SLAVE = 0x80000;
  private static final byte[] ROOT = CString.of("/");
  private static final byte[] NONE = CString.of("none");
  private static final byte[] TMPFS = CString.of("tmpfs");
  private static final byte[] NOTHING = {};
  private static final byte[] NULL = CString.of("/dev/null");
  private static final byte[][] TEMPORARY = {CString.of("/tmp"), CString.of("/var/tmp")};
  private static final byte[] OPEN_TO_ALL = CString.of("mode=1777");
  private static final byte[] EMPTY = CString.of("mode=0,size=4k,nr_inodes=1");
  private static final int LONGEST_PATH = 4096;

  private final Posix posix;
  private final Messages messages;
  private final byte[] here = new byte[LONGEST_PATH];
  private final FileStat stat = new FileStat();

  Walls(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
  }

  /** 0, or the exit code once it has said what the system refuses; as all that follow. */
  @ExitStatus
  int begin() {
    int length = posix.getcwd(here);
    if (length < 0) return refused("tell the working directory", NOTHING, length);
    int answer = posix.unshare(Processes.CLONE_NEWNS);
    if (answer < 0) return refused("make a mount namespace", NOTHING, answer);
    // What is mounted outside is seen here, and not the other way round.
    answer = posix.mount(NONE, ROOT, NONE, MS_REC | MS_SLAVE, NOTHING);
    return answer < 0 ? refused("keep mounts from others", NOTHING, answer) : 0;
  }

  /**
   * The working directory may have been left behind a wall, where what is said here means nothing.
   */
  @ExitStatus
  int end() {
    int answer = posix.chdir(here);
    return answer < 0 ? refused("go back to ", here, answer) : 0;
  }

  /** All of it, with what is mounted below. */
  @ExitStatus
  int makeReadOnly(byte[] path, boolean mayBeMissing) {
    int answer = setFlags(path, Files.MOUNT_READ_ONLY, 0, true);
    if (answer == -Errno.ENOENT && mayBeMissing) return 0;
    return answer < 0 ? refused("make read-only ", path, answer) : 0;
  }

  /** Whether that was so before: then it is not for a wall to make it writable. */
  boolean isReadOnly(byte[] path) {
    return posix.access(Posix.CWD, path, Posix.W_OK) == -Errno.EROFS;
  }

  @ExitStatus
  int makeWritable(byte[] path, boolean mayBeMissing) {
    int answer = posix.mount(path, path, NONE, MS_BIND | MS_REC, NOTHING);
    if (answer == -Errno.ENOENT && mayBeMissing) return 0;
    if (answer >= 0) answer = posix.setMountFlags(path, 0, Files.MOUNT_READ_ONLY, false);
    return answer < 0 ? refused("make writable ", path, answer) : 0;
  }

  /** An empty directory, or an empty file, is in its place. */
  @ExitStatus
  int hide(byte[] path, boolean mayBeMissing) {
    int answer = posix.stat(Posix.CWD, path, true, stat);
    if (answer == -Errno.ENOENT && mayBeMissing) return 0;
    long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY;
    if (answer >= 0)
      answer =
          stat.isDirectory()
              ? posix.mount(TMPFS, path, TMPFS, flags, EMPTY)
              : posix.mount(NULL, path, NONE, MS_BIND, NOTHING);
    return answer < 0 ? refused("hide ", path, answer) : 0;
  }

  @ExitStatus
  int makeTemporary() {
    for (byte[] path : TEMPORARY) {
      int answer = posix.mount(TMPFS, path, TMPFS, MS_NOSUID | MS_NODEV, OPEN_TO_ALL);
      if (answer < 0) return refused("make a private ", path, answer);
    }
    return 0;
  }

  private @OrErrno int setFlags(byte[] path, long set, long clear, boolean recursive) {
    int answer = posix.setMountFlags(path, set, clear, recursive);
    if (answer != -Errno.EINVAL) return answer;
    // Nothing is mounted right there.
    answer = posix.mount(path, path, NONE, MS_BIND | MS_REC, NOTHING);
    return answer < 0 ? answer : posix.setMountFlags(path, set, clear, recursive);
  }

  private @ExitStatus int refused(String what, byte[] path, int errno) {
    return messages.fatal().unableTo(what).bytes(path).exit(ExitCode.SYSTEM, errno);
  }
}
