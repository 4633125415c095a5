package s6j.ipc;

import s6j.cli.Messages;
import s6j.cli.Operands;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.formats.BigEndian;
import s6j.formats.ByteSink;
import s6j.formats.MessageStream;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.DescriptorSet;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.WaitStatus;

/**
 * s6-sudoc: asks the sudo server on descriptors 6 and 7 to run its program with these arguments,
 * this environment and these standard streams; exits as that program does (s6-sudoc page).
 */
final class Sudoc {
  private static final int READ_FD = 6;
  private static final int WRITE_FD = 7;
  private static final byte[] DEV_NULL = CString.of("/dev/null");

  private final Posix posix;
  private final Messages messages;
  private final MessageStream stream;
  private boolean sendsEnvironment = true;
  private long timeoutMillis;
  private long runMillis;

  private Sudoc(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
    this.stream = new MessageStream(posix, READ_FD, WRITE_FD, SudoRequest.LARGEST);
  }

  static Program declaration() {
    return new Program(
            "s6-sudoc",
            "sudoc",
            "[ -e ] [ -t timeoutconn ] [ -T timeoutrun ] [ args... ]",
            "asks the sudo server it is connected to to run its program",
            Sudoc::run)
        .flag('e', "send no environment")
        .value('t', "timeoutconn", "milliseconds until the program must have started; 0 is never")
        .value('T', "timeoutrun", "milliseconds until the program must have ended; 0 is never");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Sudoc client = new Sudoc(posix, messages);
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next())
      if (!client.take(option, options.value())) return options.refuse(messages);
    if (client.timeoutMillis < 0 || client.runMillis < 0) return messages.usage(program);
    return client.ask(Operands.from(arguments, options.firstOperand()));
  }

  private boolean take(int option, byte[] value) {
    switch (option) {
      case 'e' -> sendsEnvironment = false;
      case 't' -> timeoutMillis = Decimal.parse(value);
      case 'T' -> runMillis = Decimal.parse(value);
      default -> {
        return false;
      }
    }
    return true;
  }

  private int ask(byte[][] arguments) {
    posix.ignoreSignal(Signal.SIGPIPE);
    int error = openStandardStreams();
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

  private int openStandardStreams() {
    for (int fd = 0; fd <= 2; fd++) {
      if (posix.descriptorFlags(fd) != -Errno.EBADF) continue;
      int flags = fd == 0 ? OpenFlags.O_RDONLY : OpenFlags.O_WRONLY;
      int opened = posix.open(Posix.CWD, DEV_NULL, flags, 0);
      if (opened < 0) return opened;
    }
    return 0;
  }

  private int greet(long deadline) {
    byte[] banner = new byte[SudoRequest.SERVER_BANNER.length];
    int got = stream.read(banner, banner.length, deadline);
    if (got == 0)
      return messages
          .fatal()
          .unableTo("connect to the s6-sudod server - check that you have appropriate permissions")
          .exit(111);
    if (got < banner.length) return fail("read banner from s6-sudod", got < 0 ? got : -Errno.EPIPE);
    if (CString.equal(banner, SudoRequest.SERVER_BANNER)) return 0;
    return messages
        .fatal()
        .text("wrong banner - check that you are connecting to a s6-sudod server")
        .exit(100);
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
    return messages.fatal().unableTo(what).exit(111, error);
  }
}
