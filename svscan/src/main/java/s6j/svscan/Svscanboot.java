package s6j.svscan;

import static s6j.posix.OpenFlags.*;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Executable;
import s6j.posix.Posix;

/**
 * s6-svscanboot: prepares a catch-all logger and becomes s6-svscan (s6-svscanboot page).
 *
 * <p>Exit codes: those of s6-svscan; 100 for a wrong call; 111 if a system call failed.
 */
public final class Svscanboot {
  private static final int MOST_ARGUMENTS = 14;
  private static final byte[] OF_S6 = CString.of("s6-");
  private static final byte[] SVSCAN = CString.of("s6-svscan");
  private static final byte[] OWN_SVSCAN = CString.of("svscan");
  private static final byte[] DEV_NULL = CString.of("/dev/null");

  private final Posix posix;
  private final byte[] calledAs;
  private final Messages messages;
  private final CatchAllSettings settings;
  private final byte[][] arguments = new byte[MOST_ARGUMENTS][];
  private int count;

  private Svscanboot(Posix posix, byte[] calledAs) {
    this.posix = posix;
    this.calledAs = calledAs;
    this.messages = new Messages(posix, CString.baseName(calledAs));
    this.settings = new CatchAllSettings(posix, messages);
  }

  public static Program declaration() {
    return CatchAllSettings.declare(
        new Program(
            "s6-svscanboot",
            "svscanboot",
            "[ -c devconsole ] [ -D catchalldir ] [ -m catchallmode ] [ -l catchalluser ]"
                + " [ -o catchalloptions ] [ -d notif ] [ -C services_max ] [ -L name_max ]"
                + " [ -t rescan ] scandir",
            "starts s6-svscan with a logger for what nobody else logs",
            Svscanboot::run));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Svscanboot boot = new Svscanboot(posix, arguments[0]);
    int code = boot.settings.read(program, arguments);
    return code == 0 ? boot.boot() : code;
  }

  private int boot() {
    CatchAllService service = new CatchAllService(posix, messages, calledAs, settings);
    int code = service.make();
    if (code != 0) return code;
    // A look at PATH, which may be relative to this directory, and at the place we were called
    // from.
    byte[] svscan = Executable.companion(posix, calledAs, wanted());
    code = redirect(service.fifo());
    return code == 0 ? become(svscan) : code;
  }

  /** By its own name it starts svscan by its own name, which is not all the same. */
  private byte[] wanted() {
    return CString.startsWith(CString.baseName(calledAs), OF_S6) ? SVSCAN : OWN_SVSCAN;
  }

  /** From here on complaints go to the logger, so the console is kept. 0 or an exit code. */
  private int redirect(byte[] fifo) {
    int done = open(DEV_NULL, O_RDONLY, 0);
    if (done < 0) return fail("open ", DEV_NULL, done);
    done = keepConsole();
    if (done < 0 && settings.console != null) return fail("open ", settings.console, done);
    if (done < 0) return fail("fd_copy ", CString.of("stderr"), done);
    done = joinFifo(fifo);
    if (done >= 0) return 0;
    posix.close(settings.consoleDescriptor);
    return fail("open ", fifo, done);
  }

  private int keepConsole() {
    if (settings.console == null) return posix.dup2(2, settings.consoleDescriptor);
    return open(settings.console, O_WRONLY, settings.consoleDescriptor);
  }

  /** Opens a file at a descriptor of our choice. */
  private int open(byte[] path, int flags, int at) {
    int fd = posix.open(Posix.CWD, path, flags, 0);
    if (fd < 0 || fd == at) return fd;
    int moved = posix.dup2(fd, at);
    posix.close(fd);
    return moved;
  }

  /** To open a fifo for writing without a wait takes a reader: for a moment that is us. */
  private int joinFifo(byte[] fifo) {
    int reading = posix.open(Posix.CWD, fifo, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
    if (reading < 0) return reading;
    int done = open(fifo, O_WRONLY | O_NONBLOCK, 1);
    posix.close(reading);
    if (done >= 0) done = posix.setNonBlocking(1, false);
    return done < 0 ? done : posix.dup2(1, 2);
  }

  private int become(byte[] svscan) {
    add("s6-svscan");
    add("-X", settings.consoleDescriptor);
    if (settings.notification >= 0) add("-d", settings.notification);
    if (settings.mostServices >= 0) add("-C", settings.mostServices);
    if (settings.longestName >= 0) add("-L", settings.longestName);
    if (settings.rescanMillis > 0) add("-t", settings.rescanMillis);
    add("--");
    arguments[count] = settings.scandir;
    // The path as argv[0], by which s6-svscan finds its companions.
    arguments[0] = svscan;
    int error = Executable.exec(posix, arguments, new Environment(posix));
    posix.dup2(settings.consoleDescriptor, 2);
    posix.close(settings.consoleDescriptor);
    return fail("exec ", SVSCAN, error);
  }

  private void add(String word) {
    arguments[count++] = CString.of(word);
  }

  private void add(String option, long value) {
    add(option);
    arguments[count++] = Decimal.string(value);
  }

  private int fail(String what, byte[] file, int error) {
    return messages.fatal().unableTo(what).bytes(file).exit(ExitCode.SYSTEM, error);
  }
}
