package s6j.rccompiler;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.files.LivePath;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.rccompiler.compile.SourceProblems;

/**
 * s6-rc-format-upgrade: points a live directory at a database compiled anew
 * (docs/specification/s6-rc.md, F.3).
 */
final class RcFormatUpgrade {
  private static final int LOCK_FLAGS =
      OpenFlags.O_RDWR
          | OpenFlags.O_CREAT
          | OpenFlags.O_TRUNC
          | OpenFlags.O_NONBLOCK
          | OpenFlags.O_CLOEXEC;

  private static final Option BLOCK =
      Option.flag('b', "block", "wait for the lock of the live directory");
  private static final Option LIVE =
      Option.value('l', "livedir", "DIR", "live directory; $S6J_LIVE or /run/s6-rc if not given");
  private static final Option VERBOSITY =
      Option.value('v', "verbosity", "N", "accepted, without effect")
          .complaint("verbosity must be an unsigned integer");
  private static final Option TIMEOUT =
      Option.value('t', "timeout", "MS", "accepted, without effect")
          .complaint("timeout must be an unsigned integer");

  private final Posix posix;
  private final Messages messages;
  private final byte[] live;
  private final boolean wait;

  private RcFormatUpgrade(Posix posix, Messages messages, Line line) {
    this.posix = posix;
    this.messages = messages;
    live = line.bytes(LIVE, LivePath.of(posix));
    wait = line.has(BLOCK);
  }

  static Program declaration() {
    return new Program(
            "s6-rc-format-upgrade",
            "rc-format-upgrade",
            "[ -v verbosity ] [ -t timeout ] [ -l live ] [ -b ] newdb",
            "points a live directory at a database compiled anew from the same sources",
            RcFormatUpgrade::run)
        .options(BLOCK, VERBOSITY, LIVE, TIMEOUT);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 0);
    line.check(VERBOSITY, TIMEOUT);
    if (line.judge(1) != 0) return line.exitCode();
    byte[] database = line.operand(0);
    if (database.length == 0 || database[0] != '/')
      return messages.fatal().bytes(database).text(" is not an absolute path").exit(ExitCode.USAGE);
    return new RcFormatUpgrade(posix, messages, line).upgrade(database);
  }

  private int upgrade(byte[] database) {
    int fd = posix.open(Posix.CWD, CString.path(live, CString.of("lock")), LOCK_FLAGS, 0644);
    int answer = fd < 0 ? fd : posix.lock(fd, true, wait);
    if (answer == -Errno.EAGAIN) answer = -Errno.EBUSY;
    int code =
        answer < 0
            ? messages.fatal().unableTo("take lock on ").bytes(live).exit(ExitCode.SYSTEM, answer)
            : point(CString.path(live, CString.of("compiled")), database);
    if (fd >= 0) posix.close(fd);
    return code;
  }

  private int point(byte[] link, byte[] database) {
    int answer = replaceLink(database, link);
    if (answer >= 0) return 0;
    return messages
        .fatal()
        .unableTo("point ")
        .bytes(link)
        .text(" to ")
        .bytes(database)
        .exit(ExitCode.SYSTEM, answer);
  }

  /** The link changes by a rename: there is no moment without it. */
  private int replaceLink(byte[] target, byte[] link) {
    byte[] next = SourceProblems.join(link, ".new");
    posix.unlink(Posix.CWD, next);
    int answer = posix.symlink(target, Posix.CWD, next);
    return answer < 0 ? answer : posix.rename(Posix.CWD, next, Posix.CWD, link);
  }
}
