package s6j.portable.overlay;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Operands;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;

/**
 * s6-overlay-suexec: process 1 of a container, which may be set-uid root. It runs a block as root,
 * if it can, then becomes the rest of its line as the user who started it, for good.
 *
 * <p>Whoever is not process 1 gets nothing from it: that is looked at before all else. Without
 * root's rights it gives up every other right at once.
 */
public final class OverlaySuexec {
  private static final int INIT = 1;
  private static final int ROOT = 0;
  private static final long ID = 0xffffffffL;

  private final Posix posix;
  private final Messages messages;
  private final byte[][] words;

  private final int uid;
  private final int euid;
  private final int gid;
  private final int egid;

  private OverlaySuexec(Posix posix, Messages messages, byte[][] words) {
    this.posix = posix;
    this.messages = messages;
    this.words = words;
    uid = posix.getuid();
    euid = posix.geteuid();
    gid = posix.getgid();
    egid = posix.getegid();
  }

  public static Program declaration() {
    return new Program(
            "s6-overlay-suexec",
            null,
            "{ root_block... } normal_init...",
            "runs a block as root, then becomes the user's program",
            OverlaySuexec::run)
        .withoutHelp();
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.of(program.name));
    if (arguments.length < 2) return messages.usage(program);
    if (posix.getpid() != INIT)
      return messages.fatal().text("can only run as pid 1").exit(ExitCode.USAGE);
    OverlaySuexec suexec = new OverlaySuexec(posix, messages, Operands.from(arguments, 1));
    int code = suexec.euid == ROOT ? suexec.becomeRoot() : suexec.becomeUser();
    return code == 0 ? suexec.runBlock() : code;
  }

  private int becomeRoot() {
    int error = posix.setEveryGid(ROOT);
    if (error < 0) return unable("setgid to root", error);
    error = posix.setEveryUid(ROOT);
    return error < 0 ? unable("setuid to root", error) : 0;
  }

  /** The group first: who is no longer root cannot change it. */
  private int becomeUser() {
    if (euid != uid && euid != ROOT) warn();
    int error = posix.setEveryGid(gid);
    if (error < 0) return unable("setgid to user", error);
    error = posix.setEveryUid(uid);
    return error < 0 ? unable("setuid to user", error) : 0;
  }

  private void warn() {
    messages.warning().text("real uid is ").number(uid & ID).text(" while effective uid is ");
    messages.number(euid & ID).text("; setting everything to ").number(uid & ID);
    messages.text("; check s6-overlay-suexec permissions").end();
  }

  private int runBlock() {
    Environment environment = new Environment(posix);
    RootBlock block = new RootBlock(messages, words, environment.get("EXECLINE_STRICT"));
    if (!block.read()) return ExitCode.USAGE;
    int code = start(block.command(), describe(environment));
    if (code == 0 && euid == ROOT) code = becomeUser();
    return code == 0 ? new NextProgram(posix, messages, block.rest()).exec() : code;
  }

  private Environment describe(Environment environment) {
    AccountNames names = new AccountNames(posix);
    environment.unset("GIDLIST");
    environment.set("UID", Decimal.string(uid & ID));
    environment.set("GID", Decimal.string(gid & ID));
    environment.set("EUID", Decimal.string(euid & ID));
    environment.set("EGID", Decimal.string(egid & ID));
    environment.set("USER", names.user(uid));
    environment.set("EUSER", names.user(euid));
    environment.set("GROUP", names.group(gid));
    environment.set("EGROUP", names.group(egid));
    return environment;
  }

  /** Runs the block to its end: 0, or the exit code once it is said what went wrong. */
  private int start(byte[][] command, Environment environment) {
    Spawn spawn = new Spawn();
    spawn.arguments = command;
    spawn.environment = environment.variables();
    spawn.keepsPipeSignal = true;
    spawn.keepsMask = true;
    int pid = spawn(spawn);
    if (pid < 0) {
      messages.fatal().unableTo("spawn ").bytes(command[0]);
      return messages.exit(Executable.exitCode(pid), pid);
    }
    int[] status = new int[1];
    int answer;
    do answer = posix.waitpid(pid, status, 0);
    while (answer == -Errno.EINTR);
    return answer < 0 ? unable("wait for child", answer) : codeOf(status[0]);
  }

  /** At once by its path if that can be: each attempt to execute takes a number of a process. */
  private int spawn(Spawn spawn) {
    byte[] name = spawn.arguments[0];
    spawn.file = Executable.find(posix, name);
    boolean isFound = CString.indexOf(spawn.file, '/') >= 0;
    int pid = isFound ? posix.spawn(spawn) : -Errno.ENOENT;
    return pid > 0 ? pid : Executable.spawn(posix, spawn);
  }

  private int codeOf(int status) {
    int code = WaitStatus.passedOn(status);
    if (code == 0) return 0;
    boolean crashed = WaitStatus.signaled(status);
    messages.fatal().text(crashed ? "child crashed with signal " : "child failed with exit code ");
    messages.number(crashed ? WaitStatus.signal(status) : WaitStatus.exitCode(status));
    return messages.exit(code);
  }

  private int unable(String what, int error) {
    return messages.fatal().unableTo(what).exit(ExitCode.SYSTEM, error);
  }
}
