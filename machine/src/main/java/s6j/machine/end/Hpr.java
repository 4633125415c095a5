package s6j.machine.end;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.machine.place.Initctl;
import s6j.machine.utmp.History;
import s6j.machine.utmp.Wall;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** s6-linux-init-hpr: halt, poweroff and reboot, now; with -f without anybody's help. */
public final class Hpr {
  private static final Option HALT = Option.flag('h', "halt");
  private static final Option POWER_OFF = Option.flag('p', "power off");
  private static final Option REBOOT = Option.flag('r', "reboot");
  private static final Option NO_SYNC = Option.flag('n', "with -f: no sync before");
  private static final Option NO_HISTORY = Option.flag('d', "no record in wtmp");
  private static final Option ONLY_HISTORY =
      Option.flag('w', "the record in wtmp and the warning, and nothing else");
  private static final Option NO_WALL = Option.flag('W', "no warning to those who are logged in");
  private static final Option FORCE = Option.flag('f', "at once, by the system call");
  private static final Option CONFIRM = Option.flag('i', "ask for the machine's name first");

  private final Posix posix;
  private final Messages messages;
  private final Line line;

  private Hpr(Posix posix, Messages messages, Line line) {
    this.posix = posix;
    this.messages = messages;
    this.line = line;
  }

  public static Program declaration() {
    return new Program(
            "s6-linux-init-hpr",
            null,
            "[ -h | -p | -r ] [ -n ] [ -d | -w ] [ -W ] [ -f ] [ -i ]",
            "halts, powers off or reboots the machine",
            Hpr::run)
        .options(
            HALT, POWER_OFF, REBOOT, NO_SYNC, NO_HISTORY, ONLY_HISTORY, NO_WALL, FORCE, CONFIRM);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.of(program.name));
    Line line = program.read(arguments, messages, 0);
    if (line.refused()) return line.exitCode();
    Option what = line.last(HALT, POWER_OFF, REBOOT);
    if (what == null)
      return messages
          .fatal()
          .text("one of the -h, -p or -r options must be given")
          .exit(ExitCode.USAGE);
    int code = line.has(CONFIRM) ? new HostnameQuestion(posix, messages).ask() : 0;
    if (code != 0) return code;
    Hpr hpr = new Hpr(posix, messages, line);
    return line.has(FORCE) ? hpr.atOnce(what) : hpr.ask(what);
  }

  private int atOnce(Option what) {
    if (!line.has(NO_SYNC)) posix.sync();
    int how = Posix.RB_HALT_SYSTEM;
    if (what == REBOOT) how = Posix.RB_AUTOBOOT;
    if (what == POWER_OFF) how = Posix.RB_POWER_OFF;
    int error = posix.reboot(how);
    return messages.fatal().unableTo("reboot()").exit(ExitCode.SYSTEM, error);
  }

  private int ask(Option what) {
    if (Initctl.probe(posix) < 0)
      return messages.fatal().unableTo("talk to shutdownd").exit(ExitCode.USAGE, Errno.EPERM);
    Option history = line.last(NO_HISTORY, ONLY_HISTORY);
    if (history != NO_HISTORY) History.add(posix, messages, what == REBOOT);
    if (!line.has(NO_WALL)) Wall.write(posix, WallText.ofDelay(0));
    if (history == ONLY_HISTORY) return 0;
    int error = Initctl.order(posix, what.letter, 0, 0);
    if (error >= 0) return 0;
    return messages.fatal().unableTo("notify s6-linux-init-shutdownd").exit(ExitCode.SYSTEM, error);
  }
}
