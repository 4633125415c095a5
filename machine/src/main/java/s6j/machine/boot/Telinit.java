package s6j.machine.boot;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.machine.place.InitPaths;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;

/** s6-linux-init-telinit: has the machine's script for runlevels run by s6-linux-init-runleveld. */
public final class Telinit {
  private static final String OF_INIT =
      "(as pid 1) s6-linux-init [ -c basedir ] [ -p initpath ] [ -s envdumpdir ] [ -m umask ]"
          + " [ -d devtmpfs ] [ -D initdefault ] [ -n | -N ] [ -C ] [ -B ] stage2_args...";
  private static final byte[] HPR = CString.of("s6-linux-init-hpr");
  private static final byte[] SUDO = CString.of("s6-sudo");

  private final Posix posix;
  private final Messages messages;
  private final byte[] calledAs;

  private Telinit(Posix posix, Messages messages, byte[] calledAs) {
    this.posix = posix;
    this.messages = messages;
    this.calledAs = calledAs;
  }

  /** The options are those of init, whose script may be called with a runlevel. */
  public static Program declaration() {
    return new Program(
            "s6-linux-init-telinit", null, "runlevel", "changes the runlevel", Telinit::run)
        .ignoring(
            Option.value('c', "basedir", "nothing"),
            Option.value('p', "initpath", "nothing"),
            Option.value('s', "envdumpdir", "nothing"),
            Option.value('m', "umask", "nothing"),
            Option.value('d', "devtmpfs", "nothing"),
            Option.value('D', "initdefault", "nothing"),
            Option.value('v', "verbosity", "nothing"),
            Option.value('W', "readyfd", "nothing"),
            Option.flag('n', "nothing"),
            Option.flag('N', "nothing"),
            Option.flag('C', "nothing"),
            Option.flag('B', "nothing"))
        .linkedAs("telinit", "init");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    boolean isInit = CString.is(CString.baseName(arguments[0]), "init");
    Messages messages = new Messages(posix, CString.of(isInit ? "s6-linux-init" : program.name));
    Line line = program.open(arguments, messages);
    boolean isWrong = line.isWrong() || line.operandCount() == 0;
    if (isWrong) return isInit ? messages.usage(OF_INIT) : messages.usage(program);
    return new Telinit(posix, messages, arguments[0]).change(line.operand(0));
  }

  /** 0 and 6 end the machine once the script has done what it does for them. */
  private int change(byte[] level) {
    boolean isReboot = CString.is(level, "6");
    if (!isReboot && !CString.is(level, "0")) return become(command(level));
    int code = runFirst(command(level));
    if (code != 0) return code;
    return become(new byte[][] {companion(HPR), CString.of(isReboot ? "-r" : "-p")});
  }

  private byte[][] command(byte[] level) {
    return new byte[][] {
      companion(SUDO),
      CString.of("-e"),
      CString.of("-T"),
      CString.of("3600000"),
      CString.of("--"),
      InitPaths.RUNLEVELD_SOCKET,
      level
    };
  }

  private byte[] companion(byte[] name) {
    return Executable.companion(posix, calledAs, name);
  }

  private int become(byte[][] command) {
    return new NextProgram(posix, messages, command).exec();
  }

  private int runFirst(byte[][] command) {
    Spawn spawn = new Spawn();
    spawn.arguments = command;
    int pid = Executable.spawn(posix, spawn);
    if (pid < 0) return unable("spawn s6-sudo", pid);
    int[] status = new int[1];
    int answer = posix.waitpid(pid, status, 0);
    while (answer == -Errno.EINTR) answer = posix.waitpid(pid, status, 0);
    if (answer < 0) return unable("wait_pid", answer);
    if (!WaitStatus.exited(status[0])) {
      int signal = WaitStatus.signal(status[0]);
      return messages.fatal().text("s6-sudo crashed with signal ").number(signal).exit(signal);
    }
    int code = WaitStatus.exitCode(status[0]);
    if (code == 0) return 0;
    return messages.fatal().text("s6-sudo died with exitcode ").number(code).exit(code);
  }

  private int unable(String what, int error) {
    return messages.fatal().unableTo(what).exit(ExitCode.SYSTEM, error);
  }
}
