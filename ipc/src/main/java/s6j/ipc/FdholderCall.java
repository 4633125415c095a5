package s6j.ipc;

import s6j.cli.Messages;
import s6j.cli.Operands;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.formats.FdholderClient;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * The command line of a client of an fd-holder: options with -t among them, the socket's path, then
 * what each client needs. Exit codes of all clients: 0, 1 refused or absent, 100 wrong call, 111 no
 * fd-holder there.
 */
final class FdholderCall {
  /** Takes an option; false if its value is none. */
  interface Taker {
    boolean take(int option, byte[] value);
  }

  final Posix posix;
  final Messages messages;
  private final Program program;
  private final byte[][] arguments;
  private final boolean pipeSignalIgnored;
  private boolean hasOwnTimeout;
  private long timeoutMillis;
  private int first;

  FdholderCall(Posix posix, Program program, byte[][] arguments) {
    this.posix = posix;
    this.program = program;
    this.arguments = arguments;
    this.messages = new Messages(posix, CString.baseName(arguments[0]));
    this.pipeSignalIgnored = posix.isIgnored(Signal.SIGPIPE) > 0;
  }

  /** Reads the command line, which has at least {@code least} operands: 0, or the exit code. */
  int parse(int least, Taker taker) {
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next()) {
      if (option == Options.WRONG || !take(option, options.value(), taker))
        return messages.usage(program);
    }
    first = options.firstOperand();
    return arguments.length - first < least ? messages.usage(program) : 0;
  }

  private boolean take(int option, byte[] value, Taker taker) {
    if (option != 't' || hasOwnTimeout) return taker != null && taker.take(option, value);
    timeoutMillis = Decimal.parse(value);
    return timeoutMillis >= 0;
  }

  /** Option -t is the client's own, not a number of milliseconds. */
  FdholderCall withOwnTimeout() {
    hasOwnTimeout = true;
    return this;
  }

  byte[] operand(int place) {
    return arguments[first + place];
  }

  /** The operands from {@code place} on. */
  byte[][] operandsFrom(int place) {
    return Operands.from(arguments, first + place);
  }

  /** A client connected to the socket that the first operand names; null once it has said why. */
  FdholderClient connect() {
    return connect("connect to a fd-holder daemon at ", operand(0), timeoutMillis);
  }

  FdholderClient connect(String what, byte[] path, long millis) {
    posix.ignoreSignal(Signal.SIGPIPE);
    FdholderClient client = new FdholderClient(posix, Timeout.deadline(posix, millis));
    int error = client.connect(path);
    if (error >= 0) return client;
    messages.fatal().unableTo(what).bytes(path).end(error);
    return null;
  }

  /** Puts back what {@link #connect} changed in this process, before another program runs in it. */
  void leave() {
    if (!pipeSignalIgnored) posix.defaultSignal(Signal.SIGPIPE);
  }

  int refused(String what, int error) {
    return messages.fatal().unableTo(what).exit(1, error);
  }

  int refused(String what, byte[] id, int error) {
    return messages.fatal().unableTo(what).bytes(id).exit(1, error);
  }
}
