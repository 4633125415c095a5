package s6j.rccompiler;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.formats.LivePath;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

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

  private final Posix posix;
  private final Messages messages;
  private byte[] live;
  private boolean wait;

  private RcFormatUpgrade(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
    live = LivePath.of(posix);
  }

  static Program declaration() {
    return new Program(
            "s6-rc-format-upgrade",
            "rc-format-upgrade",
            "[ -v verbosity ] [ -t timeout ] [ -l live ] [ -b ] newdb",
            "points a live directory at a database compiled anew from the same sources",
            RcFormatUpgrade::run)
        .flag('b', "block", "wait for the lock of the live directory")
        .value('v', "verbosity", "N", "accepted, without effect")
        .value('l', "livedir", "DIR", "live directory; $S6J_LIVE or /run/s6-rc if not given")
        .value('t', "timeout", "MS", "accepted, without effect");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    return new RcFormatUpgrade(posix, messages).start(program, arguments);
  }

  private int start(Program program, byte[][] arguments) {
    Options options = new Options(program, arguments);
    byte[] verbosity = null;
    byte[] timeout = null;
    for (int letter = options.next(); letter != Options.END; letter = options.next()) {
      switch (letter) {
        case 'b' -> wait = true;
        case 'l' -> live = options.value();
        case 'v' -> verbosity = options.value();
        case 't' -> timeout = options.value();
        default -> {
          return options.refuse(messages);
        }
      }
    }
    if (verbosity != null && Decimal.parse(verbosity) == Decimal.INVALID)
      return messages.fatal().text("verbosity must be an unsigned integer").exit(100);
    if (timeout != null && Decimal.parse(timeout) == Decimal.INVALID)
      return messages.fatal().text("timeout must be an unsigned integer").exit(100);
    if (options.firstOperand() == arguments.length) return messages.usage(program);
    byte[] database = arguments[options.firstOperand()];
    if (database.length == 0 || database[0] != '/')
      return messages.fatal().bytes(database).text(" is not an absolute path").exit(100);
    return upgrade(database);
  }

  private int upgrade(byte[] database) {
    int fd = posix.open(Posix.CWD, CString.path(live, CString.of("lock")), LOCK_FLAGS, 0644);
    int answer = fd < 0 ? fd : posix.lock(fd, true, wait);
    if (answer == -Errno.EAGAIN) answer = -Errno.EBUSY;
    int code =
        answer < 0
            ? messages.fatal().unableTo("take lock on ").bytes(live).exit(111, answer)
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
        .exit(111, answer);
  }

  /** The link changes by a rename: there is no moment without it. */
  private int replaceLink(byte[] target, byte[] link) {
    byte[] next = Problems.join(link, ".new");
    posix.unlink(Posix.CWD, next);
    int answer = posix.symlink(target, Posix.CWD, next);
    return answer < 0 ? answer : posix.rename(Posix.CWD, next, Posix.CWD, link);
  }
}
