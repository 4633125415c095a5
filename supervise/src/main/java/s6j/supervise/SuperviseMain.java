package s6j.supervise;

import static s6j.posix.OpenFlags.*;
import static s6j.posix.Signal.*;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.formats.ScanDirectory;
import s6j.formats.files.KnobReader;
import s6j.posix.CString;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.StandardDescriptors;
import s6j.posix.Turn;

/**
 * s6-supervise: takes possession of a service directory and supervises it (s6-supervise page).
 *
 * <p>Exit codes: 0 after an ordered exit; 100 for a wrong call, a directory that is supervised
 * already or holds something else where a directory or fifo belongs; 111 if a system call failed
 * before supervision began. Once it has begun nothing but an order ends it.
 */
public final class SuperviseMain {
  private static final int LONGEST_MESSAGE = 512;
  private static final int WIRED = 4;
  private static final byte[] DEV_NULL = CString.of("/dev/null");

  private final Posix posix;
  private final byte[] calledAs;
  private final byte[] name;
  private final Messages messages;
  private final long[] descriptorLimit = new long[2];
  private Means means;
  private Service service;
  private Possession possession;
  private int signals;
  private boolean wantUp;

  private SuperviseMain(Posix posix, byte[] calledAs, byte[] name) {
    this.posix = posix;
    this.calledAs = calledAs;
    this.name = name;
    this.messages =
        new Messages(posix, programName(calledAs, name), LONGEST_MESSAGE).neverWaiting();
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
    if (code == 0) code = possession.take(service);
    if (code == 0) code = trapSignals();
    if (code == 0) code = possession.adopt(ChildNotes.TRIES);
    if (code == 0) code = possession.clean();
    if (code != 0) return code;
    int wish = possession.wish();
    wantUp = wish > 0;
    return Math.max(-wish, 0);
  }

  private int supervise() {
    int code = possession.makeControl();
    if (code != 0) return code;
    Turn turn = new Turn(posix, messages, WIRED);
    SuperviseLoop loop = new SuperviseLoop(means, service, who -> turn.leave());
    if (!possession.hasFound()) loop.publishBeginning(wantUp);
    code = possession.openControl();
    if (code != 0) return code;
    loop.wire(turn, signals);
    Adoption found = possession.adoption();
    if (found == null) loop.begin();
    else loop.goOn(found);
    turn.run();
    return 0;
  }

  /** Here and not by the end of the process, which takes its time on the JVM. */
  private void release() {
    if (service == null) return;
    possession.release();
    service.release();
  }

  /** Companions are looked up before the change of directory, PATH may be relative. */
  private int enter() {
    int opened = StandardDescriptors.open(posix);
    if (opened < 0) return fail("sanitize stdin and stdout", null, opened);
    byte[] setlock = Executable.companion(posix, calledAs, CString.of("s6-setlock"));
    boolean adopts = new KnobReader(posix).exists(Posix.CWD, ScanDirectory.NO_ADOPT) <= 0;
    int directory = posix.open(Posix.CWD, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (directory < 0) return noDirectory(directory);
    int changed = posix.fchdir(directory);
    if (changed < 0) return noDirectory(changed);
    int limited = posix.getLimit(Posix.RLIMIT_NOFILE, descriptorLimit);
    if (limited < 0) return fail("getrlimit", null, limited);
    int nothing = posix.open(Posix.CWD, DEV_NULL, O_RDWR | O_CLOEXEC, 0);
    if (nothing < 0) return fail("open ", DEV_NULL, nothing);
    means = new Means(posix, messages, null, nothing, setlock, descriptorLimit[0]);
    possession = new Possession(means, adopts);
    service = new Service(means);
    service.name = name;
    service.directory = directory;
    return 0;
  }

  /** Before it has a service the program goes by its own name alone. */
  private int noDirectory(int error) {
    return new Messages(posix, CString.baseName(calledAs))
        .fatal()
        .unableTo("chdir to ")
        .bytes(name)
        .exit(ExitCode.SYSTEM, error);
  }

  /** Were SIGCHLD ignored, as it may be inherited, no exit status would ever arrive. */
  private int trapSignals() {
    posix.defaultSignal(SIGCHLD);
    long asked = bit(SIGTERM) | bit(SIGHUP) | bit(SIGQUIT) | bit(SIGINT);
    signals = posix.signals(bit(SIGCHLD) | asked | bit(MUSL_SIGRTMIN));
    if (signals < 0) return fail("trap signals", null, signals);
    int ignored = posix.ignoreSignal(SIGPIPE);
    return ignored < 0 ? fail("ignore SIGPIPE", null, ignored) : 0;
  }

  private int fail(String what, byte[] file, int error) {
    messages.fatal().unableTo(what);
    if (file != null) messages.bytes(file);
    return messages.exit(ExitCode.SYSTEM, error);
  }
}
