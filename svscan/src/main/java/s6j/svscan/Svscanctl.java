package s6j.svscan;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.ScanDirectory;
import s6j.formats.talk.ControlClient;
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

  /** Each sends its letter. */
  private static final Option[] COMMANDS = {
    Option.flag('z', "collect dead children"),
    Option.flag('a', "scan now: start what is new"),
    Option.flag('n', "end the supervisors of services that the last scan did not see"),
    Option.flag('N', "the same, and loggers with TERM"),
    Option.flag('h', "the same as -an"),
    Option.flag('t', "end: services are brought down, loggers end with their input"),
    Option.flag('i', "the same as -t"),
    Option.flag('q', "end: services and loggers are brought down"),
    Option.flag('b', "end at once, without a word to the supervisors"),
    Option.flag('U', "upgrade: execute the new image in place, everything stays")
  };

  private Svscanctl() {}

  public static Program declaration() {
    return new Program(
            "s6-svscanctl",
            "svscanctl",
            "[ -zabhitqnNU ] svscandir",
            "tells a running s6-svscan what to do",
            Svscanctl::run)
        .options(COMMANDS);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    byte[] letters = new byte[MOST_LETTERS];
    int count = 0;
    Line line = program.open(arguments, messages);
    for (Line.Given given = line.first(); given != null; given = given.next()) {
      if (count == MOST_LETTERS)
        return messages.fatal().text("too many commands").exit(ExitCode.USAGE);
      if (given.isAmong(COMMANDS)) letters[count++] = (byte) given.option.letter;
    }
    if (line.judge(1) != 0) return line.exitCode();
    return send(posix, messages, line.operand(0), letters, count);
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
          .exit(ExitCode.USAGE);
    if (!ControlClient.lacksFifo(sent))
      return messages.unableTo("control ").bytes(scandir).exit(ExitCode.SYSTEM, sent);
    return messages
        .text("something is wrong with the ")
        .bytes(CString.path(scandir, ScanDirectory.PRIVATE))
        .text(" directory. errno reported")
        .exit(ExitCode.USAGE, ControlClient.reason(sent));
  }
}
