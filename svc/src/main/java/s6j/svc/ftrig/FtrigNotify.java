package s6j.svc.ftrig;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.formats.talk.EventNotifier;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** s6-ftrig-notify: tells a message to all listeners of a fifodir. */
public final class FtrigNotify {
  private FtrigNotify() {}

  public static Program declaration() {
    return new Program(
        "s6-ftrig-notify",
        "ftrig-notify",
        "fifodir message",
        "tells a message to all listeners of a fifodir",
        FtrigNotify::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    if (arguments.length < 3) return messages.usage(program);
    posix.ignoreSignal(Signal.SIGPIPE);
    byte[] message = arguments[2];
    int told =
        new EventNotifier(posix)
            .announce(Posix.CWD, arguments[1], message, CString.length(message));
    if (told >= 0) return 0;
    return messages.fatal().unableTo("notify ").bytes(arguments[1]).exit(ExitCode.SYSTEM, told);
  }
}
