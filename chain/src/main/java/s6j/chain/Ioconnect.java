package s6j.chain;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** s6-ioconnect: carry data both ways between 0 and 1 and two other descriptors. */
public final class Ioconnect {
  private static final int DEFAULT_READING = 6;
  private static final int DEFAULT_WRITING = 7;

  private static final Option TIMEOUT =
      Option.value('t', "timeout", "exit 1 after so many milliseconds without data").number();
  private static final Option READING =
      Option.value('r', "fdr", "copy this descriptor to standard output, not 6")
          .number(0, Integer.MAX_VALUE);
  private static final Option WRITING =
      Option.value('w', "fdw", "copy standard input to this descriptor, not 7")
          .number(0, Integer.MAX_VALUE);

  private final Posix posix;
  private final Messages messages;
  private final long timeoutMillis;
  private final int reading;
  private final int writing;

  private Ioconnect(Posix posix, Messages messages, Line line) {
    this.posix = posix;
    this.messages = messages;
    timeoutMillis = line.number(TIMEOUT, 0);
    reading = (int) line.number(READING, DEFAULT_READING);
    writing = (int) line.number(WRITING, DEFAULT_WRITING);
  }

  public static Program declaration() {
    return new Program(
            "s6-ioconnect",
            "ioconnect",
            "[ -t timeout ] [ -r fdr ] [ -w fdw ]",
            "copies standard input to a descriptor and another to standard output",
            Ioconnect::run)
        .options(TIMEOUT, READING, WRITING)
        .ignoring(
            Option.flag('0', "ignored, for old command lines"),
            Option.flag('1', "ignored, for old command lines"),
            Option.flag('6', "ignored, for old command lines"),
            Option.flag('7', "ignored, for old command lines"));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 0);
    if (line.refused()) return line.exitCode();
    Ioconnect ioconnect = new Ioconnect(posix, messages, line);
    if (ioconnect.reading < 3 || ioconnect.writing < 3) return line.usage();
    return ioconnect.connect();
  }

  private int connect() {
    Flow there = new Flow(posix, messages, 0, writing);
    Flow back = new Flow(posix, messages, reading, 1);
    int code = there.open();
    if (code == 0) code = back.open();
    if (code != 0) return code;
    posix.ignoreSignal(Signal.SIGPIPE);
    int signals = posix.signals(Signal.bit(Signal.SIGTERM));
    if (signals < 0)
      return messages.fatal().unableTo("trap SIGTERM").exit(ExitCode.SYSTEM, signals);
    code = carry(there, back, signals);
    posix.close(signals);
    return code;
  }

  private int carry(Flow there, Flow back, int signals) {
    Poller poller = new Poller(5);
    while (!there.isDone() || !back.isDone()) {
      poller.clear();
      int terminated = poller.add(signals, Poller.READ);
      there.ask(poller);
      back.ask(poller);
      int ready = poller.await(posix, deadline(there, back));
      if (ready == 0) return 1;
      if (ready < 0) return messages.fatal().unableTo("poll").exit(ExitCode.SYSTEM, ready);
      there.move(poller);
      back.move(poller);
      if (poller.readable(terminated) && posix.nextSignal(signals) == Signal.SIGTERM) {
        there.stopReading();
        back.stopReading();
      }
    }
    return 0;
  }

  /** Data that the other side does not take is no idleness. */
  private long deadline(Flow there, Flow back) {
    boolean idle = timeoutMillis > 0 && there.isEmpty() && back.isEmpty();
    return idle ? Deadline.after(posix.monotonicNanos(), timeoutMillis) : Deadline.NEVER;
  }
}
