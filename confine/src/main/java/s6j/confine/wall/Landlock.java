package s6j.confine.wall;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.meaning.ExitStatus;
import s6j.posix.meaning.OrErrno;

/** Which files can be opened, made and executed from now on (landlock(7)); needs no root. */
final class Landlock {
  private static final Option FILES =
      Option.value('L', "landlock", "rights:path", "no other files than those at these paths");
  private static final Option IF_THERE =
      Option.flag('l', "landlock-if-there", "do without it where the kernel has no Landlock");

  private static final long EXECUTE = 1;
  private static final long WRITE_FILE = 2;
  private static final long READ_FILE = 4;
  private static final long READ_DIRECTORY = 8;

  /** Remove, and make of any kind. */
  private static final long CHANGE_DIRECTORY = 0x1ff0;

  private static final long REFER = 0x2000;
  private static final long TRUNCATE = 0x4000;
  private static final long IOCTL = 0x8000;

  /** What there is to be said of a file that is no directory. */
  private static final long OF_FILE = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL;

  private static final int O_PATH = 010000000;
  private static final int NONE = -1;

  private final Posix posix;
  private final Messages messages;
  private final FileStat stat = new FileStat();
  private long handled;
  private int ruleset = NONE;

  Landlock(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
  }

  static Program declare(Program program) {
    return program.options(FILES, IF_THERE);
  }

  boolean isWanted(Line line) {
    return line.has(FILES);
  }

  /** Before anything is done: 0, or the exit code. */
  @ExitStatus
  int check(Line line) {
    if (line.has(IF_THERE) && !line.has(FILES))
      return messages.fatal().text("no files for Landlock").exit(ExitCode.USAGE);
    for (Line.Given one = line.first(); one != null; one = one.next())
      if (one.option == FILES && !isRule(one.value))
        return messages
            .fatal()
            .text("not of r, w, x and then an absolute path: ")
            .bytes(one.value)
            .exit(ExitCode.USAGE);
    return 0;
  }

  private static boolean isRule(byte[] rule) {
    int colon = CString.indexOf(rule, ':');
    for (int i = 0; i < colon; i++)
      if (rule[i] != 'r' && rule[i] != 'w' && rule[i] != 'x') return false;
    byte[] path = path(rule, colon);
    return colon > 0 && CString.length(path) > 0 && path[0] == '/';
  }

  private static boolean mayBeMissing(byte[] rule, int colon) {
    return CString.length(rule) > colon + 1 && rule[colon + 1] == '-';
  }

  private static byte[] path(byte[] rule, int colon) {
    int from = mayBeMissing(rule, colon) ? colon + 2 : colon + 1;
    return CString.slice(rule, from, CString.length(rule));
  }

  /** Finds the files, as who it is now: 0, or the exit code. */
  @ExitStatus
  int prepare(Line line) {
    int version = posix.landlockVersion();
    boolean isMissing = version == -Errno.ENOSYS || version == -Errno.EOPNOTSUPP;
    if (isMissing && line.has(IF_THERE)) return 0;
    if (version < 0) return refused("use Landlock", new byte[0], version);
    handled = handled(version);
    ruleset = posix.createRuleset(handled);
    if (ruleset < 0) return refused("make rules of Landlock", new byte[0], ruleset);
    for (Line.Given one = line.first(); one != null; one = one.next()) {
      int answer = one.option == FILES ? allow(one.value) : 0;
      if (answer < 0)
        return refused("allow ", path(one.value, CString.indexOf(one.value, ':')), answer);
    }
    return 0;
  }

  /** What is denied unless a rule allows it: all that the kernel knows to deny. */
  private static long handled(int version) {
    long files = READ_DIRECTORY | READ_FILE | WRITE_FILE | EXECUTE | CHANGE_DIRECTORY;
    if (version >= 2) files |= REFER;
    if (version >= 3) files |= TRUNCATE;
    return version >= 5 ? files | IOCTL : files;
  }

  private @OrErrno int allow(byte[] rule) {
    int colon = CString.indexOf(rule, ':');
    int fd = posix.open(Posix.CWD, path(rule, colon), O_PATH | OpenFlags.O_CLOEXEC, 0);
    if (fd == -Errno.ENOENT && mayBeMissing(rule, colon)) return 0;
    if (fd < 0) return fd;
    int answer = posix.fstat(fd, stat);
    long rights = rights(rule, colon) & handled;
    if (!stat.isDirectory()) rights &= OF_FILE;
    if (answer >= 0 && rights != 0) answer = posix.allowBeneath(ruleset, fd, rights);
    posix.close(fd);
    return answer;
  }

  private static long rights(byte[] rule, int colon) {
    long rights = 0;
    for (int i = 0; i < colon; i++)
      rights |=
          switch (rule[i]) {
            case 'r' -> READ_FILE | READ_DIRECTORY;
            case 'w' -> WRITE_FILE | CHANGE_DIRECTORY | REFER | TRUNCATE | IOCTL;
            default -> EXECUTE;
          };
    return rights;
  }

  /** From now on. */
  @ExitStatus
  int enforce() {
    if (ruleset < 0) return 0;
    int answer = posix.restrictSelf(ruleset);
    // Without the right to administer the machine it takes that no exec gives rights.
    if (answer == -Errno.EPERM) {
      answer = posix.forgoPrivileges();
      if (answer >= 0) answer = posix.restrictSelf(ruleset);
    }
    return answer < 0 ? refused("put Landlock into force", new byte[0], answer) : 0;
  }

  void close() {
    if (ruleset >= 0) posix.close(ruleset);
    ruleset = NONE;
  }

  private @ExitStatus int refused(String what, byte[] path, int errno) {
    return messages.fatal().unableTo(what).bytes(path).exit(ExitCode.SYSTEM, errno);
  }
}
