package s6j.svscan;

import static s6j.posix.OpenFlags.*;
import static s6j.posix.Signal.*;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.formats.ScanDirectory;
import s6j.formats.files.LockFile;
import s6j.formats.talk.ControlFifo;
import s6j.formats.talk.Handover;
import s6j.formats.talk.Successor;
import s6j.formats.talk.SupervisorHost;
import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Installation;
import s6j.posix.Posix;
import s6j.posix.StandardDescriptors;

/**
 * s6-svscan: takes possession of a scan directory and supervises what is in it (s6-svscan page).
 *
 * <p>Exit codes: those of .s6-svscan/finish, or 0 without one; 100 for a wrong call, a directory
 * that has a scanner already or holds something else where a directory or fifo belongs; 111 if a
 * system call failed before the first scan; 126 or 127 if neither finish nor crash can be executed.
 */
public final class SvscanMain {
  private static final int LONGEST_MESSAGE = 640;
  private static final int RECORDS = 4096;
  private static final byte[] OF_S6 = CString.of("s6-");
  private static final byte[] HOSTED_IMAGE = CString.of("svscan-hosted");
  private static final byte[] NEWLINE = {'\n'};
  private static final long TRAPPED =
      bit(SIGCHLD)
          | bit(SIGALRM)
          | bit(SIGABRT)
          | bit(SIGHUP)
          | bit(SIGINT)
          | bit(SIGTERM)
          | bit(SIGQUIT)
          | bit(SIGUSR1)
          | bit(SIGUSR2)
          | bit(SIGPWR)
          | bit(SIGWINCH)
          | bit(MUSL_SIGRTMIN);

  private final Posix posix;
  private final byte[] calledAs;
  private final Messages messages;
  private final SvscanSettings settings;
  private final ControlFifo control;
  private final SupervisorHost.@Nullable Maker maker;
  private SupervisePlaces supervise;

  /** Null if each supervisor is to have a process of its own. */
  private @Nullable SupervisorHost host;

  private SvscanLoop loop;
  private final byte[][] arguments;

  /** Of whom this program takes the place; null if of nobody. */
  private final @Nullable Handover predecessor;

  /** What takes the place of this one; made when that is first wanted. */
  private @Nullable Successor successor;

  private boolean adopts;
  private int lock;
  private int directory;
  private int signals;

  private SvscanMain(Posix posix, byte[][] given, SupervisorHost.Maker maker) {
    this.posix = posix;
    this.maker = maker;
    int told = given.length > 1 ? Handover.descriptorIn(given[1]) : -1;
    this.predecessor = told < 0 ? null : new Handover(posix).open(told);
    this.arguments = told < 0 ? given : Handover.without(given);
    this.calledAs = given[0];
    this.messages = new Messages(posix, CString.baseName(calledAs), LONGEST_MESSAGE).neverWaiting();
    this.settings = new SvscanSettings(posix, messages);
    if (predecessor != null) settings.takePlace();
    this.control = new ControlFifo(posix);
  }

  /** Without {@code maker} the image that has supervisors takes over where they are wanted. */
  static Program declaration(SupervisorHost.Maker maker) {
    return SvscanSettings.declare(
        new Program(
            "s6-svscan",
            "svscan",
            "[ -C services_max ] [ -L name_max ] [ -t timeout ] [ -d notif ] [ -X consoleholder ]"
                + " [ -H ] scandir",
            "keeps a supervisor for each service in a directory",
            (posix, program, arguments) -> run(posix, program, arguments, maker)));
  }

  /** The same scanner by the command line of runit. */
  static Program runsvdir(SupervisorHost.Maker maker) {
    return SvscanSettings.declareRunsvdir(
        new Program(
            "runsvdir",
            null,
            "[ -P ] dir [ log ]",
            "keeps a supervisor for each service in a directory, looks for new ones by itself",
            (posix, program, arguments) -> runRunsvdir(posix, program, arguments, maker)));
  }

  static int run(Posix posix, Program program, byte[][] arguments, SupervisorHost.Maker maker) {
    SvscanMain main = new SvscanMain(posix, arguments, maker);
    return main.run(main.settings.read(program, main.arguments), arguments);
  }

  private static int runRunsvdir(
      Posix posix, Program program, byte[][] arguments, SupervisorHost.Maker maker) {
    SvscanMain main = new SvscanMain(posix, arguments, maker);
    return main.run(main.settings.readRunsvdir(program, main.arguments), arguments);
  }

  private int run(int wrong, byte[][] given) {
    boolean hosts = predecessor == null ? wrong == 0 && isToHost() : predecessor.nextFlag();
    if (wrong == 0 && hosts) becomeHost(given);
    int code = wrong;
    if (code == 0) code = predecessor == null ? prepare() : takePlace(hosts);
    if (code == 0) loop.run();
    // Whoever sends a command from now on is told that nobody listens.
    control.close();
    if (host != null) host.close();
    return code == 0 ? new LastProgram(posix, messages).run() : code;
  }

  private boolean isToHost() {
    byte[] file = CString.path(settings.scandir, ScanDirectory.HOSTED);
    return settings.hosted || posix.access(Posix.CWD, file, Posix.F_OK) >= 0;
  }

  /** Who cannot be one supervises all the same. */
  private void becomeHost(byte[][] given) {
    if (maker != null) {
      host = maker.make(posix, calledAs, superviseName(), client -> loop.left(client));
      return;
    }
    byte[] image = new Installation(posix, calledAs).image(HOSTED_IMAGE);
    int error = image == null ? -Errno.ENOENT : posix.exec(image, given, null);
    messages.warning().unableTo("exec ").bytes(HOSTED_IMAGE).end(error);
  }

  private byte[] superviseName() {
    return isCalledAsOfS6() ? SupervisePlaces.NAME : SupervisePlaces.OWN_NAME;
  }

  /** The order is the reference's: the lock is held before the fifo exists. 0 or an exit code. */
  private int prepare() {
    int code = enter();
    if (code == 0) code = takePossession();
    if (code == 0) code = trapSignals();
    if (code == 0) code = clean();
    if (code != 0) return code;
    readWish();
    if (host != null) code = host.open(adopts, null);
    if (code != 0) return code;
    makeLoop();
    loop.begin();
    notifyReadiness();
    return 0;
  }

  // ---- in the place of another -----------------------------------------------------------------

  /** What it comes to is told in the order in which {@link #takePlace} hears it. */
  private int upgrade(SvscanLoop from) {
    if (successor == null) successor = new Successor(posix, arguments);
    Handover to = successor.begin(directory, ScanDirectory.HANDOVER);
    to.tell(host != null);
    to.tellDescriptor(directory);
    to.tellDescriptor(lock);
    to.tellDescriptor(control.descriptor());
    to.tellDescriptor(from.console());
    if (host != null) host.handOver(to);
    from.handOver(to);
    return successor.become();
  }

  /** The working directory is the scan directory already. */
  private int takePlace(boolean hosts) {
    int code = lookAround();
    if (code != 0) return code;
    if (hosts && host == null) return fail("have supervisors in one process", null, -Errno.ENOENT);
    directory = predecessor.nextDescriptor();
    lock = predecessor.nextDescriptor();
    control.goOn(predecessor.nextDescriptor());
    settings.console = predecessor.nextDescriptor();
    code = trapSignals();
    if (code != 0) return code;
    readWish();
    if (host != null) code = host.open(adopts, predecessor);
    if (code != 0) return code;
    makeLoop();
    loop.takeUp(predecessor);
    boolean isWhole = predecessor.isWhole();
    predecessor.close();
    if (!isWhole) return fail("take the place of another image", null, predecessor.error());
    loop.collectDead();
    return 0;
  }

  /** What an earlier scanner left is gone on with, unless a file says otherwise. */
  private void readWish() {
    adopts = posix.access(directory, ScanDirectory.NO_ADOPT, Posix.F_OK) < 0;
    // What a supervisor leaves becomes a child of this process: how it ends is told here.
    if (adopts) posix.becomeSubreaper();
  }

  private void makeLoop() {
    byte[] name = superviseName();
    loop =
        new SvscanLoop(
            posix,
            messages,
            directory,
            signals,
            control,
            supervise,
            settings,
            adopts,
            name,
            host,
            this::upgrade);
  }

  /** The supervisor is looked up before the change of directory, PATH may be relative. */
  private int enter() {
    if (settings.console >= 0) {
      int kept = posix.setCloseOnExec(settings.console, true);
      if (kept < 0) return fail("coe console holder", null, kept);
    }
    int code = lookAround();
    if (code != 0) return code;
    directory = posix.open(Posix.CWD, settings.scandir, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (directory < 0) return fail("chdir to ", settings.scandir, directory);
    int changed = posix.fchdir(directory);
    return changed < 0 ? fail("chdir to ", settings.scandir, changed) : 0;
  }

  private int lookAround() {
    int opened = StandardDescriptors.open(posix);
    if (opened < 0)
      return messages.fatal().unableTo("sanitize standard fds").exit(ExitCode.USAGE, opened);
    supervise = new SupervisePlaces(posix, calledAs);
    if (!isCalledAsOfS6()) supervise.preferOwnName();
    return 0;
  }

  private boolean isCalledAsOfS6() {
    return CString.startsWith(CString.baseName(calledAs), OF_S6);
  }

  private int takePossession() {
    int mask = posix.umask(0);
    int code = makePrivateDirectory();
    if (code == 0) code = lock();
    if (code == 0) code = openControl();
    posix.umask(mask);
    return code;
  }

  private int makePrivateDirectory() {
    int made = posix.mkdir(directory, ScanDirectory.PRIVATE, 0700);
    if (made >= 0) return 0;
    FileStat stat = new FileStat();
    int found = posix.stat(directory, ScanDirectory.PRIVATE, true, stat);
    if (found < 0) return fail("mkdir ", ScanDirectory.PRIVATE, made);
    if (stat.isDirectory()) return 0;
    return messages
        .fatal()
        .bytes(ScanDirectory.PRIVATE)
        .text(" exists and is not a directory")
        .exit(ExitCode.USAGE);
  }

  /** The descriptor stays open for life. */
  private int lock() {
    int fd = new LockFile(posix).take(directory, ScanDirectory.LOCK, 0600);
    if (fd == -Errno.EAGAIN)
      return messages
          .fatal()
          .text("another instance of s6-svscan is already running on the same directory")
          .exit(ExitCode.USAGE);
    lock = fd;
    return fd < 0 ? fail("open ", ScanDirectory.LOCK, fd) : 0;
  }

  private int openControl() {
    int fd = control.open(directory, ScanDirectory.CONTROL);
    if (fd == -Errno.EEXIST)
      return messages
          .fatal()
          .bytes(ScanDirectory.CONTROL)
          .text(" is not a FIFO")
          .exit(ExitCode.USAGE);
    return fd < 0 ? fail("open ", ScanDirectory.CONTROL, fd) : 0;
  }

  /** Were SIGCHLD ignored, as it may be inherited, no death would ever be told. */
  private int trapSignals() {
    posix.defaultSignal(SIGCHLD);
    signals = posix.signals(TRAPPED);
    if (signals < 0) return fail("trap signals", null, signals);
    int ignored = posix.ignoreSignal(SIGPIPE);
    return ignored < 0 ? fail("ignore SIGPIPE", null, ignored) : 0;
  }

  /** Removes links that lead nowhere, left by a machine that went down. */
  private int clean() {
    DirectoryReader reader = new DirectoryReader(posix, RECORDS).start(directory);
    while (reader.next()) {
      byte[] name = reader.name();
      if (name[0] == '.') continue;
      if (posix.access(directory, name, Posix.X_OK) == -Errno.ENOENT) posix.unlink(directory, name);
    }
    return reader.error() == 0 ? 0 : fail("readdir .", null, reader.error());
  }

  private void notifyReadiness() {
    if (settings.notification < 0) return;
    int written = posix.write(settings.notification, NEWLINE, 0, 1);
    if (written < 0) messages.warning().unableTo("notify readiness").end(written);
    posix.close(settings.notification);
  }

  private int fail(String what, byte @Nullable [] file, int error) {
    messages.fatal().unableTo(what);
    if (file != null) messages.bytes(file);
    return messages.exit(ExitCode.SYSTEM, error);
  }
}
