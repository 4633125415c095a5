package s6j.chain;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** s6-ioconnect: carry data both ways between 0 and 1 and two other descriptors. */
public final class Ioconnect {
  private static final int DEFAULT_READING = 6;
  private static final int DEFAULT_WRITING = 7;

  private final Posix posix;
  private final Messages messages;
  private long timeoutMillis;
  private int reading = DEFAULT_READING;
  private int writing = DEFAULT_WRITING;

  private Ioconnect(Posix posix, byte[][] arguments) {
    this.posix = posix;
    this.messages = new Messages(posix, CString.baseName(arguments[0]));
  }

  public static Program declaration() {
    return new Program(
            "s6-ioconnect",
            "ioconnect",
            "[ -t timeout ] [ -r fdr ] [ -w fdw ]",
            "copies standard input to a descriptor and another to standard output",
            Ioconnect::run)
        .value('t', "timeout", "exit 1 after so many milliseconds without data")
        .value('r', "fdr", "copy this descriptor to standard output, not 6")
        .value('w', "fdw", "copy standard input to this descriptor, not 7")
        .flag('0', "ignored, for old command lines")
        .flag('1', "ignored, for old command lines")
        .flag('6', "ignored, for old command lines")
        .flag('7', "ignored, for old command lines");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Ioconnect ioconnect = new Ioconnect(posix, arguments);
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next())
      if (!ioconnect.take(option, options.value())) return ioconnect.messages.usage(program);
    if (ioconnect.reading < 3 || ioconnect.writing < 3) return ioconnect.messages.usage(program);
    return ioconnect.connect();
  }

  private boolean take(int option, byte[] value) {
    if (option == Options.WRONG) return false;
    if (value == null) return isIgnored(option);
    long number = Decimal.parse(value);
    if (number == Decimal.INVALID || option != 't' && number > Integer.MAX_VALUE) return false;
    switch (option) {
      case 't' -> timeoutMillis = number;
      case 'r' -> reading = (int) number;
      case 'w' -> writing = (int) number;
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean isIgnored(int option) {
    return option == '0' || option == '1' || option == '6' || option == '7';
  }

  private int connect() {
    Flow there = new Flow(posix, messages, 0, writing);
    Flow back = new Flow(posix, messages, reading, 1);
    int code = there.open();
    if (code == 0) code = back.open();
    if (code != 0) return code;
    posix.ignoreSignal(Signal.SIGPIPE);
    int signals = posix.signals(Signal.bit(Signal.SIGTERM));
    if (signals < 0) return messages.fatal().unableTo("trap SIGTERM").exit(111, signals);
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
      int ready = posix.poll(poller, patienceMillis(there, back));
      if (ready == 0) return 1;
      if (ready == -Errno.EINTR) continue;
      if (ready < 0) return messages.fatal().unableTo("poll").exit(111, ready);
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
  private int patienceMillis(Flow there, Flow back) {
    boolean idle = timeoutMillis > 0 && there.isEmpty() && back.isEmpty();
    return idle ? Deadline.timeoutMillis(Deadline.after(0, timeoutMillis), 0) : -1;
  }
}
