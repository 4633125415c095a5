package s6j.rc.repository;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.files.FileTree;
import s6j.formats.files.NameList;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.PathText;
import s6j.posix.Posix;

/**
 * A repository of service definitions and sets (docs/specification/s6-rc.md, H.1): where things are
 * in it.
 */
final class Repository {
  static final byte[] DEFAULT = CString.of("/var/lib/s6-rc/repository");

  /** States of a service in a set, by rising readiness to be started. */
  static final int MASKED = 0;

  static final int USABLE = 1;
  static final int ACTIVE = 2;
  static final int ALWAYS = 3;
  static final int STATES = 4;

  /** File systems keep times to the nanosecond, the second, or two of them. */
  private static final long[] LATER_NANOS = {1, 1_000_000_000, 2_000_000_000};

  private final Posix posix;
  private final Messages messages;
  private int lock = -1;
  private final byte[] path;

  Repository(Posix posix, Messages messages, byte[] path) {
    this.posix = posix;
    this.messages = messages;
    this.path = path;
  }

  static String stateName(int state) {
    return switch (state) {
      case MASKED -> "masked";
      case USABLE -> "usable";
      case ACTIVE -> "active";
      default -> "always";
    };
  }

  byte[] path() {
    return path;
  }

  byte[] file(String name) {
    return CString.path(path, CString.of(name));
  }

  byte[] source(byte[] name) {
    return CString.path(file("sources"), name);
  }

  byte[] compiled(byte[] name) {
    return CString.path(file("compiled"), name);
  }

  byte[] inSet(byte[] set, String name) {
    return CString.path(source(set), CString.of(name));
  }

  byte[] stateDirectory(byte[] set, int state) {
    return inSet(set, stateName(state));
  }

  /** Takes the lock, waiting for it: 0, or 111 once that is said. A repository has the file. */
  int lock(boolean exclusive) {
    return lock(exclusive, exclusive ? OpenFlags.O_WRONLY : OpenFlags.O_RDONLY);
  }

  /** The same for one in the making. */
  int lockFresh() {
    return lock(true, OpenFlags.O_WRONLY | OpenFlags.O_CREAT);
  }

  private int lock(boolean exclusive, int flags) {
    lock = posix.open(Posix.CWD, file("lock"), flags | OpenFlags.O_CLOEXEC, 0666);
    int answer = lock < 0 ? lock : -Errno.EINTR;
    while (answer == -Errno.EINTR) answer = posix.lock(lock, exclusive, true);
    return answer >= 0 ? 0 : unable(answer, "lock ", path);
  }

  void unlock() {
    if (lock >= 0) posix.close(lock);
    lock = -1;
  }

  /** 0 if there is such a set, or the exit code of what was said. */
  int checkSet(byte[] set) {
    FileStat stat = new FileStat();
    int answer = posix.stat(Posix.CWD, source(set), true, stat);
    if (answer == -Errno.ENOENT) {
      messages.fatal().text("set ").bytes(set).text(" does not exist in repository ");
      return messages.bytes(path).exit(3);
    }
    if (answer < 0) return unable(answer, "stat ", source(set));
    if (stat.isDirectory()) return 0;
    return messages
        .fatal()
        .text("file ")
        .bytes(source(set))
        .text(" is not a directory")
        .exit(ExitCode.UNFIT);
  }

  /** 1 if a set was compiled after its last change, else 0; or -111 once why is said. */
  int isUpToDate(byte[] set) {
    FileStat changed = new FileStat();
    FileStat made = new FileStat();
    byte[] stamp = inSet(set, ".stamp");
    int answer = posix.stat(Posix.CWD, stamp, true, changed);
    if (answer < 0) return -unable(answer, "stat ", stamp);
    answer = posix.stat(Posix.CWD, compiled(set), true, made);
    if (answer == -Errno.ENOENT) return 0;
    if (answer < 0) return -unable(answer, "stat ", compiled(set));
    return changed.modifiedNanos < made.modifiedNanos ? 1 : 0;
  }

  /** Notes that a set has changed: 0 or 111. */
  int touch(byte[] set) {
    return touch(set, source(set));
  }

  /**
   * The same of a set whose directory has another name still. Its database is older then, also
   * where the clock was set back since that was made.
   */
  int touch(byte[] set, byte[] directory) {
    byte[] stamp = CString.path(directory, CString.of(".stamp"));
    FileStat made = new FileStat();
    int answer = new FileTree(posix).write(Posix.CWD, stamp, set, 0, 0666);
    if (answer >= 0) {
      long now = posix.realtimeNanos();
      if (posix.stat(Posix.CWD, compiled(set), true, made) >= 0)
        now = Math.max(now, made.modifiedNanos);
      answer = posix.setTimes(Posix.CWD, stamp, now, now);
    }
    return answer >= 0 ? 0 : unable(answer, "touch ", stamp);
  }

  /**
   * Makes a database that was just compiled younger than the last change of its set, which may have
   * been within the same tick of the file system's clock: 0 or 111.
   */
  int makeYounger(byte[] set, byte[] database) {
    FileStat changed = new FileStat();
    FileStat made = new FileStat();
    int answer = posix.stat(Posix.CWD, inSet(set, ".stamp"), true, changed);
    if (answer == -Errno.ENOENT) return 0;
    if (answer >= 0) answer = posix.stat(Posix.CWD, database, true, made);
    for (int i = 0; i < LATER_NANOS.length && answer >= 0; i++) {
      if (made.modifiedNanos > changed.modifiedNanos) return 0;
      long later = changed.modifiedNanos + LATER_NANOS[i];
      answer = posix.setTimes(Posix.CWD, database, later, later);
      if (answer >= 0) answer = posix.stat(Posix.CWD, database, true, made);
    }
    return answer >= 0 ? 0 : unable(answer, "touch ", database);
  }

  /** What a link says, or null if there is none. */
  byte @Nullable [] linkText(byte[] link) {
    return PathText.ofLink(posix, link);
  }

  /** The names in a directory that do not begin with a dot, added: 0 or 111. */
  int list(byte[] directory, NameList names) {
    int answer = names.addDirectory(posix, directory);
    return answer >= 0 ? 0 : unable(answer, "opendir ", directory);
  }

  /** 0, or 100 for a name that no set can have. */
  int checkSetName(byte[] set) {
    if (CString.length(set) == 0) return wrong("set names cannot be empty");
    boolean odd = CString.indexOf(set, '/') >= 0 || CString.indexOf(set, '\n') >= 0;
    return odd ? wrong("set names cannot contain / or newlines") : 0;
  }

  /** 0, or 100 for a name that no service can have. */
  int checkServiceName(byte[] name) {
    if (CString.length(name) == 0) return wrong("service names cannot be empty");
    if (name[0] == '.') return wrong("service names cannot start with a dot");
    if (CString.indexOf(name, '/') >= 0 || CString.indexOf(name, '\n') >= 0)
      return wrong("service names cannot contain / or newlines");
    return isInternal(name) ? wrong("service names cannot start with reserved prefixes") : 0;
  }

  static boolean isInternal(byte[] name) {
    return CString.startsWith(name, CString.of("s6rc-"))
        || CString.startsWith(name, CString.of("s6-rc-"));
  }

  int taken(byte[] set, int code) {
    messages.fatal().text("set ").bytes(set).text(" already exists in repository ");
    return messages.bytes(path).exit(code);
  }

  int wrong(String text) {
    return messages.fatal().text(text).exit(ExitCode.USAGE);
  }

  /** A directory whose name is to end in six characters that nothing has yet. */
  int cannotMake(int errno, byte[] stem) {
    return unable(errno, "mkdtemp ", CString.concat(stem, CString.of(":XXXXXX")));
  }

  int unable(int errno, String what, byte[] object) {
    return messages.fatal().unableTo(what).bytes(object).exit(ExitCode.SYSTEM, errno);
  }

  int cannotLink(int errno, byte[] target, byte[] link) {
    messages.fatal().unableTo("symlink ").bytes(target).text(" to ").bytes(link);
    return messages.exit(ExitCode.SYSTEM, errno);
  }

  int cannotRename(int errno, byte[] from, byte[] to) {
    messages.fatal().unableTo("rename ").bytes(from).text(" to ").bytes(to);
    return messages.exit(ExitCode.SYSTEM, errno);
  }
}
