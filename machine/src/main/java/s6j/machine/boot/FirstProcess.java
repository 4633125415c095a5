package s6j.machine.boot;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.machine.place.InitPaths;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Installation;
import s6j.posix.OpenFlags;
import s6j.posix.PathText;
import s6j.posix.Posix;

/**
 * What process 1 does, in the reference's order (docs/specification/s6-linux-init.md, B): devices,
 * /run and what is in it, the environment, the logger's fifo, the child that becomes rc.init; then
 * it is s6-svscan.
 */
final class FirstProcess {
  private static final byte[] BANNER = CString.of("\n  s6-linux-init version 1.2.0.2\n\n");
  private static final byte[] ROOT = CString.of("/");
  private static final byte[] SCANNER = CString.of("s6-svscan");
  private static final byte[] PROC_FD = CString.of("/proc/self/fd/");
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private final Posix posix;
  private final Messages messages;
  private final BootSettings settings;
  private final byte[] calledAs;
  private final StandardStart standard;
  private final BootEnvironment environment;
  private final RunDirectory run;
  private final Keyboard keyboard;

  /** The descriptor on which a container has its terminal, if it has one. */
  private final int visible;

  /** Null if there is none. */
  private byte @Nullable [] terminal;

  /** Where s6-svscan tells the child that it is there, if no logger does; -1 without. */
  private final int[] notice = {-1, -1};

  FirstProcess(Posix posix, Messages messages, BootSettings settings, byte[] calledAs) {
    this.posix = posix;
    this.messages = messages;
    this.settings = settings;
    this.calledAs = calledAs;
    standard = new StandardStart(posix);
    environment = new BootEnvironment(posix, settings.path);
    run = new RunDirectory(posix, messages, settings);
    keyboard = new Keyboard(posix, messages, settings.verbosity);
    visible = settings.hasLogger ? STDERR : STDOUT;
  }

  /** Becomes s6-svscan, and in a child rc.init; returns only the exit code for that it cannot. */
  int run() {
    boolean hasConsole = posix.descriptorFlags(STDOUT) >= 0;
    int code = settings.readiness == 0 ? 0 : awaitParent((int) settings.readiness);
    if (code == 0) code = settleDown(hasConsole);
    if (code == 0) code = openDevices(hasConsole);
    if (code == 0) code = run.mount();
    if (code == 0) code = run.fill();
    if (code == 0) readEnvironment();
    if (code == 0 && settings.hasLogger) code = openLog();
    return code == 0 ? divide() : code;
  }

  /** The protocol of some container runners: they close it when all is prepared. */
  private int awaitParent(int fd) {
    int got = posix.read(fd, new byte[1], 0, 1);
    if (got == -Errno.EBADF) return 0;
    if (got < 0) return unable("read from readiness fd", got);
    if (got > 0 && isTalking()) messages.warning().text("parent wrote to readiness fd!").end();
    posix.close(fd);
    return 0;
  }

  private int settleDown(boolean hasConsole) {
    if (hasConsole && settings.isContainer) keepTerminal();
    if (hasConsole && !settings.isContainer) posix.write(STDOUT, BANNER, 0, BANNER.length);
    int error = posix.chdir(ROOT);
    if (error < 0) return unable("chdir to /", error);
    posix.umask(settings.mask);
    return 0;
  }

  /** Notes the name of the container's terminal, which rc.init shall have. */
  private void keepTerminal() {
    if (settings.devices != null || !posix.isTerminal(visible)) return;
    PathText name = new PathText(posix);
    int length = name.readLink(Posix.CWD, CString.concat(PROC_FD, Decimal.string(visible)));
    if (length > 0) terminal = name.bytes();
    else if (isTalking())
      messages.unableTo(visible == STDERR ? "ttyname stderr" : "ttyname stdout", length);
  }

  private int openDevices(boolean hasConsole) {
    int mounted = 0;
    if (settings.devices != null) {
      for (int fd = 0; fd <= STDERR; fd++) posix.close(fd);
      mounted = standard.mountDevices(settings.devices);
      standard.openConsole();
    } else if (!hasConsole && !isThere(InitPaths.NOTHING)) {
      // Without /dev nothing goes, so it is tried without being asked for.
      standard.mountDevices(CString.of("/dev"));
      standard.openConsole();
    }
    standard.fill();
    return mounted < 0 ? unable("mount a devtmpfs on /dev", mounted) : 0;
  }

  private boolean isThere(byte[] path) {
    return posix.access(Posix.CWD, path, Posix.F_OK) >= 0;
  }

  private void readEnvironment() {
    byte[] directory = InitPaths.below(settings.base, "env");
    int error = environment.read(directory);
    if (error < 0 && isTalking())
      messages.warning().unableTo("envdir ").bytes(directory).end(error);
    if (settings.dump == null) return;
    error = environment.dump(settings.dump);
    if (error >= 0 || !isTalking()) return;
    messages.warning().unableTo("dump kernel environment to ").bytes(settings.dump).end(error);
  }

  /** Standard output leads to the logger before that reads: somebody has to, for a moment. */
  private int openLog() {
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;
    int reading = posix.open(Posix.CWD, InitPaths.LOGGER_FIFO, flags, 0);
    if (reading < 0) return unableToOpenLog(reading);
    int writing = posix.open(Posix.CWD, InitPaths.LOGGER_FIFO, OpenFlags.O_WRONLY, 0);
    int error = writing < 0 ? writing : posix.dup2(writing, STDOUT);
    if (writing >= 0) posix.close(writing);
    posix.close(reading);
    return error < 0 ? unableToOpenLog(error) : 0;
  }

  private int unableToOpenLog(int error) {
    messages.fatal().unableTo("open ").bytes(InitPaths.LOGGER_FIFO);
    return messages.exit(ExitCode.SYSTEM, error);
  }

  private int divide() {
    if (!settings.hasLogger) {
      int error = posix.pipe(notice, 0);
      if (error < 0) return unable("pipe", error);
    }
    if (terminal != null) {
      int error = posix.giveUpTerminal(visible);
      if (error < 0 && isTalking()) messages.unableTo("relinquish control terminal", error);
    }
    int pid = posix.fork();
    if (pid < 0) return unable("fork", pid);
    if (pid == 0)
      return new SecondStage(posix, settings, environment.variables(), terminal).become(notice);
    return becomeScanner();
  }

  private int becomeScanner() {
    standard.closeInput();
    posix.setsid();
    if (!settings.hasLogger) posix.close(notice[0]);
    int fd = settings.hasLogger ? posix.dup(STDERR, STDERR + 1, false) : notice[1];
    if (fd < 0) return unable("dup stderr", fd);
    if (!settings.isContainer) keyboard.listen();
    if (settings.hasLogger) posix.dup2(STDOUT, STDERR);
    int error =
        execScanner(
            CString.concat(CString.of(settings.hasLogger ? "-X" : "-d"), Decimal.string(fd)));
    if (settings.hasLogger) posix.dup2(fd, STDERR);
    posix.close(fd);
    messages.fatal().unableTo("exec ").bytes(SCANNER);
    return messages.exit(Executable.exitCode(error), error);
  }

  /** The one of this suite, or else of the machine's. */
  private int execScanner(byte[] option) {
    byte[][] words = {SCANNER, option, CString.of("--"), InitPaths.SCAN_DIRECTORY};
    byte[] own = new Installation(posix, calledAs).find(SCANNER);
    if (own != null) posix.exec(own, words, environment.variables().variables());
    return Executable.exec(posix, settings.path, SCANNER, words, environment.variables());
  }

  private boolean isTalking() {
    return settings.verbosity > 0;
  }

  private int unable(String what, int error) {
    return messages.fatal().unableTo(what).exit(ExitCode.SYSTEM, error);
  }
}
