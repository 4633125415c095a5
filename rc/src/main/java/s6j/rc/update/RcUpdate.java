package s6j.rc.update;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.Cdb;
import s6j.formats.RcDatabase;
import s6j.formats.files.LivePath;
import s6j.formats.files.NameList;
import s6j.formats.talk.FdholderClient;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.StandardDescriptors;
import s6j.rc.live.ChildRun;
import s6j.rc.live.CompiledSet;
import s6j.rc.live.Control;
import s6j.rc.live.LiveDirectory;
import s6j.rc.live.LiveHandover;
import s6j.rc.live.LiveName;
import s6j.rc.live.NamedServices;
import s6j.rc.live.StateFile;
import s6j.rc.live.UnfinishedChange;

/**
 * s6-rc-update: changes the database of a live directory under its services
 * (docs/specification/s6-rc.md, F).
 */
public final class RcUpdate {
  private static final int NOT_SWITCHED = 9;
  private static final int NOT_SWITCHED_IN_TIME = 10;
  private static final int INVALID = 4;
  private static final int TIMED_OUT = 2;

  /** The fd-holder's number in every database. */
  private static final int FDHOLDER = 1;

  private static final Option DRY_RUN =
      Option.flag('n', "dry-run", "only print what would be stopped and started");
  private static final Option VERBOSITY =
      Option.value('v', "verbosity", "N", "0 errors, 1 warnings (default), 2 steps and services")
          .complaint("verbosity must be an unsigned integer");

  /** The complaint is a slip of the reference, kept. */
  private static final Option TIMEOUT =
      Option.value('t', "timeout", "MS", "end after this many milliseconds; 0 is never")
          .complaint("verbosity must be an unsigned integer");

  private static final Option LIVE =
      Option.value('l', "livedir", "DIR", "live directory; $S6J_LIVE or /run/s6-rc if not given");
  private static final Option CONVERSIONS =
      Option.value('f', "conversion-file", "FILE", "old and new names of services, and restarts");
  private static final Option NO_FORCE =
      Option.flag('E', "no-force-essentials", "refuse to stop essential services (default)");
  private static final Option FORCE =
      Option.flag('e', "force-essentials", "stop essential services where needed");
  private static final Option BLOCK = Option.flag('b', "block", "wait for the locks");

  private final Posix posix;
  private final Messages messages;
  private final ChildRun child;
  private final byte[] livePath;
  private final byte[] conversionFile;
  private final byte[] compiled;
  private final long verbosity;
  private final long timeout;
  private long deadline;
  private final boolean dryRun;
  private final boolean wait;
  private final boolean stopsEssential;

  /** Of the live directory, the old and the new database, and the new live directory. */
  private final int[] locks = {-1, -1, -1, -1};

  private LiveDirectory live;
  private CompiledSet old;
  private CompiledSet fresh;
  private UpdatePlan plan;
  private UnfinishedChange unfinished;
  private NamedServices named;
  private StrayServices strays;

  private RcUpdate(Posix posix, Messages messages, byte[] calledAs, Line line) {
    this.posix = posix;
    this.messages = messages;
    child = new ChildRun(posix, calledAs);
    livePath = line.bytes(LIVE, LivePath.of(posix));
    conversionFile = line.bytes(CONVERSIONS, CString.of("/dev/null"));
    compiled = line.operand(0);
    verbosity = line.number(VERBOSITY, 1);
    timeout = line.number(TIMEOUT, 0);
    dryRun = line.has(DRY_RUN);
    wait = line.has(BLOCK);
    stopsEssential = line.chose(FORCE, NO_FORCE);
  }

  public static Program declaration() {
    return new Program(
            "s6-rc-update",
            "rc-update",
            "[ -n ] [ -v verbosity ] [ -t timeout ] [ -l live ] [ -f conversion_file ] [ -E | -e ]"
                + " [ -b ] newdb",
            "changes the database of a live directory under its services",
            RcUpdate::run)
        .options(DRY_RUN, VERBOSITY, TIMEOUT, LIVE, CONVERSIONS, NO_FORCE, FORCE, BLOCK);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    posix.ignoreSignal(Signal.SIGPIPE);
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 1);
    RcUpdate update = new RcUpdate(posix, messages, arguments[0], line);
    int code = line.refused() ? line.exitCode() : update.run();
    for (int lock : update.locks) if (lock >= 0) posix.close(lock);
    return code;
  }

  private int run() {
    int code = checkPaths();
    if (code == 0) code = lock();
    if (code == 0) code = read();
    if (code == 0) code = plan();
    return code == 0 ? update() : code;
  }

  private int checkPaths() {
    if (livePath.length == 0 || livePath[0] != '/') return notAbsolute(livePath);
    if (compiled.length == 0 || compiled[0] != '/') return notAbsolute(compiled);
    byte[] bare = LiveDirectory.withoutSlashes(livePath);
    if (bare == null)
      return messages.fatal().unableTo("canonicalize livedir").exit(ExitCode.SYSTEM, Errno.EINVAL);
    live = new LiveDirectory(posix, bare);
    long now = posix.monotonicNanos();
    deadline = timeout == 0 ? Deadline.NEVER : Deadline.after(now, timeout);
    old = new CompiledSet(posix, messages, live.file("compiled"), live.file("compiled"));
    fresh = new CompiledSet(posix, messages, compiled, compiled);
    return 0;
  }

  private int notAbsolute(byte[] path) {
    return messages.fatal().bytes(path).text(" is not an absolute path").exit(ExitCode.USAGE);
  }

  private int lock() {
    StandardDescriptors.open(posix);
    int answer = locks[0] = live.lock(true, wait);
    if (answer >= 0) answer = locks[1] = old.directory().lock(wait);
    if (answer < 0) {
      messages.fatal().unableTo("take lock on ").bytes(live.path()).text(" and ");
      return messages.bytes(live.file("compiled")).exit(ExitCode.SYSTEM, answer);
    }
    answer = locks[2] = fresh.directory().lock(wait);
    if (answer >= 0) return 0;
    return messages.fatal().unableTo("take lock on ").bytes(compiled).exit(ExitCode.SYSTEM, answer);
  }

  private int read() {
    int code = old.readSizes();
    if (code == 0) code = fresh.readSizes();
    if (code == 0) code = old.readDatabase();
    return code == 0 ? fresh.readDatabase() : code;
  }

  private int plan() {
    byte[] state = new byte[old.database().count()];
    StateFile file = new StateFile(posix, live.file("state"));
    int answer = file.read(state);
    if (answer == StateFile.SHORT)
      return messages.fatal().unableTo("read valid db in ").bytes(file.path()).exit(INVALID);
    if (answer < 0)
      return messages.fatal().unableTo("read ").bytes(file.path()).exit(ExitCode.SYSTEM, answer);
    named = new NamedServices(posix, live, old.database(), state);
    named.read();
    unfinished = new UnfinishedChange(posix, live, old.database());
    int code = dryRun ? 0 : repair(state);
    if (code != 0) return code;
    say("computing state adjustments");
    code = old.readNames();
    if (code != 0) return code;
    ConversionFile conversion = new ConversionFile(posix, messages, old, live.path());
    code = conversion.read(conversionFile);
    if (code == 0) code = fresh.readNames();
    return code == 0 ? convert(state, conversion.conversions()) : code;
  }

  private int repair(byte[] state) {
    boolean tells = verbosity > 0;
    return LiveRepair.run(posix, messages, live, old.database(), state, unfinished, false, tells);
  }

  private int convert(byte[] state, Conversions conversions) {
    boolean[] wasUp = new boolean[state.length];
    for (int i = 0; i < wasUp.length; i++) wasUp[i] = (state[i] & StateFile.UP) != 0;
    boolean[] restart = conversions.restart;
    plan = new UpdatePlan(old.database(), fresh.database(), wasUp, restart, !stopsEssential);
    for (int i = wasUp.length - 1; i >= 0; i--) {
      int code = convert(i, conversions.newNames[i]);
      if (code != 0) return code;
    }
    strays = new StrayServices(posix, live, plan);
    int answer = strays.find(!stopsEssential);
    if (answer < 0)
      return messages
          .fatal()
          .unableTo("opendir ")
          .bytes(live.file("servicedirs"))
          .exit(ExitCode.SYSTEM, answer);
    plan.compute();
    if (Deadline.passed(deadline, posix.monotonicNanos()))
      return messages.fatal().text("timed out while computing state adjutments").exit(10);
    return 0;
  }

  private int convert(int service, byte @Nullable [] newName) {
    RcDatabase database = old.database();
    int answer = fresh.find(newName == null ? database.nameOf(service) : newName);
    if (answer > 0) return answer;
    if (answer == Cdb.ABSENT && newName != null) {
      messages.fatal().text("bad conversion file: new service ").bytes(newName);
      return messages.text(" is undefined in database ").bytes(compiled).exit(4);
    }
    int[] targets = new int[answer == Cdb.ABSENT ? 0 : fresh.directory().found()];
    for (int i = 0; i < targets.length; i++) targets[i] = fresh.directory().found(i);
    int clash = plan.convert(service, targets);
    if (clash == UpdatePlan.NONE) return 0;
    messages.fatal().unableTo("convert database: new service ");
    messages.bytes(fresh.database().nameOf(clash));
    messages.text(" is a target for more than one conversion, including old service ");
    return messages.bytes(database.nameOf(service)).exit(6);
  }

  private int update() {
    int displaced = strays.addLeftOvers();
    if (displaced != UpdatePlan.NONE)
      return messages
          .fatal()
          .text("service ")
          .bytes(old.database().nameOf(displaced))
          .text(" is marked as essential and would have to be stopped")
          .exit(NOT_SWITCHED);
    int code = stop();
    if (code == 0 && !dryRun) code = change();
    return code == 0 ? start() : code;
  }

  private int stop() {
    NameList words = command(stopsEssential ? "-D" : "-d");
    for (int i = plan.stopped.length - 1; i >= 0; i--)
      if (plan.stopped[i]) words.add(plan.old.nameOf(i));
    say("stopping services in the old database");
    int code = child.run(words, sharedLock());
    if (code == 0) return 0;
    if (code < 0) return messages.fatal().unableTo("spawn s6-rc").exit(ExitCode.SYSTEM, code);
    messages.fatal().text("first s6-rc invocation failed").end();
    return switch (code) {
      case 1 -> NOT_SWITCHED;
      case 2 -> NOT_SWITCHED_IN_TIME;
      default -> code;
    };
  }

  private int start() {
    NameList words = command("-u");
    for (int i = plan.started.length - 1; i >= 0; i--)
      if (plan.started[i]) words.add(plan.fresh.nameOf(i));
    say("starting services in the new database");
    int code = child.run(words, sharedLock());
    if (code >= 0) return code;
    return messages.fatal().unableTo("exec s6-rc").exit(Executable.exitCode(code), code);
  }

  /** What both invocations of s6-rc begin with. */
  private NameList command(String direction) {
    NameList words = new NameList();
    byte[] level = Decimal.string(verbosity);
    if (dryRun) words.add("s6-rc-dryrun").add("-v").add(level).add("-t0").add("--");
    words.add("s6-rc").add("-v").add(level).add("-t").add(millisLeft());
    words.add("-l").add(live.path());
    if (!dryRun)
      words
          .add("--no-lock")
          .add(CString.concat(CString.of("--lock-fd="), Decimal.string(sharedLock())));
    return words.add(direction).add("--").add("change");
  }

  /** Of the live directory that is there now: the s6-rc that is run may outlive this one. */
  private int sharedLock() {
    return locks[3] >= 0 ? locks[3] : locks[0];
  }

  /** 0 without a timeout. */
  private byte[] millisLeft() {
    if (deadline == Deadline.NEVER) return Decimal.string(0);
    return Decimal.string(Math.max(1, Deadline.timeoutMillis(deadline, posix.monotonicNanos())));
  }

  private int change() {
    say("updating state and service directories");
    LiveSwitch change = new LiveSwitch(posix, live, plan, strays, unfinished, named, compiled);
    int answer = change.readOld();
    if (answer < 0)
      return messages
          .fatal()
          .unableTo("read prefix for ")
          .bytes(live.path())
          .exit(ExitCode.SYSTEM, answer);
    answer = change.prepare();
    locks[3] = change.lock();
    if (answer >= 0) answer = change.commit();
    if (answer < 0)
      return messages
          .fatal()
          .unableTo("make new live directory in ")
          .bytes(change.path())
          .exit(ExitCode.SYSTEM, answer);
    say("successfully switched to new database");
    byte[] prefix = change.prefix();
    LiveName name = new LiveName(posix, live.path());
    LiveHandover handover = new LiveHandover(posix, name, change.scanDirectory(), prefix);
    int code = manage(handover);
    tellOf(handover.staying());
    change.releaseKept();
    if (code == 0) code = updatePipes();
    if (code != 0) return code;
    say("cleaning up scan directory");
    answer = Control.sendScanner(posix, live.file("scandir"), "an");
    handover.removeOthers();
    if (answer >= 0) return 0;
    messages.warning().unableTo("send command to s6-svscan on ");
    messages.bytes(live.file("scandir")).end(answer);
    return 0;
  }

  private int manage(LiveHandover handover) {
    posix.unlink(Posix.CWD, live.file(UnfinishedUpdate.MOVES));
    int answer = handover.run(live.file("servicedirs"), deadline);
    if (answer >= 0) return 0;
    messages.fatal().unableTo("manage new service directories in ").bytes(live.path());
    if (answer != -Errno.ENXIO) return messages.exit(ExitCode.SYSTEM, answer);
    messages.text(": s6-svscan not running on ").bytes(live.path());
    return messages.text("/scandir").exit(ExitCode.USAGE);
  }

  private void tellOf(NameList staying) {
    for (int i = 0; i < staying.count() && verbosity >= 1; i++) {
      messages.warning().text("service ").bytes(staying.get(i)).text(" has not ended yet in ");
      messages.text("its former directory; it is supervised anew by a command after that").end();
    }
  }

  private int updatePipes() {
    say("updating s6rc-fdholder pipe storage");
    if (!plan.kept[FDHOLDER]) return 0;
    FdholderClient holder = new FdholderClient(posix, deadline);
    byte[] directory = live.service(LiveDirectory.FDHOLDER);
    int answer = holder.connect(CString.path(directory, CString.of("s")));
    if (answer >= 0) {
      PipeStore store = new PipeStore(posix);
      answer = store.update(holder, plan);
      store.dump().close(posix);
      holder.close();
    }
    return answer < 0 ? restartHolder(directory) : 0;
  }

  private int restartHolder(byte[] directory) {
    if (verbosity >= 1)
      messages.warning().unableTo("live update s6rc-fdholder - restarting it").end();
    NameList words = new NameList().add("s6-svc").add("-T").add(millisLeft()).add("-rwR");
    int code = child.run(words.add("--").add(directory));
    if (code < 0) return messages.fatal().unableTo("spawn s6-svc").exit(ExitCode.SYSTEM, code);
    if (code != 0 && verbosity >= 1) messages.warning().unableTo("restart s6rc-fdholder").end();
    if (!Deadline.passed(deadline, posix.monotonicNanos())) return 0;
    return messages.fatal().text("timed out during s6rc-fdholder update").exit(TIMED_OUT);
  }

  private void say(String what) {
    if (verbosity >= 2) messages.info().text(what).end();
  }
}
