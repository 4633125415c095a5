package s6j.machine.maker;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.cli.ScriptPrograms;
import s6j.posix.Account;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** s6-linux-init-maker: makes the directory that a machine or a container boots from. */
public final class Maker {
  private static final String SCAN_DIRECTORY = "run-image/service";
  private static final String PRIVATE = SCAN_DIRECTORY + "/.s6-svscan";

  /** Where programs are looked for without a PATH. */
  private static final byte[] WITHOUT_PATH = CString.of("/usr/bin:/bin");

  private static final int LOG_MODE = 02750;

  private final Posix posix;
  private final Messages messages;
  private final MakerSettings settings;
  private final BaseDirectory base;
  private final Commands commands;
  private final ScanScripts scan;
  private final ServiceScripts services;

  /** The kernel starts init without a PATH, so that the script of it needs names of its own. */
  private Maker(
      Posix posix,
      Messages messages,
      MakerSettings settings,
      ScriptPrograms programs,
      ScriptPrograms ofKernel) {
    this.posix = posix;
    this.messages = messages;
    this.settings = settings;
    base = new BaseDirectory(posix, messages, settings.directory());
    commands = new Commands(programs, ofKernel, settings);
    scan = new ScanScripts(programs, settings);
    services = new ServiceScripts(programs, settings);
  }

  public static Program declaration() {
    return MakerSettings.declare(
        new Program(
            "s6-linux-init-maker",
            null,
            "[ -V boot_verbosity ] [ -c basedir ] [ -u log_user ] [ -G early_getty_cmd ] [ -1 ]"
                + " [ -L ] [ -p initial_path ] [ -m initial_umask ] [ -t timestamp_style ]"
                + " [ -d slashdev ] [ -s env_store ] [ -e initial_envvar ... ]"
                + " [ -q default_grace_time ] [ -D initdefault ] [ -n | -N ] [ -f skeldir ]"
                + " [ -R resourcelimits ] [ -C ] [ -B ] [ -S ] dir",
            "makes the directory that a machine or a container boots from",
            Maker::run));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.of(program.name));
    Line line = program.open(arguments, messages);
    ResourceLimits limits = new ResourceLimits();
    int code = MakerSettings.readLimits(line, messages, limits);
    if (code != 0) return code;
    if (line.judge(1) != 0) return line.exitCode();
    MakerSettings settings = new MakerSettings(posix, line);
    code = settings.check(messages);
    if (code != 0) return code;
    ScriptPrograms programs =
        new ScriptPrograms(posix, messages, arguments[0]).ofMachine(settings.path());
    ScriptPrograms ofKernel =
        new ScriptPrograms(posix, messages, arguments[0]).ofMachine(WITHOUT_PATH);
    return new Maker(posix, messages, settings, programs, ofKernel).make(limits.options());
  }

  private int make(byte[] limits) {
    posix.umask(0);
    base.make();
    if (base.code() != 0) return base.code();
    makeEnvironment();
    makeScanDirectory();
    makeServices();
    makeScripts();
    makeCommands(limits);
    if (base.code() != 0) base.remove();
    return base.code();
  }

  private void makeEnvironment() {
    base.directory("env");
    Line.Given given = settings.firstVariable();
    for (; given != null; given = settings.variable(given.next())) makeVariable(given.value);
  }

  private void makeVariable(byte[] setting) {
    int equals = CString.indexOf(setting, '=');
    int end = equals < 0 ? CString.length(setting) : equals;
    byte[] name = CString.path(CString.of("env"), CString.slice(setting, 0, end));
    byte[] value = CString.slice(setting, Math.min(end + 1, setting.length), setting.length);
    base.file(name, equals < 0 ? value : CString.concat(value, new byte[] {'\n'}));
  }

  private void makeScanDirectory() {
    base.directory("run-image");
    base.directory(SCAN_DIRECTORY);
    base.directory(PRIVATE);
    for (int i = 0; i < ScanScripts.SIGNALS.length; i++)
      base.script(PRIVATE + "/" + ScanScripts.SIGNALS[i], scan.onSignal(i));
    base.script(PRIVATE + "/crash", scan.crash());
    base.script(PRIVATE + "/finish", scan.finish());
    if (!settings.isContainer()) return;
    base.directory("run-image/s6-linux-init-container-results");
    base.file("run-image/s6-linux-init-container-results/exitcode", "0\n");
  }

  private void makeServices() {
    if (settings.hasLogger()) makeLogger();
    service("s6-linux-init-shutdownd", services.shutdownd(), "3\n");
    base.fifo(SCAN_DIRECTORY + "/s6-linux-init-shutdownd/fifo");
    if (!settings.isContainer()) service("s6-linux-init-runleveld", services.runleveld(), "3\n");
    if (settings.watchesLogouts())
      service("s6-linux-init-logouthookd", services.logouthookd(), "1\n");
    if (settings.getty() != null) service("s6-linux-init-early-getty", services.getty(), null);
  }

  private void makeLogger() {
    Account owner = owner();
    if (base.code() != 0) return;
    base.directory("run-image/uncaught-logs", LOG_MODE, owner.uid, owner.gid);
    service("s6-svscan-log", services.logger(), "3\n");
    base.fifo(SCAN_DIRECTORY + "/s6-svscan-log/fifo");
  }

  /** Only root can give the directory to somebody else. */
  private Account owner() {
    Account owner = new Account();
    owner.uid = posix.getuid();
    owner.gid = posix.getgid();
    byte[] name = settings.logUser();
    if (name == null || owner.uid != 0 || owner.gid != 0) return owner;
    int error = posix.userByName(name, owner);
    if (error >= 0) return owner;
    if (error == -Errno.ENOENT) {
      messages.fatal().unableTo("find user ").bytes(name).text(" in passwd database");
      base.fail(messages.exit(ExitCode.USAGE));
    } else {
      messages.fatal().unableTo("getpwnam for ").bytes(name);
      base.fail(messages.exit(ExitCode.SYSTEM, error));
    }
    return owner;
  }

  private void service(String name, byte[] run, @Nullable String notification) {
    String directory = SCAN_DIRECTORY + "/" + name;
    base.directory(directory);
    if (notification != null) base.file(directory + "/notification-fd", notification);
    base.script(directory + "/run", run);
  }

  private void makeScripts() {
    base.directory("scripts");
    for (int i = 0; i < Skeleton.NAMES.length; i++) {
      String name = Skeleton.NAMES[i];
      if (settings.isContainer() && name.equals(Skeleton.RUNLEVEL)) continue;
      boolean isNeeded = !name.equals(Skeleton.LAST);
      if (isOwnSkeleton()) base.script("scripts/" + name, CString.of(Skeleton.text(i)));
      else base.copy(CString.path(skeleton(), CString.of(name)), "scripts/" + name, isNeeded);
    }
  }

  private byte[] skeleton() {
    return settings.skeleton() == null ? settings.usualSkeleton() : settings.skeleton();
  }

  private boolean isOwnSkeleton() {
    if (settings.skeleton() != null) return false;
    return posix.stat(Posix.CWD, settings.usualSkeleton(), true, new FileStat()) == -Errno.ENOENT;
  }

  private void makeCommands(byte[] limits) {
    base.directory("bin");
    base.script("bin/init", commands.init(limits));
    base.script("bin/halt", commands.hpr('h'));
    base.script("bin/poweroff", commands.hpr('p'));
    base.script("bin/reboot", commands.hpr('r'));
    base.script("bin/shutdown", commands.passingOn("@s6-linux-init-shutdown"));
    if (settings.isContainer()) return;
    base.script("bin/telinit", commands.passingOn("@s6-linux-init-telinit"));
  }
}
