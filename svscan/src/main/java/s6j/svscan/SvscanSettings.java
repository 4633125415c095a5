package s6j.svscan;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** What the command line of s6-svscan says (s6-svscan page, "Interface"). */
final class SvscanSettings {
  static final int FEWEST_SERVICES = 4;
  static final int MOST_SERVICES = 160_000;
  static final int SHORTEST_NAME = 11;
  static final int LONGEST_NAME = 1019;
  private static final int FIRST_FREE_DESCRIPTOR = 3;
  private static final int NONE = -1;

  /** In the order in which s6-svscan looks at their values. */
  private static final String OPTIONS = "CLtdX";

  private static final byte[] HERE = CString.of(".");

  /** "runsvdir looks at dir at least every five seconds" (runsvdir page of runit). */
  private static final long RUNSVDIR_MILLIS = 5000;

  int mostServices = 1000;

  /** Bytes. */
  int longestName = 251;

  /** 0 for no scans but those asked for. */
  long rescanMillis;

  /** Told when the control fifo is open; -1 for nobody. */
  int notification = NONE;

  /** Standard error of the catch-all logger; -1 for the usual one. */
  int console = NONE;

  byte[] scandir;

  private final Posix posix;
  private final Messages messages;

  SvscanSettings(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
  }

  static Program declare(Program program) {
    return program
        .value('C', "services-max", "max", "know at most this many services and loggers; 1000")
        .value('c', "max", "the same, as older s6 calls it")
        .value('L', "name-max", "bytes", "skip services with longer names; 251")
        .value('t', "timeout", "ms", "scan again every so many milliseconds; 0 for never")
        .value('d', "notification-fd", "fd", "write a newline here when commands are listened to")
        .value('X', "console-holder", "fd", "standard error of s6-svscan-log, and of the end");
  }

  /** Reads the command line: 0, or the exit code of what has been complained about. */
  int read(Program program, byte[][] arguments) {
    Options options = new Options(program, arguments);
    byte[][] values = new byte[128][];
    for (int option = options.next(); option != Options.END; option = options.next()) {
      char letter = option == 'c' ? 'C' : (char) option;
      if (OPTIONS.indexOf(letter) < 0) return options.refuse(messages);
      values[letter] = options.value();
    }
    int code = takeDirectory(program, arguments, options.firstOperand());
    for (int i = 0; i < OPTIONS.length() && code == 0; i++) {
      char option = OPTIONS.charAt(i);
      if (values[option] != null) code = option(option, Decimal.parse(values[option]));
    }
    return code;
  }

  /** Without a directory svscan means the one it is in, as in daemontools; s6-svscan does not. */
  private int takeDirectory(Program program, byte[][] arguments, int first) {
    boolean isNamed = first < arguments.length;
    if (!isNamed && !CString.is(CString.baseName(arguments[0]), program.shortName))
      return messages.usage(program);
    scandir = isNamed ? arguments[first] : HERE;
    return 0;
  }

  static Program declareRunsvdir(Program program) {
    return program.flag('P', "accepted: each service has a session of its own anyway");
  }

  /** Reads a command line of runsvdir: 0, or 100. Its log operand is passed over. */
  int readRunsvdir(Program program, byte[][] arguments) {
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next())
      if (option != 'P') return options.refuse(messages);
    int operands = arguments.length - options.firstOperand();
    if (operands < 1 || operands > 2) return messages.usage(program);
    scandir = arguments[options.firstOperand()];
    rescanMillis = RUNSVDIR_MILLIS;
    return 0;
  }

  private int option(char option, long value) {
    if (value == Decimal.INVALID)
      return messages.fatal().text(nameOf(option)).text(" must be an unsigned integer").exit(100);
    switch (option) {
      case 'C' -> mostServices = clamp(value, FEWEST_SERVICES, MOST_SERVICES);
      case 'L' -> longestName = clamp(value, SHORTEST_NAME, LONGEST_NAME);
      case 't' -> rescanMillis = value;
      case 'd' -> notification = clamp(value, 0, Integer.MAX_VALUE);
      case 'X' -> console = clamp(value, 0, Integer.MAX_VALUE);
      default -> {
        return messages.fatal().text(nameOf(option)).exit(100);
      }
    }
    return option == 'd' || option == 'X' ? checkDescriptor(option, value) : 0;
  }

  private int checkDescriptor(char option, long value) {
    if (value < FIRST_FREE_DESCRIPTOR)
      return messages.fatal().text(nameOf(option)).text(" must be 3 or more").exit(100);
    int flags = posix.descriptorFlags(clamp(value, 0, Integer.MAX_VALUE));
    if (flags >= 0) return 0;
    String what = option == 'd' ? "invalid notification fd" : "invalid console holder fd";
    return messages.fatal().text(what).exit(100, flags);
  }

  static int clamp(long value, int least, int most) {
    return (int) Math.max(least, Math.min(most, value));
  }

  /** What s6-svscan calls them. */
  private static String nameOf(char option) {
    return switch (option) {
      case 'C' -> "services_max";
      case 'L' -> "name_max";
      case 't' -> "timeout";
      case 'd' -> "notif";
      case 'X' -> "consoleholder";
      default -> "unknown option";
    };
  }
}
