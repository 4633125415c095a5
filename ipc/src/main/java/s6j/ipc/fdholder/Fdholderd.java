package s6j.ipc.fdholder;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.ipc.rules.RuleDatabase;
import s6j.ipc.rules.RuleDirectory;
import s6j.ipc.rules.RuleSource;
import s6j.ipc.server.ListeningSocket;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * s6-fdholderd: keeps descriptors for the clients of the socket on its standard input (s6-fdholderd
 * page).
 */
public final class Fdholderd {
  private static final int MOST_CLIENTS = 256;

  /** What the heap of the native build has room for. */
  private static final int MOST_DESCRIPTORS = 100_000;

  private static final int LEAST_LIMIT = 7;

  /** Socket, standard error, signals, rules being read, and what just arrived. */
  private static final int OWN_DESCRIPTORS = 8;

  private static final long SIGNALS = Signal.bit(Signal.SIGTERM) | Signal.bit(Signal.SIGHUP);

  // s6-fdholder-daemon takes these too, and hands them on.
  static final Option VERBOSITY =
      Option.value('v', "verbosity", "0 says only what is fatal").number();
  static final Option NOTIFY = Option.flag('1', "write a newline on standard output when ready");
  static final Option CLIENTS =
      Option.value('c', "maxconn", "clients at a time (default 16, at most 256)").number();
  static final Option DESCRIPTORS =
      Option.value('n', "maxfds", "descriptors that can be kept (default 1000)").number();
  static final Option TIMEOUT =
      Option.value('t', "timeout", "milliseconds a client has for a request; 0 is no limit")
          .number();
  static final Option FAREWELL =
      Option.value('T', "lameducktimeout", "milliseconds to finish answers after SIGTERM").number();
  static final Option RULES_DIRECTORY =
      Option.value('i', "rulesdir", "access rules in a directory");
  static final Option RULES_FILE =
      Option.value('x', "rulesfile", "access rules in a constant database");

  private final Posix posix;
  private final Messages messages;
  private final Line line;
  private final long clients;
  private long descriptors;
  private final @Nullable RuleSource rules;

  private Fdholderd(Posix posix, Messages messages, Line line) {
    this.posix = posix;
    this.messages = messages;
    this.line = line;
    clients = Math.min(Math.max(line.number(CLIENTS, 16), 1), MOST_CLIENTS);
    descriptors = Math.min(line.number(DESCRIPTORS, 1000), MOST_DESCRIPTORS);
    rules = rules(posix, line);
  }

  private static @Nullable RuleSource rules(Posix posix, Line line) {
    Option last = line.last(RULES_DIRECTORY, RULES_FILE);
    if (last == null) return null;
    byte[] path = line.bytes(last, null);
    return last == RULES_FILE ? new RuleDatabase(posix, path) : new RuleDirectory(posix, path);
  }

  public static Program declaration() {
    return new Program(
            "s6-fdholderd",
            "fdholderd",
            "[ -v verbosity ] [ -1 ] [ -c maxconn ] [ -n maxfds ] [ -t timeout ]"
                + " [ -T lameducktimeout ] [ -i rulesdir | -x rulesfile ]",
            "keeps descriptors for the clients of the socket on its standard input",
            Fdholderd::run)
        .options(VERBOSITY, NOTIFY, CLIENTS, DESCRIPTORS, TIMEOUT, FAREWELL)
        .options(RULES_DIRECTORY, RULES_FILE);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0])).neverWaiting();
    Line line = program.read(arguments, messages, 0);
    if (line.refused()) return line.exitCode();
    Fdholderd holder = new Fdholderd(posix, messages, line);
    if (holder.rules == null)
      return messages.fatal().text("no access rights specified!").exit(ExitCode.USAGE);
    int code = holder.limit();
    return code == 0 ? holder.serve() : code;
  }

  /** What is kept must leave room for all clients, or a full holder could not even delete. */
  private int limit() {
    long[] limits = new long[2];
    int error = posix.getLimit(Posix.RLIMIT_NOFILE, limits);
    if (error < 0) return messages.fatal().unableTo("getrlimit").exit(ExitCode.SYSTEM, error);
    long soft = limits[0];
    if (soft >= 0 && soft < LEAST_LIMIT)
      return messages.fatal().text("open file limit too low").exit(ExitCode.SYSTEM);
    long room = soft - clients - OWN_DESCRIPTORS;
    if (soft >= 0 && descriptors > room) descriptors = room;
    if (descriptors < 1) descriptors = 1;
    return 0;
  }

  private int serve() {
    ListeningSocket socket = new ListeningSocket(posix, messages, line.has(NOTIFY));
    int code = socket.check();
    if (code != 0) return code;
    posix.setNonBlocking(ListeningSocket.FD, true);
    posix.ignoreSignal(Signal.SIGPIPE);
    int signals = posix.signals(SIGNALS);
    if (signals < 0)
      return messages.fatal().unableTo("trap signals").exit(ExitCode.SYSTEM, signals);
    code = serve(socket, signals);
    rules.close();
    posix.close(signals);
    return code;
  }

  private int serve(ListeningSocket socket, int signals) {
    int error = rules.reload();
    if (error < 0)
      return messages
          .fatal()
          .unableTo("cdb_init ")
          .bytes(line.bytes(RULES_FILE, null))
          .exit(ExitCode.SYSTEM, error);
    long timeout = line.number(TIMEOUT, 0);
    long farewell = line.number(FAREWELL, 0);
    HolderLoop loop =
        new HolderLoop(
            posix,
            messages,
            new HolderDoor(posix, messages, rules, line.number(VERBOSITY, 1) > 0),
            new FdStore(posix, (int) descriptors),
            signals,
            (int) clients,
            timeout,
            farewell);
    socket.announce();
    return loop.run();
  }
}
