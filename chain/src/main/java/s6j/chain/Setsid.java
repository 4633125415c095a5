package s6j.chain;

import s6j.cli.Options;
import s6j.cli.Program;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** s6-setsid and pgrphack: run a program in a session or process group of its own. */
public final class Setsid {
  /** Long names that have no letter. */
  private static final char GROUP = 1;

  private static final char FOREGROUND = 2;
  private static final char GRAB = 3;

  private Setsid() {}

  public static Program declaration() {
    return new Program(
            "s6-setsid",
            null,
            "[ -s | -b | -f | -g ] [ -i | -I | -q ] [ -d ctty ] prog...",
            "runs a program in a new session or process group",
            Setsid::run)
        .flag('s', "session", "a new session (default)")
        .flag('b', "background-process-group", "a new process group in the background")
        .flag('f', "foreground-process-group", "a new process group, given the terminal")
        .flag('g', "foreground-process-group-grab", "the same, without waiting for the terminal")
        .flag(GROUP, "process-group", "a new process group")
        .flag(FOREGROUND, "foreground", "give the terminal to the process group")
        .flag(GRAB, "grab", "do not wait for the terminal")
        .flag('i', "strict", "exit 111 if it cannot be done")
        .flag('I', "no-strict", "warn if it cannot be done (default)")
        .flag('q', "quiet", "do not even warn")
        .value('d', "ctty", "fd", "the descriptor of the terminal, instead of /dev/tty");
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

  private static int plan(Chain chain, Options options) {
    Session session = new Session();
    byte[] terminal = null;
    for (int option = options.next(); option != Options.END; option = options.next())
      switch (option) {
        case 's' -> set(session, false, false, false);
        case 'b' -> set(session, true, false, false);
        case 'f' -> set(session, true, true, false);
        case 'g' -> set(session, true, true, true);
        case GROUP -> session.onlyGroup = true;
        case FOREGROUND -> session.foreground = true;
        case GRAB -> session.grabs = true;
        case 'i' -> session.strict = true;
        case 'I' -> session.strict = false;
        case 'q' -> session.silent = true;
        case 'd' -> terminal = options.value();
        default -> {
          return options.refuse(chain.messages);
        }
      }
    long fd = terminal == null ? session.terminal : Decimal.parse(terminal);
    if (terminal != null && (fd < 0 || fd > Integer.MAX_VALUE)) return chain.wrongUse();
    session.terminal = (int) fd;
    return chain.then(session).leadsTo(options.firstOperand());
  }

  private static int planDaemontools(Chain chain, Options options) {
    Session session = new Session();
    session.silent = true;
    return chain.failingWith(111).then(session).leadsTo(1);
  }

  private static void set(Session session, boolean onlyGroup, boolean foreground, boolean grabs) {
    session.onlyGroup = onlyGroup;
    session.foreground = foreground;
    session.grabs = grabs;
  }
}
