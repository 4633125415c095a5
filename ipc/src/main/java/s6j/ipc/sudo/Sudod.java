package s6j.ipc.sudo;

import s6j.cli.ExitCode;
import s6j.cli.Foresight;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.formats.talk.MessageStream;
import s6j.posix.CString;
import s6j.posix.DescriptorSet;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;

/**
 * s6-sudod: runs its program for the client on standard input and output, with more arguments, some
 * variables and the standard streams of the client (s6-sudod page).
 */
public final class Sudod {
  private static final int CLIENT = 0;
  private static final int CLIENT_OUT = 1;
  private static final int STREAMS = 3;
  private static final byte[] DEV_NULL = CString.of("/dev/null");

  private static final Option[] OWN_STREAMS = {
    Option.flag('0', "the program reads /dev/null instead of the client's input"),
    Option.flag('1', "the program writes to /dev/null instead of the client's output"),
    Option.flag('2', "the program has this standard error instead of the client's")
  };
  private static final Option DETACHED =
      Option.flag('d', "all three, and the program goes on when the client leaves");
  private static final Option TIMEOUT =
      Option.value('t', "timeout", "milliseconds for the client's request; 0 is no limit");

  private final Posix posix;
  private final Messages messages;
  private final Foresight foresight;
  private final MessageStream stream;
  private final SudoRequest request = new SudoRequest();

  /** Streams that are not the client's but /dev/null, or for standard error our own. */
  private final boolean[] ours = new boolean[STREAMS];

  private final boolean detached;
  private final long timeoutMillis;
  private long deadline;

  private Sudod(Posix posix, Messages messages, Line line, Foresight foresight) {
    this.posix = posix;
    this.messages = messages;
    this.foresight = foresight;
    this.stream = new MessageStream(posix, CLIENT, CLIENT_OUT, SudoRequest.LARGEST);
    detached = line.has(DETACHED);
    timeoutMillis = line.number(TIMEOUT, 0);
    for (int i = 0; i < STREAMS; i++) ours[i] = detached || line.has(OWN_STREAMS[i]);
  }

  /** {@code foresight} is of the programs that it starts. */
  public static Program declaration(Foresight foresight) {
    return new Program(
            "s6-sudod",
            "sudod",
            "[ -0 ] [ -1 ] [ -2 ] [ -d ] [ -t timeout ] args...",
            "runs its program for the sudo client it is connected to",
            (posix, program, arguments) -> run(posix, program, arguments, foresight))
        .options(OWN_STREAMS)
        .options(DETACHED, TIMEOUT);
  }

  private static int run(Posix posix, Program program, byte[][] arguments, Foresight foresight) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 0);
    Sudod server = new Sudod(posix, messages, line, foresight);
    return line.refused() ? line.exitCode() : server.serve(line.operands(0));
  }

  private int serve(byte[][] own) {
    posix.ignoreSignal(Signal.SIGPIPE);
    int error = posix.setNonBlocking(CLIENT, true);
    if (error >= 0) error = posix.setNonBlocking(CLIENT_OUT, true);
    if (error < 0) return fail("make socket non-blocking", error);
    deadline = Timeout.deadline(posix, timeoutMillis);
    byte[] banner = SudoRequest.SERVER_BANNER;
    error = stream.write(banner, banner.length, deadline);
    if (error < 0) return fail("write banner to client", error);
    int code = receive(own.length);
    if (code == 0) code = replaceStreams();
    if (code == 0) code = start(own);
    closeStreams();
    return code;
  }

  private void closeStreams() {
    DescriptorSet streams = stream.descriptors();
    for (int i = 0; i < streams.count; i++)
      if (streams.descriptors[i] >= STREAMS) posix.close(streams.descriptors[i]);
    streams.count = 0;
  }

  private int receive(int own) {
    int length = stream.receive(deadline);
    if (length == -Errno.EMSGSIZE) answer(Errno.E2BIG);
    if (length < 0) return fail("read message from client", length);
    if (stream.descriptors().count != STREAMS) return refuse("client did not send 3 fds");
    String wrong = request.parse(stream.body(), length);
    if (wrong != null) return refuse(wrong);
    if (own + request.argumentCount() > 0) return 0;
    return refuse("client and server args both empty");
  }

  private int replaceStreams() {
    int[] descriptors = stream.descriptors().descriptors;
    for (int i = 0; i < STREAMS; i++) {
      if (!ours[i]) continue;
      posix.close(descriptors[i]);
      int flags = (i == 0 ? OpenFlags.O_RDONLY : OpenFlags.O_WRONLY) | OpenFlags.O_CLOEXEC;
      descriptors[i] = i == 2 ? 2 : posix.open(Posix.CWD, DEV_NULL, flags, 0);
      if (descriptors[i] < 0) return fail("open /dev/null", descriptors[i]);
    }
    return 0;
  }

  private int start(byte[][] own) {
    byte[][] arguments = request.arguments();
    if (arguments == null) return refuseStart("make child argv", -Errno.EINVAL);
    byte[][] variables = request.variables();
    if (variables == null) {
      answer(Errno.EINVAL);
      return refuse("bad environment from client");
    }
    int signals = posix.signals(Signal.bit(Signal.SIGCHLD));
    if (signals < 0) return refuseStart("trap SIGCHLD", signals);
    int code = start(joined(own, arguments), merged(variables), signals);
    posix.close(signals);
    return code;
  }

  private int start(byte[][] arguments, byte[][] variables, int signals) {
    Spawn spawn = new Spawn();
    DescriptorSet streams = stream.descriptors();
    for (int i = 0; i < STREAMS; i++) spawn.move(streams.descriptors[i], i);
    int pid = spawn(spawn, arguments, variables);
    if (pid < 0) return refuseSpawn(arguments[0], pid);
    closeStreams();
    SudoChild child = new SudoChild(posix, messages, stream, signals, pid, detached);
    return child.await(answer(0));
  }

  /**
   * Starts what the program becomes, if that is foreseen, else the program, which is also to tell
   * what does not go well. A client that may set variables could set those that it depends on.
   */
  private int spawn(Spawn spawn, byte[][] arguments, byte[][] variables) {
    spawn.arguments = arguments;
    spawn.environment = variables;
    boolean foreseen = request.variableCount() == 0 && foresight.foresee(posix, spawn);
    int pid = foreseen ? Executable.spawn(posix, spawn) : 0;
    if (pid > 0) return pid;
    spawn.arguments = arguments;
    spawn.environment = variables;
    return Executable.spawn(posix, spawn);
  }

  private static byte[][] joined(byte[][] own, byte[][] more) {
    byte[][] all = new byte[own.length + more.length][];
    System.arraycopy(own, 0, all, 0, own.length);
    System.arraycopy(more, 0, all, own.length, more.length);
    return all;
  }

  /** Our own variables; one that is present and empty gets the client's value. */
  private byte[][] merged(byte[][] variables) {
    Environment environment = new Environment(posix);
    for (byte[] variable : variables) {
      int equals = CString.indexOf(variable, '=');
      byte[] name = CString.slice(variable, 0, equals);
      byte[] present = environment.get(name);
      if (present != null && present.length == 0)
        environment.set(name, CString.slice(variable, equals + 1, variable.length));
    }
    return environment.variables();
  }

  /** Tells the client whether the program runs, 0, or the errno why not: 0, or what failed. */
  private int answer(int errno) {
    byte[] answer = {(byte) errno};
    return stream.write(answer, 1, deadline);
  }

  private int refuseSpawn(byte[] program, int error) {
    answer(-error);
    return messages.fatal().unableTo("spawn ").bytes(program).exit(ExitCode.SYSTEM, error);
  }

  private int refuseStart(String what, int error) {
    answer(-error);
    return fail(what, error);
  }

  private int refuse(String what) {
    return messages.fatal().text(what).exit(ExitCode.USAGE);
  }

  private int fail(String what, int error) {
    return messages.fatal().unableTo(what).exit(ExitCode.SYSTEM, error);
  }
}
