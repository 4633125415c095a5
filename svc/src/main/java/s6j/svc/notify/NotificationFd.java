package s6j.svc.notify;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.ServiceDirectory;
import s6j.formats.files.KnobReader;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** The descriptor on which a service tells that it is ready, for chainloaders in its run script. */
final class NotificationFd {
  private NotificationFd() {}

  /**
   * The open descriptor of option -3, {@code text}, or of ./notification-fd if that is null; or the
   * negated exit code once it has said what is wrong.
   */
  static int find(Posix posix, Messages messages, byte @Nullable [] text) {
    long fd = text != null ? Decimal.parse(text) : fromFile(posix, messages);
    if (fd == -ExitCode.SYSTEM) return -ExitCode.SYSTEM;
    if (fd < 0 && text != null)
      return -messages
          .fatal()
          .text("notification-fd must be an unsigned integer")
          .exit(ExitCode.USAGE);
    if (fd < 0) return -messages.fatal().text("invalid ./notification-fd").exit(ExitCode.USAGE);
    int flags = fd > Integer.MAX_VALUE ? -Errno.EBADF : posix.descriptorFlags((int) fd);
    if (flags >= 0) return (int) fd;
    return -messages
        .fatal()
        .text("notification-fd sanity check failed")
        .exit(ExitCode.SYSTEM, flags);
  }

  /** The number, -1 if there is none in the file, or -111 once said. */
  private static long fromFile(Posix posix, Messages messages) {
    long number = new KnobReader(posix).number(Posix.CWD, ServiceDirectory.NOTIFICATION_FD);
    if (number >= 0) return number;
    if (number == KnobReader.INVALID) return -1;
    int error = number == KnobReader.ABSENT ? -Errno.ENOENT : (int) number;
    return -messages.fatal().unableTo("read ./notification-fd").exit(ExitCode.SYSTEM, error);
  }
}
