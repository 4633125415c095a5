package s6j.chain;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.posix.Posix;

/** s6-setsid and pgrphack: run a program in a session or process group of its own. */
public final class Setsid {
  private static final Option SESSION = Option.flag('s', "session", "a new session (default)");
  private static final Option BACKGROUND_GROUP =
      Option.flag('b', "background-process-group", "a new process group in the background");
  private static final Option FOREGROUND_GROUP =
      Option.flag('f', "foreground-process-group", "a new process group, given the terminal");
  private static final Option GRABBING_GROUP =
      Option.flag(
          'g', "foreground-process-group-grab", "the same, without waiting for the terminal");
  private static final Option GROUP = Option.flag("process-group", "a new process group");
  private static final Option FOREGROUND =
      Option.flag("foreground", "give the terminal to the process group");
  private static final Option GRAB = Option.flag("grab", "do not wait for the terminal");
  private static final Option STRICT = Option.flag('i', "strict", "exit 111 if it cannot be done");
  private static final Option NO_STRICT =
      Option.flag('I', "no-strict", "warn if it cannot be done (default)");
  private static final Option QUIET = Option.flag('q', "quiet", "do not even warn");
  private static final Option TERMINAL =
      Option.value('d', "ctty", "fd", "the descriptor of the terminal, instead of /dev/tty")
          .within(0, Integer.MAX_VALUE);

  private Setsid() {}

  public static Program declaration() {
    return new Program(
            "s6-setsid",
            null,
            "[ -s | -b | -f | -g ] [ -i | -I | -q ] [ -d ctty ] prog...",
            "runs a program in a new session or process group",
            Setsid::run)
        .options(SESSION, BACKGROUND_GROUP, FOREGROUND_GROUP, GRABBING_GROUP, GROUP, FOREGROUND)
        .options(GRAB, STRICT, NO_STRICT, QUIET, TERMINAL);
  }

  /** pgrphack of daemontools: a new session, silently none if it cannot be. */
  public static Program daemontools() {
    return new Program(
        "pgrphack",
        null,
        "prog...",
        "runs a program in a new session, as in daemontools",
        Setsid::runDaemontools);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    return Chain.run(posix, program, arguments, Setsid::plan);
  }

  static int runDaemontools(Posix posix, Program program, byte[][] arguments) {
    return Chain.run(posix, program, arguments, Setsid::planDaemontools);
  }

  private static int plan(Chain chain, Line line) {
    Session session = new Session();
    for (Line.Given given = line.first(); given != null; given = given.next())
      take(session, given.option);
    session.strict = line.chose(STRICT, NO_STRICT);
    session.silent = line.has(QUIET);
    line.judge(1);
    session.terminal = (int) line.number(TERMINAL, session.terminal);
    return line.refused() ? line.exitCode() : chain.then(session).leadsTo(line.firstOperand());
  }

  private static void take(Session session, Option option) {
    if (option == SESSION) set(session, false, false, false);
    if (option == BACKGROUND_GROUP) set(session, true, false, false);
    if (option == FOREGROUND_GROUP) set(session, true, true, false);
    if (option == GRABBING_GROUP) set(session, true, true, true);
    if (option == GROUP) session.onlyGroup = true;
    if (option == FOREGROUND) session.foreground = true;
    if (option == GRAB) session.grabs = true;
  }

  private static int planDaemontools(Chain chain, Line line) {
    Session session = new Session();
    session.silent = true;
    return chain.failingWith(ExitCode.SYSTEM).then(session).leadsTo(1);
  }

  private static void set(Session session, boolean onlyGroup, boolean foreground, boolean grabs) {
    session.onlyGroup = onlyGroup;
    session.foreground = foreground;
    session.grabs = grabs;
  }
}
