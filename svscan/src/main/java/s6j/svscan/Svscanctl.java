package s6j.svscan;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.formats.ControlClient;
import s6j.formats.ScanDirectory;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * s6-svscanctl: sends letters to a scanner, in the order given, in one write (s6-svscanctl page).
 *
 * <p>Exit codes: 0, 100 for a wrong call or if no scanner listens, 111 if the scan directory cannot
 * be opened.
 */
public final class Svscanctl {
  private static final int MOST_LETTERS = 64;

  private Svscanctl() {}

  public static Program declaration() {
    return new Program(
            "s6-svscanctl",
            "svscanctl",
            "[ -zabhitqnN ] svscandir",
            "tells a running s6-svscan what to do",
            Svscanctl::run)
        .flag('z', "collect dead children")
        .flag('a', "scan now: start what is new")
        .flag('n', "end the supervisors of services that the last scan did not see")
        .flag('N', "the same, and loggers with TERM")
        .flag('h', "the same as -an")
        .flag('t', "end: services are brought down, loggers end with their input")
        .flag('i', "the same as -t")
        .flag('q', "end: services and loggers are brought down")
        .flag('b', "end at once, without a word to the supervisors");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    byte[] letters = new byte[MOST_LETTERS];
    int count = 0;
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next()) {
      if (option == Options.WRONG) return messages.usage(program);
      if (count == MOST_LETTERS) return messages.fatal().text("too many commands").exit(100);
      letters[count++] = (byte) option;
    }
    if (options.firstOperand() >= arguments.length) return messages.usage(program);
    return send(posix, messages, arguments[options.firstOperand()], letters, count);
  }

  private static int send(
      Posix posix, Messages messages, byte[] scandir, byte[] letters, int count) {
    posix.ignoreSignal(Signal.SIGPIPE);
    int sent = ControlClient.send(posix, scandir, ScanDirectory.CONTROL, letters, count);
    if (sent >= 0) return 0;
    messages.fatal();
    if (sent == -Errno.ENXIO || sent == -Errno.EPIPE)
      return messages
          .unableTo("control ")
          .bytes(scandir)
          .text(": supervisor not listening")
          .exit(100);
    if (!ControlClient.lacksFifo(sent))
      return messages.unableTo("control ").bytes(scandir).exit(111, sent);
    return messages
        .text("something is wrong with the ")
        .bytes(CString.path(scandir, ScanDirectory.PRIVATE))
        .text(" directory. errno reported")
        .exit(100, ControlClient.reason(sent));
  }
}
