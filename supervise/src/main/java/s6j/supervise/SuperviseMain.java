package s6j.supervise;

import static s6j.posix.OpenFlags.*;
import static s6j.posix.Signal.*;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.formats.ScanDirectory;
import s6j.formats.ServiceDirectory;
import s6j.formats.files.KnobReader;
import s6j.formats.talk.Handover;
import s6j.formats.talk.Successor;
import s6j.posix.CString;
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
public final class SuperviseMain implements Home {
  private static final int LONGEST_MESSAGE = 512;
  private static final int WIRED = 4;
  private static final byte[] DEV_NULL = CString.of("/dev/null");

  private final Posix posix;
  private final byte[] calledAs;
  private final byte[] name;
  private final Messages messages;
  private final long[] descriptorLimit = new long[2];
  private Means means;
  private @Nullable Service service;
  private @Nullable Possession possession;
  private int signals;
  private boolean wantUp;
  private final byte[][] arguments;

  /** Of whom this program takes the place; null if of nobody. */
  private Handover predecessor;

  /** What takes the place of this one; made when that is first wanted. */
  private @Nullable Successor successor;

  private Turn turn;

  private SuperviseMain(Posix posix, byte[][] arguments) {
    this.posix = posix;
    this.arguments = arguments;
    this.calledAs = arguments[0];
    this.name = arguments[1];
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
    int told = arguments.length > 2 ? Handover.descriptorIn(arguments[1]) : -1;
    SuperviseMain main =
        new SuperviseMain(posix, told < 0 ? arguments : Handover.without(arguments));
    int code = told < 0 ? main.prepare() : main.hear(told);
    if (code == 0) code = told < 0 ? main.supervise() : main.goOn();
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
    turn = new Turn(posix, messages, WIRED);
    SuperviseLoop loop = new SuperviseLoop(means, service, this);
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

  @Override
  public void left(SuperviseLoop who) {
    turn.leave();
  }

  // ---- in the place of another -----------------------------------------------------------------

  /** What cannot be done leaves everything as it was. */
  @Override
  public void upgrade(SuperviseLoop who) {
    if (successor == null) successor = new Successor(posix, arguments);
    Handover to = successor.begin(service.directory, ServiceDirectory.HANDOVER);
    service.handOver(to);
    who.handOver(to);
    messages.warning().unableTo("become the new image").end(successor.become());
  }

  /** The working directory is the service's already. */
  private int hear(int told) {
    predecessor = new Handover(posix).open(told);
    int opened = StandardDescriptors.open(posix);
    if (opened < 0) return fail("sanitize stdin and stdout", null, opened);
    int code = makeMeans(new Forerunners(posix, calledAs));
    if (code != 0) return code;
    service.takeUp(name, predecessor);
    return trapSignals();
  }

  private int goOn() {
    turn = new Turn(posix, messages, WIRED);
    SuperviseLoop loop = new SuperviseLoop(means, service, this);
    loop.wire(turn, signals);
    loop.takeUp(predecessor);
    boolean isWhole = predecessor.isWhole();
    predecessor.close();
    if (!isWhole) return fail("take the place of another image", null, predecessor.error());
    turn.collect();
    turn.run();
    return 0;
  }

  /** Here and not by the end of the process, which takes its time on the JVM. */
  private void release() {
    if (service == null) return;
    if (possession != null) possession.release();
    service.release();
    posix.close(means.nothing);
  }

  /** Forerunners are looked up before the change of directory, PATH may be relative. */
  private int enter() {
    int opened = StandardDescriptors.open(posix);
    if (opened < 0) return fail("sanitize stdin and stdout", null, opened);
    Forerunners forerunners = new Forerunners(posix, calledAs);
    boolean adopts = new KnobReader(posix).exists(Posix.CWD, ScanDirectory.NO_ADOPT) <= 0;
    int directory = posix.open(Posix.CWD, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (directory < 0) return noDirectory(directory);
    int changed = posix.fchdir(directory);
    if (changed < 0) return noDirectory(changed);
    int code = makeMeans(forerunners);
    if (code != 0) return code;
    possession = new Possession(means, adopts);
    service.name = name;
    service.directory = directory;
    return 0;
  }

  private int makeMeans(Forerunners forerunners) {
    int limited = posix.getLimit(Posix.RLIMIT_NOFILE, descriptorLimit);
    if (limited < 0) return fail("getrlimit", null, limited);
    int nothing = posix.open(Posix.CWD, DEV_NULL, O_RDWR | O_CLOEXEC, 0);
    if (nothing < 0) return fail("open ", DEV_NULL, nothing);
    means = new Means(posix, messages, null, nothing, forerunners, descriptorLimit[0]);
    service = new Service(means);
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

  private int fail(String what, byte @Nullable [] file, int error) {
    messages.fatal().unableTo(what);
    if (file != null) messages.bytes(file);
    return messages.exit(ExitCode.SYSTEM, error);
  }
}
