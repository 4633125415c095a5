package s6j.machine.end;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.machine.place.Initctl;
import s6j.machine.utmp.Wall;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** s6-linux-init-shutdown: asks for a shutdown at some time, or for none any more. */
public final class Shutdown {
  private static final Option HALT = Option.flag('h', "halt, or what -H or -P say");
  private static final Option POWER_OFF = Option.flag('p', "power off");
  private static final Option REBOOT = Option.flag('r', "reboot");
  private static final Option WARN = Option.flag('k', "only warn those who are logged in");
  private static final Option HALT_AFTER = Option.flag('H', "with -h: halt");
  private static final Option POWER_OFF_AFTER = Option.flag('P', "with -h: power off");
  private static final Option ALLOWED =
      Option.flag('a', "only if one of /etc/shutdown.allow is logged in, where that file is");
  private static final Option CONFIRM = Option.flag('i', "ask for the machine's name first");
  private static final Option CANCEL = Option.flag('c', "have no shutdown after all");
  private static final Option GRACE =
      Option.value('t', "sec", "seconds between the TERM and the KILL for all processes").number();
  private static final long MOST_GRACE = 300;
  private static final long MILLIS = 1000;
  private static final long SECOND = 1_000_000_000;

  private final Posix posix;
  private final Messages messages;
  private final Line line;

  private Shutdown(Posix posix, Messages messages, Line line) {
    this.posix = posix;
    this.messages = messages;
    this.line = line;
  }

  public static Program declaration() {
    return new Program(
            "s6-linux-init-shutdown",
            null,
            "[ -h [ -H | -P ] | -p | -r | -k ] [ -f | -F ] [ -a ] [ -i ] [ -t sec ] time [ message ]"
                + "  or  s6-linux-init-shutdown -c [ message ]",
            "asks for a shutdown at some time",
            Shutdown::run)
        .options(
            HALT,
            HALT_AFTER,
            POWER_OFF_AFTER,
            POWER_OFF,
            REBOOT,
            WARN,
            ALLOWED,
            CONFIRM,
            CANCEL,
            GRACE)
        .ignoring(Option.flag('f', "nothing"), Option.flag('F', "nothing"))
        .linkedAs("shutdown");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.of(program.name));
    Line line = program.read(arguments, messages, 0);
    if (line.refused()) return line.exitCode();
    char what = what(line);
    if (what == 0) return line.usage();
    if (Initctl.probe(posix) < 0)
      return messages.fatal().unableTo("talk to shutdownd").exit(ExitCode.SYSTEM, Errno.EPERM);
    int code = line.has(ALLOWED) ? new AllowedUsers(posix, messages).check() : 0;
    if (code == 0 && line.has(CONFIRM)) code = new HostnameQuestion(posix, messages).ask();
    if (code != 0) return code;
    Shutdown shutdown = new Shutdown(posix, messages, line);
    return line.has(CANCEL) ? shutdown.cancel() : shutdown.order(what);
  }

  /** The letter of the order, {@code k} to warn only; 0 if the options are at odds. */
  private static char what(Line line) {
    Option what = line.last(HALT, POWER_OFF, REBOOT, WARN);
    Option after = line.last(HALT_AFTER, POWER_OFF_AFTER);
    if (after != null && what != HALT) return 0;
    if (after == POWER_OFF_AFTER) return POWER_OFF.letter;
    return what == null ? 'S' : what.letter;
  }

  private int cancel() {
    if (line.operandCount() > 0) Wall.write(posix, WallText.of(line.operand(0)));
    int error = Initctl.cancel(posix);
    return error < 0 ? unableToWrite(error) : 0;
  }

  private int order(char what) {
    if (line.operandCount() == 0) return line.usage();
    long delay = new ShutdownTime(posix).delay(line.operand(0));
    if (delay == ShutdownTime.WRONG_USE) return line.usage();
    if (delay == ShutdownTime.WRONG_FORMAT)
      return messages.fatal().text("invalid time format").exit(ExitCode.USAGE);
    byte[] message = line.operand(1);
    boolean isTold = message != null;
    long seconds = Math.floorDiv(delay, SECOND);
    Wall.write(posix, isTold ? WallText.of(message) : WallText.ofDelay(seconds));
    if (what == WARN.letter) return 0;
    long grace = line.number(GRACE, 0);
    if (grace > MOST_GRACE) {
      messages.warning();
      messages.text("delay between SIGTERM and SIGKILL is capped to 300 seconds").end();
      grace = MOST_GRACE;
    }
    int error = Initctl.order(posix, what, delay, grace * MILLIS);
    return error < 0 ? unableToWrite(error) : 0;
  }

  private int unableToWrite(int error) {
    messages.fatal().unableTo("write to /run/service/s6-linux-init-shutdownd/fifo");
    return messages.exit(ExitCode.SYSTEM, error);
  }
}
