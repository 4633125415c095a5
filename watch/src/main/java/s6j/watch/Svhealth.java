package s6j.watch;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * s6-svhealth: runs a check of a service every so often, says in supervise/health what it found,
 * and restarts the service if told to. A daemon, to be supervised itself.
 *
 * <p>Exit codes: 0 after SIGTERM, SIGINT, SIGHUP or SIGQUIT; 100 for a wrong call; 111 if the check
 * is nowhere on PATH, or signals cannot be trapped.
 */
public final class Svhealth {
  private static final int LONGEST_MESSAGE = 1024;
  private static final long SIGNALS =
      Signal.bit(Signal.SIGCHLD)
          | Signal.bit(Signal.SIGTERM)
          | Signal.bit(Signal.SIGINT)
          | Signal.bit(Signal.SIGHUP)
          | Signal.bit(Signal.SIGQUIT);

  private static final Option MARK = Option.flag('m', "only mark the service unhealthy (default)");
  private static final Option RESTART = Option.flag('r', "restart a service that is unhealthy");
  private static final Option EVERY =
      Option.value('e', "everyms", "check so often (default 10000)").number(1, Integer.MAX_VALUE);
  private static final Option TIMEOUT =
      Option.value(
              't', "timeoutms", "a check that takes longer is killed and has failed (default 5000)")
          .number(1, Integer.MAX_VALUE);
  private static final Option FAILURES =
      Option.value('n', "failures", "failures in a row that make unhealthy (default 3)")
          .number(1, Integer.MAX_VALUE);
  private static final Option SUCCESSES =
      Option.value('u', "successes", "successes in a row that make healthy again (default 1)")
          .number(1, Integer.MAX_VALUE);
  private static final Option GRACE =
      Option.value('g', "gracems", "failures of a run that is younger do not count (default 0)")
          .number(0, Integer.MAX_VALUE);

  private Svhealth() {}

  public static Program declaration() {
    return new Program(
            "s6-svhealth",
            "svhealth",
            "[ -m | -r ] [ -e everyms ] [ -t timeoutms ] [ -n failures ] [ -u successes ]"
                + " [ -g gracems ] servicedir prog...",
            "checks the health of a service again and again",
            Svhealth::run)
        .options(MARK, RESTART, EVERY, TIMEOUT, FAILURES, SUCCESSES, GRACE);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages =
        new Messages(posix, CString.baseName(arguments[0]), LONGEST_MESSAGE).neverWaiting();
    Line line = program.read(arguments, messages, 2);
    if (line.refused()) return line.exitCode();
    if (!line.isNamed(1)) return line.usage();
    HealthSettings settings = settings(line);
    settings.command[0] = Executable.find(posix, settings.command[0]);
    if (CString.indexOf(settings.command[0], '/') < 0)
      return messages.fatal().unableTo("find ").bytes(settings.command[0]).exit(ExitCode.SYSTEM);
    posix.ignoreSignal(Signal.SIGPIPE);
    int signals = posix.signals(SIGNALS);
    if (signals < 0)
      return messages.fatal().unableTo("trap signals").exit(ExitCode.SYSTEM, signals);
    new HealthLoop(posix, messages, settings, signals).run();
    posix.close(signals);
    return 0;
  }

  private static HealthSettings settings(Line line) {
    HealthSettings settings = new HealthSettings();
    settings.restarts = line.chose(RESTART, MARK);
    settings.everyMillis = line.number(EVERY, settings.everyMillis);
    settings.timeoutMillis = line.number(TIMEOUT, settings.timeoutMillis);
    settings.failures = line.number(FAILURES, settings.failures);
    settings.successes = line.number(SUCCESSES, settings.successes);
    settings.graceMillis = line.number(GRACE, settings.graceMillis);
    settings.directory = line.operand(0);
    settings.command = line.operands(1);
    return settings;
  }
}
