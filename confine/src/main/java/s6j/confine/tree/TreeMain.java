package s6j.confine.tree;

import static s6j.posix.OpenFlags.O_CLOEXEC;
import static s6j.posix.OpenFlags.O_RDWR;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.ServiceDirectory;
import s6j.formats.files.KnobReader;
import s6j.formats.files.ProcPath;
import s6j.formats.files.SmallFile;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.DirectoryReader;
import s6j.posix.Executable;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.ExitStatus;
import s6j.posix.meaning.Pid;
import s6j.posix.meaning.RawStatus;

/**
 * s6-tree: runs a program, and ends when all that came of it has ended, as it ended.
 *
 * <p>Exit codes: that of the program, or its death by the same signal; 100 for a wrong call or a
 * wrong {@code kill} file; 111 if its processes could not be known; 126 and 127 if it cannot be
 * started.
 */
public final class TreeMain {
  private static final int LONGEST_MESSAGE = 1024;
  private static final int RECORDS = 1024;
  private static final int STREAMS = 3;
  private static final int NOWHERE = -1;

  private static final Option MODE =
      Option.value('m', "mode", "who ends with prog: tree, mixed, group or process");
  private static final Option FOLLOW =
      Option.flag('f', "if prog exits 0 and leaves others, stay with the eldest of them");
  private static final Option GRACE =
      Option.value('t', "grace", "milliseconds that those who are left have from TERM to KILL")
          .within(0, Integer.MAX_VALUE);
  private static final Option NOTIFICATION =
      Option.value('d', "fd", "write a newline there once prog has gone into the background")
          .within(STREAMS, Integer.MAX_VALUE);
  private static final Option SERVICE =
      Option.flag('s', "do as ./kill says, and tell s6-supervise by ./supervise/tree");

  private final Posix posix;
  private final Messages messages;
  private final Rule rule = new Rule();
  private final Descendants descendants;
  private @Nullable ControlGroup cgroup;
  private boolean isOfService;
  private @Descriptor int notification = NOWHERE;

  private TreeMain(Posix posix, byte[] calledAs) {
    this.posix = posix;
    this.messages = new Messages(posix, CString.baseName(calledAs), LONGEST_MESSAGE).neverWaiting();
    this.descendants = new Descendants(posix);
  }

  public static Program declaration() {
    return new Program(
            "s6-tree",
            null,
            "[ -s ] [ -m mode ] [ -f ] [ -d fd ] [ -t grace ] prog...",
            "runs a program and leaves no process of it behind",
            TreeMain::run)
        .options(SERVICE, MODE, FOLLOW, NOTIFICATION, GRACE);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    TreeMain tree = new TreeMain(posix, arguments[0]);
    Line line = program.read(arguments, tree.messages, 1);
    int wrong = tree.take(line);
    return wrong != 0 ? wrong : tree.run(line.operands(0));
  }

  private int take(Line line) {
    byte[] mode = line.bytes(MODE, rule.mode.word);
    byte[] grace = line.bytes(GRACE, null);
    notification = (int) line.number(NOTIFICATION, NOWHERE);
    if (line.refused()) return line.exitCode();
    isOfService = line.has(SERVICE);
    rule.heedsName = isOfService;
    if (isOfService) {
      int wrong = KillFile.read(posix, messages, rule);
      if (wrong != 0) return wrong;
    }
    if (line.has(MODE) && !rule.takeMode(mode))
      return messages.fatal().text("no mode: ").bytes(mode).exit(ExitCode.USAGE);
    if (grace != null && !rule.take(grace)) return line.usage();
    if (line.has(FOLLOW)) rule.follows = true;
    if (rule.follows && isOfService && notification < 0) readNotification();
    return 0;
  }

  /** What is wrong there s6-supervise has said. */
  private void readNotification() {
    long fd = new KnobReader(posix).number(Posix.CWD, ServiceDirectory.NOTIFICATION_FD);
    if (fd >= STREAMS && fd <= Integer.MAX_VALUE) notification = (int) fd;
  }

  private @ExitStatus int run(byte[][] command) {
    boolean letsGo = rule.mode == Rule.Mode.PROCESS && !rule.follows;
    int error = letsGo ? 0 : posix.becomeSubreaper();
    if (error < 0)
      return messages.fatal().unableTo("become a subreaper").exit(ExitCode.SYSTEM, error);
    error = descendants.open();
    int code =
        error < 0
            ? messages.fatal().unableTo("see processes in /proc").exit(ExitCode.SYSTEM, error)
            : trapSignals(command);
    descendants.close();
    return code;
  }

  private @ExitStatus int trapSignals(byte[][] command) {
    int signals = posix.signals(all());
    if (signals < 0)
      return messages.fatal().unableTo("trap signals").exit(ExitCode.SYSTEM, signals);
    if (isOfService) posix.unlink(Posix.CWD, ServiceDirectory.MAIN);
    int error = isOfService ? tellSupervisor() : 0;
    int code =
        error < 0
            ? messages
                .fatal()
                .unableTo("write ")
                .bytes(ServiceDirectory.TREE)
                .exit(ExitCode.SYSTEM, error)
            : watch(command, signals);
    posix.close(signals);
    return code;
  }

  /** Dies as the program did, unless that exited. */
  private @ExitStatus int watch(byte[][] command, @Descriptor int signals) {
    cgroup = makeGroup();
    int program = start(command);
    int status = program;
    if (program > 0) {
      if (notification >= 0) posix.setCloseOnExec(notification, true);
      letGo();
      status =
          new TreeLoop(posix, messages, rule, descendants, cgroup, signals, notification, program)
              .run();
    }
    if (cgroup != null) cgroup.remove();
    if (isOfService) posix.unlink(Posix.CWD, ServiceDirectory.TREE);
    if (isOfService) posix.unlink(Posix.CWD, ServiceDirectory.MAIN);
    return program > 0 ? end(status) : Executable.exitCode(program);
  }

  /** Null where there can be none, or need not. */
  private @Nullable ControlGroup makeGroup() {
    if (rule.mode != Rule.Mode.TREE && rule.mode != Rule.Mode.MIXED) return null;
    ControlGroup made = new ControlGroup(posix);
    return made.make() ? made : null;
  }

  /** In a session of its own, as s6-supervise would start it; a signal to all is none to this. */
  private @Pid int start(byte[][] command) {
    Spawn spawn = new Spawn();
    spawn.arguments = command;
    spawn.beginning = cgroup;
    spawn.newSession = true;
    spawn.keepsPipeSignal = true;
    int program = Executable.spawn(posix, spawn);
    if (program < 0) messages.fatal().unableTo("spawn ").bytes(command[0]).end(program);
    return program;
  }

  /** All but those that nobody gets, and those of faults, which only this program can cause. */
  private static long all() {
    long left =
        Signal.bit(Signal.SIGKILL)
            | Signal.bit(Signal.SIGSTOP)
            | Signal.bit(Signal.SIGSEGV)
            | Signal.bit(Signal.SIGBUS)
            | Signal.bit(Signal.SIGFPE)
            | Signal.bit(Signal.SIGILL)
            | Signal.bit(Signal.SIGTRAP);
    return ~left;
  }

  private int tellSupervisor() {
    byte[] number = Decimal.string(posix.getpid());
    byte[] text = CString.concat(number, CString.of("\n"));
    return SmallFile.write(posix, Posix.CWD, ServiceDirectory.TREE, text, text.length, 0644);
  }

  /**
   * Of the descriptors that are the program's: it must be able to close a socket, or the last end
   * of a pipe. Standard error stays, for messages.
   */
  private void letGo() {
    int nothing = posix.open(Posix.CWD, CString.of("/dev/null"), O_RDWR | O_CLOEXEC, 0);
    for (int fd = 0; fd < STREAMS - 1 && nothing >= 0; fd++) posix.dup2(nothing, fd);
    if (nothing >= 0) posix.close(nothing);
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | O_CLOEXEC;
    int open = posix.open(Posix.CWD, new ProcPath().descriptors(posix.getpid()), flags, 0);
    if (open < 0) return;
    DirectoryReader names = new DirectoryReader(posix, RECORDS).start(open);
    while (names.next()) {
      int fd = (int) Decimal.parse(names.name());
      if (fd >= STREAMS && posix.isCloseOnExec(fd) == 0) posix.close(fd);
    }
    posix.close(open);
  }

  /** As the program ended. */
  private @ExitStatus int end(@RawStatus int status) {
    if (WaitStatus.signaled(status)) posix.die(WaitStatus.signal(status));
    return WaitStatus.shellCode(status);
  }
}
