package s6j.svc.service;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.ControlLetter;
import s6j.formats.ServiceDirectory;
import s6j.formats.talk.ControlClient;
import s6j.formats.talk.WaitGoal;
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

  private static final Option WAIT =
      Option.value('w', "state", "wait: u up, U ready, d down, D fully down, r or R restarted");
  private static final Option TIMEOUT =
      Option.value('T', "timeout", "give up waiting after this many milliseconds; 0 is never")
          .number();
  private static final Option SIGNAL =
      Option.value('s', "signal", "send this signal, told by name or number");

  /** Each sends its letter; s6-instance-control has these too. */
  private static final Option[] COMMANDS = new Option[ControlLetter.TO_INSTANCES];

  private static final Option[] OTHER_COMMANDS =
      new Option[ControlLetter.values().length - COMMANDS.length];

  static {
    for (ControlLetter one : ControlLetter.values()) {
      Option option = Option.flag(one.letter, text(one));
      int other = one.ordinal() - COMMANDS.length;
      if (other < 0) COMMANDS[one.ordinal()] = option;
      else OTHER_COMMANDS[other] = option;
    }
  }

  private final Posix posix;
  private final byte[][] arguments;
  private final Messages messages;

  private final byte[] letters = new byte[MOST_LETTERS];
  private int count;
  private @Nullable WaitGoal goal;
  private long timeoutMillis;
  private byte[][] directories;

  private Svc(Posix posix, byte[][] arguments) {
    this.posix = posix;
    this.arguments = arguments;
    this.messages = new Messages(posix, CString.baseName(arguments[0]));
  }

  public static Program declaration() {
    return new Program(
            "s6-svc",
            "svc",
            "[ -wu | -wU | -wd | -wD | -wr | -wR ] [ -T timeout ]"
                + " [ -s signal | -abqhkti12pcyrlPCK ] [ -oduDUxOQe ] servicedirs...",
            "sends commands to running supervisors",
            Svc::run)
        .options(WAIT, TIMEOUT, SIGNAL)
        .options(COMMANDS)
        .options(OTHER_COMMANDS);
  }

  /** Declares the options that s6-instance-control has too. */
  public static Program declareControl(Program program) {
    return program.options(WAIT, TIMEOUT).options(COMMANDS);
  }

  /** Whether a command line's first word means this program. */
  static boolean isNameOf(byte[] word) {
    byte[] name = CString.baseName(word);
    return CString.is(name, "s6-svc") || CString.is(name, "svc");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Svc svc = new Svc(posix, arguments);
    int wrong = svc.take(program.open(arguments, svc.messages));
    if (wrong == 0) wrong = svc.lowerGoal();
    if (wrong != 0) return wrong;
    return svc.goal == null ? svc.control() : svc.execWaiter();
  }

  private static String text(ControlLetter letter) {
    return switch (letter) {
      case ALRM -> "send SIGALRM";
      case ABRT -> "send SIGABRT";
      case QUIT -> "send SIGQUIT";
      case HUP -> "send SIGHUP";
      case KILL -> "send SIGKILL";
      case TERM -> "send SIGTERM";
      case INT -> "send SIGINT";
      case USR1 -> "send SIGUSR1";
      case USR2 -> "send SIGUSR2";
      case STOP -> "pause: send SIGSTOP";
      case CONT -> "continue: send SIGCONT";
      case WINCH -> "send SIGWINCH";
      case RESTART -> "restart by the down signal, by default SIGTERM";
      case ONCE -> "once: start it, but do not restart it";
      case DOWN -> "down: stop it and do not restart it";
      case UP -> "up: start it and restart it when it dies";
      case DOWN_FOR_GOOD -> "down, and stay so: create ./down, then as -d";
      case UP_FOR_GOOD -> "up, and stay so: remove ./down, then as -u";
      case EXIT -> "exit: the supervisor leaves when the service is down";
      case ONCE_AT_MOST -> "at most once: do not restart it when it dies";
      case RELOAD -> "send the reload signal, by default SIGHUP";
      case STOP_GROUP -> "pause the process group: SIGSTOP";
      case CONT_GROUP -> "continue the process group: SIGCONT";
      case KILL_GROUP -> "kill the process group: SIGKILL";
      case UPGRADE -> "upgrade: the supervisor executes its new image in place, the service stays";
      case ONCE_AT_MOST_FOR_GOOD -> "once, and mark it down: like -o, then create ./down";
    };
  }

  private int take(Line line) {
    int wrong = 0;
    for (Line.Given given = line.first(); given != null && wrong == 0; given = given.next())
      wrong = take(line, given);
    if (wrong == 0) wrong = line.judge(1);
    if (wrong != 0) return wrong;
    timeoutMillis = line.number(TIMEOUT, 0);
    directories = line.operands(0);
    for (byte[] directory : directories)
      if (CString.length(directory) == 0)
        return messages.fatal().text("invalid service path").exit(ExitCode.USAGE);
    return 0;
  }

  private int take(Line line, Line.Given given) {
    if (given.option == SIGNAL) return takeSignal(given.value);
    if (given.isAmong(COMMANDS) || given.isAmong(OTHER_COMMANDS))
      return takeLetter(given.option.letter);
    if (given.option != WAIT) return 0;
    goal = goalOf(given.value);
    return goal == null ? line.usage() : 0;
  }

  private int takeSignal(byte[] name) {
    int signal = Signal.number(name);
    if (signal == 0 && !CString.is(name, "0"))
      return messages.fatal().text("invalid signal: ").bytes(name).exit(ExitCode.USAGE);
    ControlLetter letter = ControlLetter.ofSignal(signal);
    if (letter != null) return takeLetter(letter.letter);
    return messages
        .fatal()
        .bytes(name)
        .text(" is not in the list of user-available signals")
        .exit(ExitCode.USAGE);
  }

  private int takeLetter(int letter) {
    if (count == letters.length)
      return messages.fatal().text("too many commands").exit(ExitCode.USAGE);
    letters[count++] = (byte) letter;
    return 0;
  }

  /** What -w waits for, or null: only the first character counts, as in the reference. */
  private static @Nullable WaitGoal goalOf(byte[] value) {
    return CString.length(value) == 0 ? null : WaitGoal.of(value[0]);
  }

  /** Looks at the options of a line of s6-instance-control: 0, or 100 once said what is wrong. */
  public static int check(Line line, Messages messages) {
    int commands = 0;
    for (Line.Given given = line.first(); given != null; given = given.next()) {
      if (given.option == WAIT && goalOf(given.value) == null) return line.usage();
      if (given.value == null && ++commands > MOST_LETTERS)
        return messages.fatal().text("too many commands").exit(ExitCode.USAGE);
    }
    return 0;
  }

  /** A service that cannot tell its readiness is waited for as if -wu or -wr had been said. */
  private int lowerGoal() {
    if (goal != WaitGoal.READY && goal != WaitGoal.RESTARTED_READY) return 0;
    byte[] file = CString.path(directories[0], ServiceDirectory.NOTIFICATION_FD);
    int answer = posix.access(Posix.CWD, file, Posix.F_OK);
    if (answer >= 0) return 0;
    if (answer != -Errno.ENOENT)
      return messages.fatal().unableTo("access ").bytes(file).exit(ExitCode.SYSTEM, answer);
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
          .exit(ExitCode.NOT_LISTENING);
    if (!ControlClient.lacksFifo(answer))
      return messages.warning().unableTo("control ").bytes(directory).exit(ExitCode.SYSTEM, answer);
    messages.warning().text("something is wrong with the ").bytes(directory);
    return messages.text("/supervise directory").exit(1, ControlClient.reason(answer));
  }

  private int execWaiter() {
    byte[][] command = command();
    Environment environment = new Environment(posix);
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
    ServiceLine words = new ServiceLine(8 + 2 * directories.length);
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
