package s6j.rc.change;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.ServiceDirectory;
import s6j.formats.talk.ControlClient;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** One letter to a supervisor, as s6-svc sends it, but without ever waiting; told in its words. */
final class ServiceLetter {
  private final Posix posix;
  private final Messages messages;
  private final byte[] letter = new byte[1];

  ServiceLetter(Posix posix) {
    this.posix = posix;
    messages = new Messages(posix, CString.of("s6-svc"), 1024);
  }

  /** 0, {@code -EAGAIN} if the fifo is full, or what {@link #tell} wants. */
  int send(byte[] directory, char which) {
    letter[0] = (byte) which;
    return ControlClient.offer(posix, directory, ServiceDirectory.CONTROL, letter, 1);
  }

  /** Says why {@link #send} failed: the exit code of s6-svc. */
  int tell(byte[] directory, int answer) {
    messages.warning();
    if (ControlClient.lacksFifo(answer))
      return messages
          .text("something is wrong with the ")
          .bytes(directory)
          .text("/supervise directory")
          .exit(1, ControlClient.reason(answer));
    messages.unableTo("control ").bytes(directory);
    return answer == -Errno.ENXIO
        ? messages.text(": supervisor not listening").exit(ExitCode.NOT_LISTENING)
        : messages.exit(ExitCode.SYSTEM, answer);
  }

  /** Says that s6-svc cannot find out what to wait for. */
  void cannotAccess(byte[] file, int errno) {
    messages.fatal().unableTo("access ").bytes(file).end(errno);
  }

  /** What cannot be sent is told and left. */
  void sendOrTell(byte[] directory, char which) {
    int answer = send(directory, which);
    if (answer != 0) tell(directory, answer);
  }
}
