package s6j.supervise;

import static s6j.formats.ServiceDirectory.*;
import static s6j.posix.OpenFlags.*;
import static s6j.posix.Signal.*;

import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.formats.BackoffFile;
import s6j.formats.ControlFifo;
import s6j.formats.DeathTally;
import s6j.formats.EventNotifier;
import s6j.formats.HeldProcess;
import s6j.formats.KnobReader;
import s6j.formats.LockFile;
import s6j.formats.ScanDirectory;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/**
 * s6-supervise: takes possession of a service directory and supervises it (s6-supervise page).
 *
 * <p>Exit codes: 0 after an ordered exit; 100 for a wrong call, a directory that is supervised
 * already or holds something else where a directory or fifo belongs; 111 if a system call failed
 * before supervision began. Once it has begun nothing but an order ends it.
 */
public final class SuperviseMain {
  private static final int LONGEST_MESSAGE = 512;
  private static final int LONGEST_PATH = 512;
  private static final int EVENT_MODE = 03730;
  private static final String TELL_WHAT_IS_LEFT = "tell what an earlier supervisor left";
  private static final byte[] DEV_NULL = CString.of("/dev/null");

  private final Posix posix;
  private final byte[] calledAs;
  private final byte[] name;
  private final Messages messages;
  private final ControlFifo control;
  private final DeathTally tally;
  private final EventNotifier notifier;
  private final BackoffFile backoff;
  private final long[] descriptorLimit = new long[2];
  private byte[] setlock;
  private int directory;
  private int nothing;
  private int lock = -1;
  private int signals;
  private boolean wantUp;

  /** The scan directory that this was started in wants nothing to be gone on with. */
  private boolean scannerAdoptsNothing;

  /** An earlier supervisor was killed when the service was down, and not wanted up. */
  private boolean staysDown;

  /** Null if nobody shall go on with what this supervisor leaves. */
  private ChildNotes notes;

  /** Null if there is nothing to go on with. */
  private Adoption adoption;

  private SuperviseMain(Posix posix, byte[] calledAs, byte[] name) {
    this.posix = posix;
    this.calledAs = calledAs;
    this.name = name;
    this.messages =
        new Messages(posix, programName(calledAs, name), LONGEST_MESSAGE).neverWaiting();
    this.control = new ControlFifo(posix);
    this.tally = new DeathTally(posix);
    this.notifier = new EventNotifier(posix);
    this.backoff = new BackoffFile(posix, new KnobReader(posix));
  }

  public static Program declaration() {
    return new Program(
        "s6-supervise", "supervise", "dir", "keeps one service as wanted", SuperviseMain::run);
  }

  /** There are no options: a name may begin with a dash. */
  static int run(Posix posix, Program program, byte[][] arguments) {
    if (arguments.length < 2)
      return new Messages(posix, CString.baseName(arguments[0])).usage(program);
    SuperviseMain main = new SuperviseMain(posix, arguments[0], arguments[1]);
    int code = main.prepare();
    if (code == 0) code = main.supervise();
    main.release();
    return code;
  }

  private static byte[] programName(byte[] calledAs, byte[] name) {
    byte[] blank = {' '};
    return CString.concat(CString.concat(CString.baseName(calledAs), blank), name);
  }

  /** The lock is held before the fifo exists. 0 or an exit code. */
  private int prepare() {
    int code = enter();
    if (code == 0) code = takePossession();
    if (code == 0) code = trapSignals();
    if (code == 0) code = adopt();
    if (code == 0) code = clean();
    return code == 0 ? readWish() : code;
  }

  private int supervise() {
    SettingsReader settings = new SettingsReader(posix, messages, directory);
    ChildSpawner spawner =
        new ChildSpawner(
            posix, messages, settings, directory, name, setlock, descriptorLimit[0], notes);
    SuperviseLoop loop =
        new SuperviseLoop(
            posix, messages, directory, signals, nothing, control, settings, spawner, notifier,
            tally, backoff, notes);
    int code = openControl();
    if (code != 0) return code;
    if (adoption == null) loop.begin(wantUp);
    else loop.goOn(adoption);
    loop.run();
    return 0;
  }

  /** Here and not by the end of the process, which takes its time on the JVM. */
  private void release() {
    control.close();
    if (notes != null) notes.release();
    if (lock >= 0) posix.close(lock);
  }

  /** Companions are looked up before the change of directory, PATH may be relative. */
  private int enter() {
    int opened = openStandardStreams();
    if (opened < 0) return fail("sanitize stdin and stdout", null, opened);
    setlock = Executable.companion(posix, calledAs, CString.of("s6-setlock"));
    scannerAdoptsNothing = new KnobReader(posix).exists(Posix.CWD, ScanDirectory.NO_ADOPT) > 0;
    directory = posix.open(Posix.CWD, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (directory < 0) return noDirectory(directory);
    int changed = posix.fchdir(directory);
    if (changed < 0) return noDirectory(changed);
    int limited = posix.getLimit(Posix.RLIMIT_NOFILE, descriptorLimit);
    if (limited < 0) return fail("getrlimit", null, limited);
    nothing = posix.open(Posix.CWD, DEV_NULL, O_RDWR | O_CLOEXEC, 0);
    return nothing < 0 ? fail("open ", DEV_NULL, nothing) : 0;
  }

  /** Before it has a service the program goes by its own name alone. */
  private int noDirectory(int error) {
    return new Messages(posix, CString.baseName(calledAs))
        .fatal()
        .unableTo("chdir to ")
        .bytes(name)
        .exit(111, error);
  }

  /** A file opened later must not become a standard stream of the service. */
  private int openStandardStreams() {
    for (int fd = 0; fd <= 2; fd++) {
      if (posix.descriptorFlags(fd) != -Errno.EBADF) continue;
      int opened = posix.open(Posix.CWD, DEV_NULL, fd == 0 ? O_RDONLY : O_WRONLY, 0);
      if (opened < 0) return opened;
    }
    return 0;
  }

  private int takePossession() {
    int mask = posix.umask(0);
    int code = makeEventDirectory();
    if (code == 0) code = makePrivateDirectory();
    if (code == 0) code = takeLock();
    posix.umask(mask);
    return code;
  }

  private int makeEventDirectory() {
    int made = makeDirectory(EVENT);
    if (made <= 0) return -made;
    int owned = posix.chown(directory, EVENT, -1, posix.getegid());
    if (owned < 0) return fail("chown ", EVENT, owned);
    int changed = posix.chmod(directory, EVENT, EVENT_MODE);
    return changed < 0 ? fail("chmod ", EVENT, changed) : 0;
  }

  private int makePrivateDirectory() {
    int made = makeDirectory(SUPERVISE);
    return made < 0 ? -made : 0;
  }

  /** 1 if the directory was made, 0 if it was there, or the negated exit code. */
  private int makeDirectory(byte[] path) {
    int made = posix.mkdir(directory, path, 0700);
    if (made >= 0) return 1;
    if (made != -Errno.EEXIST) return -fail("mkdir ", path, made);
    FileStat stat = new FileStat();
    int found = posix.stat(directory, path, true, stat);
    if (found == -Errno.ENOENT) return makeTarget(path);
    if (found < 0) return -fail("stat ", path, found);
    if (stat.isDirectory()) return 0;
    return -messages.fatal().bytes(path).text(" exists and is not a directory").exit(100);
  }

  /** A link to nowhere: whoever made it wants the directory there. */
  private int makeTarget(byte[] link) {
    byte[] target = new byte[LONGEST_PATH];
    int length = posix.readlink(directory, link, target);
    if (length < 0) return -fail("readlink ", link, length);
    if (length == LONGEST_PATH) return -fail("readlink ", link, -Errno.ENAMETOOLONG);
    int made = posix.mkdir(directory, target, 0700);
    return made < 0 ? -fail("mkdir ", target, made) : 1;
  }

  private int takeLock() {
    lock = new LockFile(posix).take(directory, LOCK, 0644);
    if (lock == -Errno.EAGAIN)
      return messages.fatal().text("another instance of s6-supervise is already running").exit(100);
    return lock < 0 ? fail("open ", LOCK, lock) : 0;
  }

  /** Right before the status, for those who take whoever listens for one that has a status. */
  private int openControl() {
    int mask = posix.umask(0);
    int fd = control.open(directory, CONTROL);
    posix.umask(mask);
    if (fd == -Errno.EEXIST)
      return messages.fatal().bytes(CONTROL).text(" is not a FIFO").exit(100);
    return fd < 0 ? fail("open ", CONTROL, fd) : 0;
  }

  /** Were SIGCHLD ignored, as it may be inherited, no exit status would ever arrive. */
  private int trapSignals() {
    posix.defaultSignal(SIGCHLD);
    signals = posix.signals(bit(SIGCHLD) | bit(SIGTERM) | bit(SIGHUP) | bit(SIGQUIT) | bit(SIGINT));
    if (signals < 0) return fail("trap signals", null, signals);
    int ignored = posix.ignoreSignal(SIGPIPE);
    return ignored < 0 ? fail("ignore SIGPIPE", null, ignored) : 0;
  }

  private int adopt() {
    if (!isToAdopt()) return 0;
    ChildNotes kept = new ChildNotes(posix, directory);
    int begun = kept.begin();
    if (begun < 0) return notToBeNoted(begun);
    notes = kept;
    if (notes.hold() == -Errno.EAGAIN) return fail("lock ", CHILD, -Errno.EBUSY);
    Adoption found = new Adoption(posix, directory, notes.file(), notes.stat());
    int answer = found.look();
    if (answer < 0) return fail(TELL_WHAT_IS_LEFT, null, answer);
    tellOf(found);
    if (answer > 0) adoption = found;
    else keepPlace();
    staysDown = found.staysDown;
    return 0;
  }

  /** What an earlier supervisor left is gone on with, unless a file says otherwise. */
  private boolean isToAdopt() {
    KnobReader knobs = new KnobReader(posix);
    if (knobs.exists(directory, FLAG_NO_ADOPT) > 0) return false;
    return !scannerAdoptsNothing || knobs.exists(directory, FLAG_ADOPT) > 0;
  }

  /** Without /proc nobody can be known again. */
  private int notToBeNoted(int error) {
    if (Errno.mayPass(error)) return fail("read the boot id", null, error);
    if (error != -Errno.ENOENT) messages.warning().unableTo("read the boot id").end(error);
    return 0;
  }

  private void tellOf(Adoption found) {
    if (found.failure < 0) messages.warning().unableTo(TELL_WHAT_IS_LEFT).end(found.failure);
    if (found.process.isPolled())
      messages
          .warning()
          .unableTo("open a descriptor of process ")
          .number(found.record.pid)
          .text(", looking for it ")
          .number(1000 / HeldProcess.POLL_MILLIS)
          .text(" times a second")
          .end(found.process.refusal());
  }

  /** So that a child can be noted when the disk is full. */
  private void keepPlace() {
    int made = notes.forget(0);
    if (made < 0) messages.warning().unableTo("write ").bytes(CHILD).end(made);
  }

  /** Removes what an earlier supervisor left, unless this one goes on with it. */
  private int clean() {
    int cleaned = notifier.clean(directory, EVENT);
    if (cleaned < 0) messages.warning().unableTo("clean ").bytes(EVENT).end(cleaned);
    return adoption == null ? begin() : 0;
  }

  private int begin() {
    int emptied = tally.clear(directory);
    if (emptied < 0) return fail("truncate ", DEATH_TALLY, emptied);
    int removed = backoff.remove(directory);
    if (removed < 0 && removed != -Errno.ENOENT)
      messages.warning().unableTo("unlink ").bytes(BACKOFF).end(removed);
    return 0;
  }

  private int readWish() {
    int found = posix.access(directory, DOWN, Posix.F_OK);
    if (found < 0 && found != -Errno.ENOENT) return fail("access ./down", null, found);
    wantUp = found < 0 && !staysDown;
    return 0;
  }

  private int fail(String what, byte[] file, int error) {
    messages.fatal().unableTo(what);
    if (file != null) messages.bytes(file);
    return messages.exit(111, error);
  }
}
