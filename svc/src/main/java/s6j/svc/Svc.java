package s6j.svc;

import s6j.cli.Messages;
import s6j.cli.Operands;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.formats.ControlClient;
import s6j.formats.ServiceDirectory;
import s6j.formats.WaitGoal;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** s6-svc: sends commands to supervisors and waits, if told to, for what comes of them. */
public final class Svc {
  /** Commands of one call; they go out in one write. */
  static final int MOST_LETTERS = 62;

  private final Posix posix;
  private final Program program;
  private final byte[][] arguments;
  private final Messages messages;

  private final byte[] letters = new byte[MOST_LETTERS];
  private int count;
  private WaitGoal goal;
  private long timeoutMillis;
  private byte[][] directories;

  private Svc(Posix posix, Program program, byte[][] arguments) {
    this.posix = posix;
    this.program = program;
    this.arguments = arguments;
    this.messages = new Messages(posix, CString.baseName(arguments[0]));
  }

  public static Program declaration() {
    Program program =
        new Program(
            "s6-svc",
            "svc",
            "[ -wu | -wU | -wd | -wD | -wr | -wR ] [ -T timeout ]"
                + " [ -s signal | -abqhkti12pcyrlPCK ] [ -oduDUxOQ ] servicedirs...",
            "sends commands to running supervisors",
            Svc::run);
    declareWait(program);
    program.value('s', "signal", "send this signal, told by name or number");
    declareLetters(program);
    program
        .flag('l', "send the reload signal, by default SIGHUP")
        .flag('P', "pause the process group: SIGSTOP")
        .flag('C', "continue the process group: SIGCONT")
        .flag('K', "kill the process group: SIGKILL")
        .flag('Q', "once, and mark it down: like -o, then create ./down");
    return program;
  }

  /** The waiting options, which s6-instance-control has too. */
  static void declareWait(Program program) {
    program
        .value('w', "state", "wait: u up, U ready, d down, D fully down, r or R restarted")
        .value('T', "timeout", "give up waiting after this many milliseconds; 0 is never");
  }

  /** The commands that s6-instance-control has too. */
  static void declareLetters(Program program) {
    program
        .flag('a', "send SIGALRM")
        .flag('b', "send SIGABRT")
        .flag('q', "send SIGQUIT")
        .flag('h', "send SIGHUP")
        .flag('k', "send SIGKILL")
        .flag('t', "send SIGTERM")
        .flag('i', "send SIGINT")
        .flag('1', "send SIGUSR1")
        .flag('2', "send SIGUSR2")
        .flag('p', "pause: send SIGSTOP")
        .flag('c', "continue: send SIGCONT")
        .flag('y', "send SIGWINCH")
        .flag('r', "restart by the down signal, by default SIGTERM")
        .flag('o', "once: start it, but do not restart it")
        .flag('d', "down: stop it and do not restart it")
        .flag('u', "up: start it and restart it when it dies")
        .flag('D', "down, and stay so: create ./down, then as -d")
        .flag('U', "up, and stay so: remove ./down, then as -u")
        .flag('x', "exit: the supervisor leaves when the service is down")
        .flag('O', "at most once: do not restart it when it dies");
  }

  /** Whether a command line's first word means this program. */
  static boolean isNameOf(byte[] word) {
    byte[] name = CString.baseName(word);
    return CString.is(name, "s6-svc") || CString.is(name, "svc");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Svc svc = new Svc(posix, program, arguments);
    int wrong = svc.parse();
    if (wrong == 0) wrong = svc.lowerGoal();
    if (wrong != 0) return wrong;
    return svc.goal == null ? svc.control() : svc.execWaiter();
  }

  /** The command letter of a signal that users may send by -s, or 0. */
  static int letterOf(int signal) {
    return switch (signal) {
      case Signal.SIGALRM -> 'a';
      case Signal.SIGABRT -> 'b';
      case Signal.SIGQUIT -> 'q';
      case Signal.SIGHUP -> 'h';
      case Signal.SIGKILL -> 'k';
      case Signal.SIGTERM -> 't';
      case Signal.SIGINT -> 'i';
      case Signal.SIGUSR1 -> '1';
      case Signal.SIGUSR2 -> '2';
      case Signal.SIGSTOP -> 'p';
      case Signal.SIGCONT -> 'c';
      case Signal.SIGWINCH -> 'y';
      default -> 0;
    };
  }

  private int parse() {
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next()) {
      int wrong = take(option, options.value());
      if (wrong != 0) return wrong;
    }
    directories = Operands.from(arguments, options.firstOperand());
    if (directories.length == 0) return messages.usage(program);
    for (byte[] directory : directories)
      if (CString.length(directory) == 0)
        return messages.fatal().text("invalid service path").exit(100);
    return 0;
  }

  private int take(int option, byte[] value) {
    return switch (option) {
      case Options.WRONG -> messages.usage(program);
      case 's' -> takeSignal(value);
      case 'w' -> takeGoal(value);
      case 'T' -> takeTimeout(value);
      default -> value == null ? takeLetter(option) : messages.usage(program);
    };
  }

  private int takeSignal(byte[] name) {
    int signal = Signal.number(name);
    if (signal == 0 && !CString.is(name, "0"))
      return messages.fatal().text("invalid signal: ").bytes(name).exit(100);
    int letter = letterOf(signal);
    if (letter != 0) return takeLetter(letter);
    return messages
        .fatal()
        .bytes(name)
        .text(" is not in the list of user-available signals")
        .exit(100);
  }

  private int takeLetter(int letter) {
    if (count == letters.length) return messages.fatal().text("too many commands").exit(100);
    letters[count++] = (byte) letter;
    return 0;
  }

  /** What -w waits for, or null: only the first character counts, as in the reference. */
  static WaitGoal goalOf(byte[] value) {
    return CString.length(value) == 0 ? null : WaitGoal.of(value[0]);
  }

  private int takeGoal(byte[] value) {
    goal = goalOf(value);
    return goal == null ? messages.usage(program) : 0;
  }

  private int takeTimeout(byte[] value) {
    timeoutMillis = Timeout.parse(value);
    return timeoutMillis == Decimal.INVALID ? messages.usage(program) : 0;
  }

  /** A service that cannot tell its readiness is waited for as if -wu or -wr had been said. */
  private int lowerGoal() {
    if (goal != WaitGoal.READY && goal != WaitGoal.RESTARTED_READY) return 0;
    byte[] file = CString.path(directories[0], ServiceDirectory.NOTIFICATION_FD);
    int answer = posix.access(Posix.CWD, file, Posix.F_OK);
    if (answer >= 0) return 0;
    if (answer != -Errno.ENOENT)
      return messages.fatal().unableTo("access ").bytes(file).exit(111, answer);
    goal = goal == WaitGoal.READY ? WaitGoal.UP : WaitGoal.RESTARTED;
    messages
        .warning()
        .bytes(file)
        .text(" not present - ignoring request for readiness notification")
        .end();
    return 0;
  }

  /** Every directory is tried; the last failure decides. */
  private int control() {
    posix.ignoreSignal(Signal.SIGPIPE);
    int code = 0;
    for (byte[] directory : directories) {
      int failure = control(directory);
      if (failure != 0) code = failure;
    }
    return code;
  }

  private int control(byte[] directory) {
    int answer = ControlClient.send(posix, directory, ServiceDirectory.CONTROL, letters, count);
    if (answer == 0) return 0;
    if (answer == -Errno.ENXIO)
      return messages
          .warning()
          .unableTo("control ")
          .bytes(directory)
          .text(": supervisor not listening")
          .exit(102);
    if (!ControlClient.lacksFifo(answer))
      return messages.warning().unableTo("control ").bytes(directory).exit(111, answer);
    messages.warning().text("something is wrong with the ").bytes(directory);
    return messages.text("/supervise directory").exit(1, ControlClient.reason(answer));
  }

  private int execWaiter() {
    byte[][] command = command();
    Environment environment = new Environment(posix.environment());
    environment.unset("EXECLINE_STRICT");
    int answer = Executable.exec(posix, command, environment);
    return messages
        .fatal()
        .unableTo("exec ")
        .bytes(command[0])
        .exit(Executable.exitCode(answer), answer);
  }

  /** The waiter's command line; with commands to send, it subscribes first and then runs us. */
  private byte[][] command() {
    boolean sends = count > 0;
    Words words = new Words(8 + 2 * directories.length);
    words.add(companion(sends ? "s6-svlisten" : "s6-svwait"));
    words.add(new byte[] {'-', (byte) goal.letter});
    if (timeoutMillis != 0) words.add("-t").add(Decimal.string(timeoutMillis));
    words.add("--").addAll(directories);
    if (sends)
      words
          .add("")
          .add(companion("s6-svc"))
          .add(CString.concat(new byte[] {'-'}, CString.slice(letters, 0, count)))
          .add("--")
          .addAll(directories);
    return words.toArray();
  }

  private byte[] companion(String name) {
    return Executable.companion(posix, arguments[0], CString.of(name));
  }
}
