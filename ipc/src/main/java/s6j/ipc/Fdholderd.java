package s6j.ipc;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * s6-fdholderd: keeps descriptors for the clients of the socket on its standard input (s6-fdholderd
 * page).
 */
final class Fdholderd {
  private static final int MOST_CLIENTS = 256;

  /** What the heap of the native build has room for. */
  private static final int MOST_DESCRIPTORS = 100_000;

  private static final int LEAST_LIMIT = 7;

  /** Socket, standard error, signals, rules being read, and what just arrived. */
  private static final int OWN_DESCRIPTORS = 8;

  private static final long SIGNALS = Signal.bit(Signal.SIGTERM) | Signal.bit(Signal.SIGHUP);

  private final Posix posix;
  private final Messages messages;
  private boolean notify;
  private long verbosity = 1;
  private long clients = 16;
  private long descriptors = 1000;
  private long timeoutMillis;
  private long farewellMillis;
  private RuleSource rules;
  private byte[] database;

  private Fdholderd(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
  }

  static Program declaration() {
    return new Program(
            "s6-fdholderd",
            "fdholderd",
            "[ -v verbosity ] [ -1 ] [ -c maxconn ] [ -n maxfds ] [ -t timeout ]"
                + " [ -T lameducktimeout ] [ -i rulesdir | -x rulesfile ]",
            "keeps descriptors for the clients of the socket on its standard input",
            Fdholderd::run)
        .value('v', "verbosity", "0 says only what is fatal")
        .flag('1', "write a newline on standard output when ready")
        .value('c', "maxconn", "clients at a time (default 16, at most 256)")
        .value('n', "maxfds", "descriptors that can be kept (default 1000)")
        .value('t', "timeout", "milliseconds a client has for a request; 0 is no limit")
        .value('T', "lameducktimeout", "milliseconds to finish answers after SIGTERM")
        .value('i', "rulesdir", "access rules in a directory")
        .value('x', "rulesfile", "access rules in a constant database");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0])).neverWaiting();
    Fdholderd holder = new Fdholderd(posix, messages);
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next())
      if (option == Options.WRONG || !holder.take(option, options.value()))
        return messages.usage(program);
    if (holder.rules == null) return messages.fatal().text("no access rights specified!").exit(100);
    int code = holder.limit();
    return code == 0 ? holder.serve() : code;
  }

  private boolean take(int option, byte[] value) {
    switch (option) {
      case '1' -> notify = true;
      case 'i' -> {
        rules = new RuleDirectory(posix, value);
        database = null;
      }
      case 'x' -> {
        rules = new RuleDatabase(posix, value);
        database = value;
      }
      default -> {
        return value != null && takeNumber(option, Decimal.parse(value));
      }
    }
    return true;
  }

  private boolean takeNumber(int option, long number) {
    switch (option) {
      case 'v' -> verbosity = number;
      case 'c' -> clients = Math.min(Math.max(number, 1), MOST_CLIENTS);
      case 'n' -> descriptors = Math.min(number, MOST_DESCRIPTORS);
      case 't' -> timeoutMillis = number;
      case 'T' -> farewellMillis = number;
      default -> {
        return false;
      }
    }
    return number >= 0;
  }

  /** What is kept must leave room for all clients, or a full holder could not even delete. */
  private int limit() {
    long[] limits = new long[2];
    int error = posix.getLimit(Posix.RLIMIT_NOFILE, limits);
    if (error < 0) return messages.fatal().unableTo("getrlimit").exit(111, error);
    long soft = limits[0];
    if (soft >= 0 && soft < LEAST_LIMIT)
      return messages.fatal().text("open file limit too low").exit(111);
    long room = soft - clients - OWN_DESCRIPTORS;
    if (soft >= 0 && descriptors > room) descriptors = room;
    if (descriptors < 1) descriptors = 1;
    return 0;
  }

  private int serve() {
    ListeningSocket socket = new ListeningSocket(posix, messages, notify);
    int code = socket.check();
    if (code != 0) return code;
    posix.setNonBlocking(ListeningSocket.FD, true);
    posix.ignoreSignal(Signal.SIGPIPE);
    int signals = posix.signals(SIGNALS);
    if (signals < 0) return messages.fatal().unableTo("trap signals").exit(111, signals);
    code = serve(socket, signals);
    rules.close();
    posix.close(signals);
    return code;
  }

  private int serve(ListeningSocket socket, int signals) {
    int error = rules.reload();
    if (error < 0) return messages.fatal().unableTo("cdb_init ").bytes(database).exit(111, error);
    HolderLoop loop =
        new HolderLoop(
            posix,
            messages,
            new HolderDoor(posix, messages, rules, verbosity > 0),
            new FdStore(posix, (int) descriptors),
            signals,
            (int) clients,
            timeoutMillis,
            farewellMillis);
    socket.announce();
    return loop.run();
  }
}
