package s6j.ipc.sudo;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.formats.BigEndian;
import s6j.formats.ByteSink;
import s6j.formats.talk.MessageStream;
import s6j.posix.CString;
import s6j.posix.DescriptorSet;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.StandardDescriptors;
import s6j.posix.WaitStatus;

/**
 * s6-sudoc: asks the sudo server on descriptors 6 and 7 to run its program with these arguments,
 * this environment and these standard streams; exits as that program does (s6-sudoc page).
 */
public final class Sudoc {
  private static final int READ_FD = 6;
  private static final int WRITE_FD = 7;

  private static final Option BARE = Option.flag('e', "send no environment");
  private static final Option TIMEOUT =
      Option.value(
          't', "timeoutconn", "milliseconds until the program must have started; 0 is never");
  private static final Option RUN_TIMEOUT =
      Option.value('T', "timeoutrun", "milliseconds until the program must have ended; 0 is never");

  private final Posix posix;
  private final Messages messages;
  private final MessageStream stream;
  private final boolean sendsEnvironment;
  private final long timeoutMillis;
  private final long runMillis;

  private Sudoc(Posix posix, Messages messages, Line line) {
    this.posix = posix;
    this.messages = messages;
    this.stream = new MessageStream(posix, READ_FD, WRITE_FD, SudoRequest.LARGEST);
    sendsEnvironment = !line.has(BARE);
    timeoutMillis = line.number(TIMEOUT, 0);
    runMillis = line.number(RUN_TIMEOUT, 0);
  }

  public static Program declaration() {
    return new Program(
            "s6-sudoc",
            "sudoc",
            "[ -e ] [ -t timeoutconn ] [ -T timeoutrun ] [ args... ]",
            "asks the sudo server it is connected to to run its program",
            Sudoc::run)
        .options(BARE, TIMEOUT, RUN_TIMEOUT);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 0);
    Sudoc client = new Sudoc(posix, messages, line);
    return line.refused() ? line.exitCode() : client.ask(line.operands(0));
  }

  private int ask(byte[][] arguments) {
    posix.ignoreSignal(Signal.SIGPIPE);
    int error = StandardDescriptors.open(posix);
    if (error < 0) return fail("sanitize stdin/stdout/stderr", error);
    error = posix.setNonBlocking(READ_FD, true);
    if (error >= 0) error = posix.setNonBlocking(WRITE_FD, true);
    if (error < 0) return fail("make socket non-blocking", error);
    long deadline = Timeout.deadline(posix, timeoutMillis);
    int code = greet(deadline);
    if (code == 0) code = sendRequest(arguments, deadline);
    if (code == 0) code = awaitStart(deadline);
    return code == 0 ? awaitEnd(Timeout.deadline(posix, runMillis)) : code;
  }

  private int greet(long deadline) {
    byte[] banner = new byte[SudoRequest.SERVER_BANNER.length];
    int got = stream.read(banner, banner.length, deadline);
    if (got == 0)
      return messages
          .fatal()
          .unableTo("connect to the s6-sudod server - check that you have appropriate permissions")
          .exit(ExitCode.SYSTEM);
    if (got < banner.length) return fail("read banner from s6-sudod", got < 0 ? got : -Errno.EPIPE);
    if (CString.equal(banner, SudoRequest.SERVER_BANNER)) return 0;
    return messages
        .fatal()
        .text("wrong banner - check that you are connecting to a s6-sudod server")
        .exit(ExitCode.USAGE);
  }

  private int sendRequest(byte[][] arguments, long deadline) {
    byte[][] variables = sendsEnvironment ? posix.environment() : new byte[0][];
    ByteSink request = SudoRequest.encode(arguments, variables);
    DescriptorSet streams = new DescriptorSet();
    streams.count = 3;
    for (int fd = 0; fd < 3; fd++) streams.descriptors[fd] = fd;
    int error = stream.send(request.array(), request.length(), streams, deadline);
    if (error < 0) return fail("send args to server", error);
    // The program is to see the end of its input and its readers the end of its output.
    posix.close(0);
    posix.close(1);
    return 0;
  }

  private int awaitStart(long deadline) {
    byte[] answer = new byte[1];
    int got = stream.read(answer, 1, deadline);
    if (got < 1) return fail("get confirmation from server", got < 0 ? got : -Errno.EPIPE);
    if (answer[0] == 0) return 0;
    return fail("start privileged program: server answered", answer[0] & 0xff);
  }

  private int awaitEnd(long deadline) {
    byte[] status = new byte[4];
    int got = stream.read(status, status.length, deadline);
    if (got < status.length)
      return fail("get exit status from server", got < 0 ? got : -Errno.EPIPE);
    return WaitStatus.passedOn((int) BigEndian.get(status, 0, 4));
  }

  private int fail(String what, int error) {
    return messages.fatal().unableTo(what).exit(ExitCode.SYSTEM, error);
  }
}
