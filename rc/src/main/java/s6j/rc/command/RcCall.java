package s6j.rc.command;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.formats.Cdb;
import s6j.formats.RcDatabase;
import s6j.formats.files.LivePath;
import s6j.formats.files.LockFile;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;
import s6j.posix.StandardDescriptors;
import s6j.rc.answer.ServiceReport;
import s6j.rc.change.RcSettings;
import s6j.rc.live.CompiledSet;
import s6j.rc.live.LiveDirectory;
import s6j.rc.live.NamedServices;
import s6j.rc.live.Selection;
import s6j.rc.live.StateFile;
import s6j.rc.live.UnfinishedChange;
import s6j.rc.update.LiveRepair;

/** One call of s6-rc: what its command line says, and what its commands work on. */
final class RcCall {
  private static final int INVALID = 4;
  private static final int UNKNOWN_NAME = 3;

  private static final Option VERBOSITY =
      Option.value(
              'v', "verbosity", "N", "0 errors, 1 warnings (default), 2 services, 3 everything")
          .complaint("verbosity must be an unsigned integer");
  private static final Option DRY_RUN =
      Option.value(
              'n', "dry-run", "MS", "only print what would be run, each taking MS milliseconds")
          .complaint("dry-run must be an unsigned integer");

  /** The complaint is a slip of the reference, kept. */
  private static final Option TIMEOUT =
      Option.value('t', "timeout", "MS", "end after this many milliseconds; 0 is never")
          .complaint("verbosity must be an unsigned integer");

  private static final Option LIVE =
      Option.value('l', "livedir", "DIR", "live directory; $S6J_LIVE or /run/s6-rc if not given");
  private static final Option CONCURRENCY =
      Option.value("concurrency", "N", "oneshots at a time; 36 if not given")
          .within(1, Long.MAX_VALUE)
          .complaint("concurrency must be an unsigned integer");
  private static final Option UP = Option.flag('u', "up", "bring up (default)");
  private static final Option DOWN = Option.flag('d', "down", "bring down");
  private static final Option ALL_DOWN =
      Option.flag('D', "all-down", "bring down, essential services too");
  private static final Option PRUNE =
      Option.flag('p', "prune", "bring all other services into the opposite state");
  private static final Option ADD = Option.flag('a', "add", "select all services that are up too");
  private static final Option CLEAN =
      Option.flag('c', "clean", "stop what was up for these services only; list: show states");
  private static final Option BLOCK = Option.flag('b', "block", "wait for the locks");
  private static final Option WITH_ESSENTIALS =
      Option.flag('E', "with-essentials", "show essential services; do not stop them (default)");
  private static final Option WITHOUT_ESSENTIALS =
      Option.flag('e', "without-essentials", "hide essential services; stop them too");
  private static final Option NO_LOCK = Option.flag("no-lock", "take no lock");
  private static final Option LOCK_FD =
      Option.value("lock-fd", "N", "of s6-rc-update: keep its lock, descriptor N, to the end");
  private static final Option NO_PROGRESS =
      Option.flag("no-progress", "show no live progress on a terminal");
  private static final Option JSON = Option.flag("json", "status, times and healthy: print JSON");

  final Posix posix;
  final Messages messages;
  final byte[] calledAs;
  final Line line;
  final RcSettings settings = new RcSettings();
  final LiveDirectory live;

  final boolean hideEssential;
  final boolean selectLive;

  /** It is run by s6-rc-update, which must not go on after a part of it. */
  final boolean inUpdate;

  boolean down;
  boolean prune;
  CompiledSet set;
  RcDatabase database;
  byte[] state;
  UnfinishedChange unfinished;
  NamedServices named;
  Selection selection;
  private int liveLock = -1;
  private int setLock = -1;

  RcCall(Posix posix, Program program, byte[][] arguments) {
    this.posix = posix;
    calledAs = arguments[0];
    messages = new Messages(posix, CString.baseName(calledAs));
    line = program.read(arguments, messages, 0);
    settings.verbosity = line.number(VERBOSITY, settings.verbosity);
    settings.dryRunMillis = line.number(DRY_RUN, settings.dryRunMillis);
    settings.timeoutMillis = line.number(TIMEOUT, settings.timeoutMillis);
    long most = line.number(CONCURRENCY, settings.concurrency);
    settings.concurrency = (int) Math.min(most, Integer.MAX_VALUE);
    live = new LiveDirectory(posix, line.bytes(LIVE, LivePath.of(posix)));
    Option direction = line.last(UP, DOWN, ALL_DOWN);
    down = direction == DOWN || direction == ALL_DOWN;
    Option essentials = line.last(ALL_DOWN, WITH_ESSENTIALS, WITHOUT_ESSENTIALS);
    hideEssential = essentials == ALL_DOWN || essentials == WITHOUT_ESSENTIALS;
    prune = line.has(PRUNE);
    selectLive = line.has(ADD);
    inUpdate = line.has(LOCK_FD);
    if (inUpdate) keepLock(line.bytes(LOCK_FD, null));
  }

  /** {@code list} tells of states; what is stopped takes along what was up for it alone. */
  boolean isClean() {
    return line.has(CLEAN);
  }

  boolean isJson() {
    return line.has(JSON);
  }

  boolean hidesProgress() {
    return line.has(NO_PROGRESS);
  }

  static Program declare(Program program) {
    return program
        .options(VERBOSITY, DRY_RUN, TIMEOUT, LIVE, CONCURRENCY, UP, DOWN, ALL_DOWN, PRUNE, ADD)
        .options(CLEAN, BLOCK, WITH_ESSENTIALS, WITHOUT_ESSENTIALS, NO_LOCK, LOCK_FD)
        .options(NO_PROGRESS, JSON);
  }

  /** Of the processes that -v4 runs, which a killed s6-rc leaves waiting, none shall keep it. */
  private void keepLock(byte[] descriptor) {
    posix.setCloseOnExec((int) Decimal.parse(descriptor), true);
  }

  /** Some commands have a direction of their own, whatever the options say. */
  void direct(RcCommand command) {
    if (command != RcCommand.START && command != RcCommand.STOP) return;
    down = command == RcCommand.STOP;
    prune = false;
  }

  /** Whether services are named. */
  boolean isSelective() {
    return line.operandCount() > 1;
  }

  void close() {
    if (setLock >= 0) posix.close(setLock);
    if (liveLock >= 0) posix.close(liveLock);
  }

  /** Text of an answer on standard output. */
  Output output() {
    return new Output(posix, 1, 16384);
  }

  /** What is told of a service. */
  ServiceReport report(int service) {
    return new ServiceReport(posix, database, live, state, service);
  }

  /** Locks and reads: 0, or an exit code. */
  int open(RcCommand command) {
    // Before a lock is opened: that would be one of them.
    if (command.writes()) StandardDescriptors.open(posix);
    set = new CompiledSet(posix, messages, live.file("compiled"), live.path());
    boolean locks = !line.has(NO_LOCK) && !command.looks();
    int answer = locks ? liveLock = live.lock(command.writes(), line.has(BLOCK)) : 0;
    if (answer >= 0 && locks) answer = setLock = set.directory().lock(line.has(BLOCK));
    if (answer < 0) return messages.fatal().unableTo("take locks").exit(ExitCode.SYSTEM, answer);
    int code = set.readSizes();
    if (code != 0) return code;
    state = new byte[set.directory().serviceCount()];
    code = readState();
    if (code == 0) code = set.readDatabase();
    database = set.database();
    return code == 0 ? repair(command, locks) : code;
  }

  /** What a command without locks leaves alone is its caller's business, who has them. */
  private int repair(RcCommand command, boolean locks) {
    unfinished = new UnfinishedChange(posix, live, database);
    if (!command.writes() || settings.isDryRun()) return 0;
    boolean stops = down && !prune && command != RcCommand.RELOAD;
    if (!locks) return LiveRepair.settle(messages, live, state, unfinished, stops);
    boolean tells = settings.verbosity > 0;
    return LiveRepair.run(posix, messages, live, database, state, unfinished, stops, tells);
  }

  private int readState() {
    StateFile file = new StateFile(posix, live.file("state"));
    int answer = file.read(state);
    if (answer == StateFile.SHORT)
      return messages.fatal().unableTo("read valid state in ").bytes(file.path()).exit(INVALID);
    if (answer < 0)
      return messages.fatal().unableTo("read ").bytes(file.path()).exit(ExitCode.SYSTEM, answer);
    return 0;
  }

  /** Selects the named services: 0, or an exit code. */
  int select(RcCommand command) {
    selection = new Selection(database);
    named = new NamedServices(posix, live, database, state);
    named.read();
    int code = set.readNames();
    for (int i = 1; i < line.operandCount() && code == 0; i++)
      code = select(command, line.operand(i));
    if (selectLive && code == 0) selection.addLive(state);
    return code;
  }

  private int select(RcCommand command, byte[] name) {
    int answer = set.find(name);
    if (answer > 0) return answer;
    if (answer == Cdb.ABSENT)
      return messages
          .fatal()
          .bytes(name)
          .text(" is not a recognized identifier in ")
          .bytes(set.shown("resolve.cdb"))
          .exit(UNKNOWN_NAME);
    for (int i = 0; i < set.directory().found(); i++) {
      int service = set.directory().found(i);
      selection.add(service);
      if (!command.writes() || command == RcCommand.RELOAD) continue;
      if (down) named.forget(service);
      else state[service] |= StateFile.NAMED;
    }
    return 0;
  }

  /** A service that may not be looked at has no state to tell: 0, or the exit code once said. */
  int cannotSee() {
    for (int i = 0; i < database.longruns; i++) {
      byte[] directory = live.service(database.nameOf(i));
      int supervised = LockFile.isSupervised(posix, directory);
      if (supervised >= 0) continue;
      messages.fatal().unableTo("read longrun status for ").bytes(directory);
      return messages.exit(ExitCode.SYSTEM, supervised);
    }
    return 0;
  }
}
