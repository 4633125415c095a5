package s6j.ipc.fdholder;

import org.jspecify.annotations.Nullable;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.formats.talk.FdholderClient;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * The command line of a client of an fd-holder: options with -t among them, the socket's path, then
 * what each client needs. Exit codes of all clients: 0, 1 refused or absent, 100 wrong call, 111 no
 * fd-holder there.
 */
final class FdholderCall {
  private static final Option TIMEOUT =
      Option.value('t', "timeout", "give up after this many milliseconds; 0 is never").number();

  final Posix posix;
  final Messages messages;
  final Line line;
  private final boolean pipeSignalIgnored;

  /** Reads the command line, which has at least {@code least} operands. */
  FdholderCall(Posix posix, Program program, byte[][] arguments, int least) {
    this.posix = posix;
    this.messages = new Messages(posix, CString.baseName(arguments[0]));
    this.line = program.read(arguments, messages, least);
    this.pipeSignalIgnored = posix.isIgnored(Signal.SIGPIPE) > 0;
  }

  /** Option -t, the same for most clients. */
  static Program declare(Program program) {
    return program.options(TIMEOUT);
  }

  byte[] operand(int place) {
    return line.operand(place);
  }

  /** A client connected to the socket that the first operand names; null once it has said why. */
  @Nullable FdholderClient connect() {
    return connect("connect to a fd-holder daemon at ", operand(0), line.number(TIMEOUT, 0));
  }

  @Nullable FdholderClient connect(String what, byte[] path, long millis) {
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
