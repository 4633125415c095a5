package s6j.portable.process;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.portable.call.ToolCall;
import s6j.posix.Deadline;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;

/** s6-maximumtime: a program that may run so long and no longer. */
public final class Maximumtime {
  /** What is sent when it has taken too long: an option each, and its signal below. */
  private static final Option[] OPTIONS = {
    Option.flag('0', "send nothing"),
    Option.flag('a', "send SIGALRM"),
    Option.flag('b', "send SIGABRT"),
    Option.flag('i', "send SIGINT"),
    Option.flag('k', "send SIGKILL"),
    Option.flag('q', "send SIGQUIT"),
    Option.flag('t', "send SIGTERM (default)"),
    Option.flag('x', "send SIGXCPU"),
    Option.flag('1', "send SIGUSR1"),
    Option.flag('2', "send SIGUSR2")
  };

  private static final int[] SIGNALS = {
    0,
    Signal.SIGALRM,
    Signal.SIGABRT,
    Signal.SIGINT,
    Signal.SIGKILL,
    Signal.SIGQUIT,
    Signal.SIGTERM,
    Signal.SIGXCPU,
    Signal.SIGUSR1,
    Signal.SIGUSR2
  };

  private static final int NOT_DEAD = -1;

  private final ToolCall call;
  private final Posix posix;
  private final int[] status = new int[1];

  private Maximumtime(ToolCall call) {
    this.call = call;
    posix = call.posix;
  }

  public static Program declaration() {
    return new Program(
            "s6-maximumtime",
            null,
            "[ -0 | -a | -b | -i | -k | -q | -t | -x | -1 | -2 ] milliseconds prog...",
            "runs a program for a limited time",
            Maximumtime::run)
        .options(OPTIONS);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    ToolCall call = new ToolCall(posix, program, arguments);
    Line line = call.read(2);
    if (line.refused()) return line.exitCode();
    long millis = Decimal.parse(line.operand(0));
    if (millis < 0) return call.usage();
    int signals = posix.signals(Signal.bit(Signal.SIGCHLD));
    if (signals < 0) return call.unable("trap signals", signals);
    int code = new Maximumtime(call).watch(signals, line, millis);
    posix.close(signals);
    return code;
  }

  private int watch(int signals, Line line, long millis) {
    Spawn spawn = new Spawn();
    spawn.arguments = line.operands(1);
    spawn.keepsPipeSignal = true;
    int pid = Executable.spawn(posix, spawn);
    if (pid < 0) return call.unable("spawn ", spawn.arguments[0], pid);
    long deadline = millis == 0 ? Deadline.NEVER : Deadline.after(posix.monotonicNanos(), millis);
    Poller poller = new Poller(1);
    poller.add(signals, Poller.READ);
    int code = end(pid);
    while (code == NOT_DEAD) {
      int ready = poller.await(posix, deadline);
      if (ready < 0) return call.unable("wait for events", ready);
      if (ready == 0) return tooLate(pid, signal(line));
      while (posix.nextSignal(signals) > 0) {}
      code = end(pid);
    }
    return code;
  }

  /** The exit code if the program has ended: other children may end too, and it may stop. */
  private int end(int pid) {
    int answer = posix.waitpid(pid, status, Posix.WNOHANG);
    if (answer == 0 || answer == -Errno.EINTR) return NOT_DEAD;
    if (answer < 0) return call.unable("wait for child process", answer);
    if (WaitStatus.exited(status[0])) return WaitStatus.exitCode(status[0]);
    return call.messages.warning().text("child process crashed").exit(ExitCode.SYSTEM);
  }

  private int tooLate(int pid, int signal) {
    if (signal != 0) posix.kill(pid, signal);
    call.messages.warning().unableTo("wait for child process");
    return call.messages.exit(ExitCode.TIMED_OUT, Errno.ETIMEDOUT);
  }

  private static int signal(Line line) {
    Option chosen = line.last(OPTIONS);
    for (int i = 0; i < OPTIONS.length; i++) if (OPTIONS[i] == chosen) return SIGNALS[i];
    return Signal.SIGTERM;
  }
}
