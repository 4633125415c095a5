package s6j.svscan;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Posix;

/** What the command line of s6-svscan says (s6-svscan page, "Interface"). */
final class SvscanSettings {
  static final int FEWEST_SERVICES = 4;
  static final int MOST_SERVICES = 160_000;
  static final int SHORTEST_NAME = 11;
  static final int LONGEST_NAME = 1019;
  private static final int FIRST_FREE_DESCRIPTOR = 3;
  private static final int NONE = -1;

  private static final Option SERVICES_MAX =
      Option.value('C', "services-max", "max", "know at most this many services and loggers; 1000")
          .complaint("services_max must be an unsigned integer");
  private static final Option OLD_SERVICES_MAX =
      Option.value('c', "max", "the same, as older s6 calls it")
          .complaint("services_max must be an unsigned integer");
  private static final Option NAME_MAX =
      Option.value('L', "name-max", "bytes", "skip services with longer names; 251")
          .complaint("name_max must be an unsigned integer");
  private static final Option RESCAN =
      Option.value('t', "timeout", "ms", "scan again every so many milliseconds; 0 for never")
          .complaint("timeout must be an unsigned integer");
  private static final Option NOTIFICATION =
      Option.value(
              'd', "notification-fd", "fd", "write a newline here when commands are listened to")
          .complaint("notif must be an unsigned integer");
  private static final Option CONSOLE =
      Option.value('X', "console-holder", "fd", "standard error of s6-svscan-log, and of the end")
          .complaint("consoleholder must be an unsigned integer");

  private static final Option HOSTED =
      Option.flag('H', "hosted", "supervise in this process, not in one for each service");

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

  /** Supervisors live in this process. */
  boolean hosted;

  byte[] scandir;

  private boolean takesPlace;
  private final Posix posix;
  private final Messages messages;

  SvscanSettings(@Nullable Posix posix, @Nullable Messages messages) {
    this.posix = posix;
    this.messages = messages;
  }

  static Program declare(Program program) {
    return program.options(
        SERVICES_MAX, OLD_SERVICES_MAX, NAME_MAX, RESCAN, NOTIFICATION, CONSOLE, HOSTED);
  }

  /** Who takes the place of another scanner has been told by then that it is ready. */
  void takePlace() {
    takesPlace = true;
  }

  /**
   * Reads the command line: 0, or the exit code of what has been complained about. Without a
   * directory svscan means the one it is in, as in daemontools; s6-svscan does not.
   */
  int read(Program program, byte[][] arguments) {
    boolean isShort = CString.is(CString.baseName(arguments[0]), program.shortName);
    Line line = program.read(arguments, messages, isShort ? 0 : 1);
    scandir = line.operandCount() > 0 ? line.operand(0) : HERE;
    Option max = line.chose(OLD_SERVICES_MAX, SERVICES_MAX) ? OLD_SERVICES_MAX : SERVICES_MAX;
    mostServices = clamp(line.number(max, mostServices), FEWEST_SERVICES, MOST_SERVICES);
    longestName = clamp(line.number(NAME_MAX, longestName), SHORTEST_NAME, LONGEST_NAME);
    rescanMillis = line.number(RESCAN, 0);
    hosted = line.has(HOSTED);
    notification = clamp(line.number(NOTIFICATION, NONE), NONE, Integer.MAX_VALUE);
    if (takesPlace) notification = NONE;
    int code = line.exitCode();
    if (code == 0) code = check(notification, "notif", "invalid notification fd");
    if (code != 0) return code;
    console = clamp(line.number(CONSOLE, NONE), NONE, Integer.MAX_VALUE);
    if (takesPlace) console = NONE;
    if (line.refused()) return line.exitCode();
    return check(console, "consoleholder", "invalid console holder fd");
  }

  static Program declareRunsvdir(Program program) {
    return program.ignoring(
        Option.flag('P', "accepted: each service has a session of its own anyway"));
  }

  /** Reads a command line of runsvdir: 0, or 100. Its log operand is passed over. */
  int readRunsvdir(Program program, byte[][] arguments) {
    Line line = program.read(arguments, messages, 1);
    if (line.refused()) return line.exitCode();
    if (line.operandCount() > 2) return line.usage();
    scandir = line.operand(0);
    rescanMillis = RUNSVDIR_MILLIS;
    return 0;
  }

  private int check(int fd, String what, String invalid) {
    if (fd == NONE) return 0;
    if (fd < FIRST_FREE_DESCRIPTOR)
      return messages.fatal().text(what).text(" must be 3 or more").exit(ExitCode.USAGE);
    int flags = posix.descriptorFlags(fd);
    return flags < 0 ? messages.fatal().text(invalid).exit(ExitCode.USAGE, flags) : 0;
  }

  static int clamp(long value, int least, int most) {
    return (int) Math.max(least, Math.min(most, value));
  }
}
