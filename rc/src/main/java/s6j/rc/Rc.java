package s6j.rc;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.formats.Cdb;
import s6j.formats.LivePath;
import s6j.formats.LockFile;
import s6j.formats.RcDatabase;
import s6j.formats.ServiceStatus;
import s6j.formats.StatusFile;
import s6j.formats.TransitionTimes;
import s6j.formats.WholeFile;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** s6-rc: brings services up and down and tells which are (docs/specification/s6-rc.md, E). */
final class Rc {
  private static final char NO_LOCK = 1;
  private static final char CONCURRENCY = 2;
  private static final char JSON = 3;
  private static final char NO_PROGRESS = 4;
  private static final char LOCK_FD = 5;

  /** Under its own names it tells all; under that of s6-rc it ends as that does (decision 4). */
  private static final byte[] OF_S6 = CString.of("s6-");

  private static final int INVALID = 4;
  private static final int UNKNOWN_NAME = 3;

  /** The first word behind the options. */
  private enum Command {
    CHANGE,
    DIFF,
    HEALTHY,
    HELP,
    LIST,
    LISTALL,
    RELOAD,
    START,
    STATUS,
    STOP,
    TIMES,
    WHY;

    static Command of(byte[] word) {
      for (Command command : values()) if (CString.is(word, command.word())) return command;
      return null;
    }

    static String[] words() {
      String[] words = new String[values().length];
      for (Command command : values()) words[command.ordinal()] = command.word();
      return words;
    }

    private String word() {
      return switch (this) {
        case CHANGE -> "change";
        case DIFF -> "diff";
        case HEALTHY -> "healthy";
        case HELP -> "help";
        case LIST -> "list";
        case LISTALL -> "listall";
        case RELOAD -> "reload";
        case START -> "start";
        case STATUS -> "status";
        case STOP -> "stop";
        case TIMES -> "times";
        case WHY -> "why";
      };
    }

    /** Whether it tells how things are, a change under way included, and takes no lock. */
    boolean looks() {
      return this == STATUS || this == WHY || this == TIMES || this == HEALTHY;
    }

    boolean writes() {
      return this == CHANGE || this == START || this == STOP || this == RELOAD;
    }
  }

  private final Posix posix;
  private final Messages messages;
  private final byte[] calledAs;
  private final RcSettings settings = new RcSettings();
  private LiveDirectory live;
  private CompiledSet set;
  private RcDatabase database;
  private byte[] state;
  private UnfinishedChange unfinished;
  private NamedServices named;
  private Selection selection;
  private boolean down;
  private boolean hideEssential;
  private boolean prune;
  private boolean selectLive;

  /** {@code list} tells of states; what is stopped takes along what was up for it alone. */
  private boolean clean;

  private boolean wait;
  private boolean noLock;
  private int liveLock = -1;
  private int setLock = -1;

  /** It is run by s6-rc-update, which must not go on after a part of it. */
  private boolean inUpdate;

  private boolean json;
  private boolean noProgress;

  private Rc(Posix posix, Messages messages, byte[] calledAs) {
    this.posix = posix;
    this.messages = messages;
    this.calledAs = calledAs;
    live = new LiveDirectory(posix, LivePath.of(posix));
  }

  static Program declaration() {
    return new Program(
            "s6-rc",
            "rc",
            "[ -v verbosity ] [ -n dryrunthrottle ] [ -t timeout ] [ -l live ] [ -b ] [ -E | -e ]"
                + " [ -u | -d | -D ] [ -p ] [ -a ]"
                + " help|list|listall|diff|start|stop|change [ servicenames... ]",
            "brings services up and down",
            Rc::run)
        .commands(Command.words())
        .value('v', "verbosity", "N", "0 errors, 1 warnings (default), 2 services, 3 everything")
        .value('n', "dry-run", "MS", "only print what would be run, each taking MS milliseconds")
        .value('t', "timeout", "MS", "end after this many milliseconds; 0 is never")
        .value('l', "livedir", "DIR", "live directory; $S6J_LIVE or /run/s6-rc if not given")
        .value(CONCURRENCY, "concurrency", "N", "oneshots at a time; 36 if not given")
        .flag('u', "up", "bring up (default)")
        .flag('d', "down", "bring down")
        .flag('D', "all-down", "bring down, essential services too")
        .flag('p', "prune", "bring all other services into the opposite state")
        .flag('a', "add", "select all services that are up too")
        .flag('c', "clean", "stop what was up for these services only; list: show states")
        .flag('b', "block", "wait for the locks")
        .flag('E', "with-essentials", "show essential services; do not stop them (default)")
        .flag('e', "without-essentials", "hide essential services; stop them too")
        .flag(NO_LOCK, "no-lock", "take no lock")
        .value(LOCK_FD, "lock-fd", "N", "of s6-rc-update: keep its lock, descriptor N, to the end")
        .flag(NO_PROGRESS, "no-progress", "show no live progress on a terminal")
        .flag(JSON, "json", "status, times and healthy: print JSON");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    posix.ignoreSignal(Signal.SIGPIPE);
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Rc rc = new Rc(posix, messages, arguments[0]);
    int code = rc.start(program, arguments);
    if (rc.setLock >= 0) posix.close(rc.setLock);
    if (rc.liveLock >= 0) posix.close(rc.liveLock);
    return code;
  }

  private int start(Program program, byte[][] arguments) {
    RcOptions options = new RcOptions();
    int first = options.read(program, arguments);
    if (first < 0) return -first;
    int code = options.numbers();
    if (code != 0) return code;
    if (first == arguments.length) return messages.usage(program);
    Command command = Command.of(arguments[first]);
    if (command == null)
      return messages.fatal().text("unknown command: ").bytes(arguments[first]).exit(100);
    if (command == Command.HELP) return help();
    if (command == Command.START) down = false;
    if (command == Command.STOP) down = true;
    if (command == Command.START || command == Command.STOP) prune = false;
    if (command == Command.WHY && arguments.length != first + 2) return messages.usage(program);
    code = open(command);
    if (code == 0 && command == Command.DIFF) return diff();
    if (code == 0) code = select(command, arguments, first + 1);
    if (code == 0 && tellsOfProcesses(command)) code = cannotSee();
    if (code == 0 && command == Command.STATUS) return status(arguments.length > first + 1);
    if (code == 0 && command == Command.HEALTHY) return healthy(arguments.length > first + 1);
    if (code == 0 && command == Command.WHY) return why();
    if (code == 0 && command == Command.TIMES) return times(arguments.length > first + 1);
    return code == 0 ? perform(command) : code;
  }

  /** The values of options, read once all of the command line is known to be right. */
  private final class RcOptions {
    private byte[] verbosity;
    private byte[] dryRun;
    private byte[] timeout;
    private byte[] concurrency;

    /** The place of the first operand, or the negated exit code. */
    int read(Program program, byte[][] arguments) {
      Options options = new Options(program, arguments);
      for (int letter = options.next(); letter != Options.END; letter = options.next()) {
        if (letter == Options.WRONG || !take(letter, options.value()))
          return -options.refuse(messages);
      }
      return options.firstOperand();
    }

    private boolean take(int letter, byte[] value) {
      switch (letter) {
        case 'v' -> verbosity = value;
        case 'n' -> dryRun = value;
        case 't' -> timeout = value;
        case CONCURRENCY -> concurrency = value;
        case LOCK_FD -> keepLock(value);
        case 'l' -> live = new LiveDirectory(posix, value);
        default -> {
          return takeFlag(letter);
        }
      }
      return true;
    }

    /** Of the processes that -v4 runs, which a killed s6-rc leaves waiting, none shall keep it. */
    private void keepLock(byte[] value) {
      posix.setCloseOnExec((int) Decimal.parse(value), true);
      inUpdate = true;
    }

    /** The timeout's message is a slip of the reference, kept. */
    int numbers() {
      if (verbosity != null) settings.verbosity = Decimal.parse(verbosity);
      if (settings.verbosity == Decimal.INVALID) return wrong("verbosity");
      if (dryRun != null) {
        settings.dryRunMillis = Decimal.parse(dryRun);
        if (settings.dryRunMillis == Decimal.INVALID) return wrong("dry-run");
      }
      if (timeout != null) settings.timeoutMillis = Decimal.parse(timeout);
      if (settings.timeoutMillis == Decimal.INVALID) return wrong("verbosity");
      if (concurrency == null) return 0;
      long number = Decimal.parse(concurrency);
      if (number < 1) return wrong("concurrency");
      settings.concurrency = (int) Math.min(number, Integer.MAX_VALUE);
      return 0;
    }

    private int wrong(String what) {
      return messages.fatal().text(what).text(" must be an unsigned integer").exit(100);
    }
  }

  private boolean takeFlag(int letter) {
    switch (letter) {
      case 'u' -> down = false;
      case 'd' -> down = true;
      case 'D' -> {
        down = true;
        hideEssential = true;
      }
      case 'p' -> prune = true;
      case 'a' -> selectLive = true;
      case 'c' -> clean = true;
      case 'b' -> wait = true;
      case 'E' -> hideEssential = false;
      case 'e' -> hideEssential = true;
      case JSON -> json = true;
      case NO_PROGRESS -> noProgress = true;
      case NO_LOCK -> noLock = true;
      default -> {
        return false;
      }
    }
    return true;
  }

  private int help() {
    Output out = new Output(posix, 1, 4096);
    out.text("s6-rc help\n")
        .text("s6-rc [ -l live ] [ -a ] list [ servicenames... ]\n")
        .text("s6-rc [ -l live ] [ -a ] [ -u | -d ] listall [ servicenames... ]\n")
        .text("s6-rc [ -l live ] diff\n")
        .text("s6-rc [ -l live ] [ -a ] [ -u | -d | -D ] [ -p ] [ -v verbosity ] [ -t timeout ]")
        .text(" [ -n dryrunthrottle ] change [ servicenames... ]\n");
    return out.finish(messages, 0);
  }

  /** Locks and reads: 0, or an exit code. */
  private int open(Command command) {
    // Before a lock is opened: that would be one of them.
    if (command.writes()) OneshotCalls.openStandard(posix);
    set = new CompiledSet(posix, messages, live.file("compiled"), live.path());
    boolean locks = !noLock && !command.looks();
    int answer = locks ? liveLock = live.lock(command.writes(), wait) : 0;
    if (answer >= 0 && locks) answer = setLock = set.directory().lock(wait);
    if (answer < 0) return messages.fatal().unableTo("take locks").exit(111, answer);
    int code = set.readSizes();
    if (code != 0) return code;
    state = new byte[set.directory().serviceCount()];
    code = readState();
    if (code == 0) code = set.readDatabase();
    database = set.database();
    return code == 0 ? repair(command, locks) : code;
  }

  /** What a command without locks leaves alone is its caller's business, who has them. */
  private int repair(Command command, boolean locks) {
    unfinished = new UnfinishedChange(posix, live, database);
    if (!command.writes() || settings.isDryRun()) return 0;
    boolean stops = down && !prune && command != Command.RELOAD;
    if (!locks) return LiveRepair.settle(messages, live, state, unfinished, stops);
    boolean tells = settings.verbosity > 0;
    return LiveRepair.run(posix, messages, live, database, state, unfinished, stops, tells);
  }

  private int readState() {
    StateFile file = new StateFile(posix, live.file("state"));
    int answer = file.read(state);
    if (answer == StateFile.SHORT)
      return messages.fatal().unableTo("read valid state in ").bytes(file.path()).exit(INVALID);
    if (answer < 0) return messages.fatal().unableTo("read ").bytes(file.path()).exit(111, answer);
    return 0;
  }

  /** One line a longrun that s6 wants in another state than it was brought to. */
  private int diff() {
    Output out = new Output(posix, 1, 16384);
    StatusFile file = new StatusFile(posix);
    ServiceStatus status = new ServiceStatus();
    int code = 0;
    for (int i = 0; i < database.longruns; i++) {
      byte[] directory = live.service(database.nameOf(i));
      int answer = file.readOf(directory, status);
      if (answer < 0)
        return messages
            .fatal()
            .unableTo("read longrun status for ")
            .bytes(directory)
            .exit(111, answer);
      if (status.wantUp == ((state[i] & StateFile.UP) != 0)) continue;
      code = 1;
      out.text(status.wantUp ? "+" : "-").bytes(database.nameOf(i)).line();
    }
    return out.finish(messages, code);
  }

  private int select(Command command, byte[][] names, int from) {
    selection = new Selection(database);
    named = new NamedServices(posix, live, database, state);
    named.read();
    int code = set.readNames();
    for (int i = from; i < names.length && code == 0; i++) code = selectName(command, names[i]);
    if (selectLive && code == 0) selection.addLive(state);
    return code;
  }

  private int selectName(Command command, byte[] name) {
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
      if (!command.writes() || command == Command.RELOAD) continue;
      if (down) named.forget(service);
      else state[service] |= StateFile.NAMED;
    }
    return 0;
  }

  private int perform(Command command) {
    if (command == Command.LIST) return list();
    if (command != Command.RELOAD) selection.close(!down);
    if (command == Command.LISTALL) return print();
    RcLoop loop = loop();
    int code = command == Command.RELOAD ? loop.reload(selection.members()) : change(loop);
    loop.close();
    return code;
  }

  /** With -c all, if nothing is selected. */
  private int list() {
    if (clean && !selectLive && selection.isEmpty()) selection.addAll();
    else if (down) selection.invert();
    return print();
  }

  private static boolean tellsOfProcesses(Command command) {
    return command == Command.STATUS || command == Command.HEALTHY || command == Command.WHY;
  }

  /** A service that may not be looked at has no state to tell: 0, or the exit code once said. */
  private int cannotSee() {
    for (int i = 0; i < database.longruns; i++) {
      byte[] directory = live.service(database.nameOf(i));
      int supervised = LockFile.isSupervised(posix, directory);
      if (supervised >= 0) continue;
      messages.fatal().unableTo("read longrun status for ").bytes(directory);
      return messages.exit(111, supervised);
    }
    return 0;
  }

  private int print() {
    Output out = new Output(posix, 1, 16384);
    for (int i = 0; i < database.count(); i++) if (selection.shows(i, hideEssential)) print(out, i);
    return out.finish(messages, 0);
  }

  /** With -c a line {@code NAME/STATE/HOW}, the last for what is up alone. */
  private void print(Output out, int service) {
    out.bytes(database.nameOf(service));
    if (clean) {
      boolean up = (state[service] & StateFile.UP) != 0;
      out.text(up ? named.has(service) ? "/up/explicit" : "/up/pulled" : "/down/");
    }
    out.line();
  }

  private int status(boolean selected) {
    Output out = new Output(posix, 1, 16384);
    StatusTable table = new StatusTable(out);
    boolean first = true;
    for (int i = 0; i < database.count(); i++) {
      if (selected && !selection.members()[i]) continue;
      ServiceReport report = new ServiceReport(posix, database, live, state, i);
      if (json) {
        out.text(first ? "[\n" : ",\n");
        StatusTable.json(out, report);
      } else table.add(report);
      first = false;
    }
    if (!json) table.print();
    else out.text(first ? "[]\n" : "\n]\n");
    return out.finish(messages, 0);
  }

  /** 0 if all that the name stands for is up, else 1. */
  private int why() {
    Output out = new Output(posix, 1, 4096);
    WhyAnswer answer = new WhyAnswer(posix, database, live, state, out);
    int code = 0;
    for (int i = 0; i < database.count(); i++)
      if (selection.members()[i] && !answer.tell(i)) code = 1;
    return out.finish(messages, code);
  }

  /** 0 if all that is wanted, or named, is as it should be; else 1. */
  private int healthy(boolean selected) {
    Output out = new Output(posix, 1, 4096);
    HealthAnswer answer = new HealthAnswer(posix, out, json);
    for (int i = 0; i < database.count(); i++) {
      boolean wanted = (state[i] & (StateFile.UP | StateFile.NAMED)) != 0;
      if ((selected ? selection.members()[i] : wanted) && !isSkipped(i))
        answer.look(new ServiceReport(posix, database, live, state, i));
    }
    int code = answer.end();
    return out.finish(messages, code);
  }

  /**
   * Whether the conditions of its definition did not hold at its start: that is as it should be.
   */
  private boolean isSkipped(int service) {
    byte[] reason = CString.path(live.file("skipped"), database.nameOf(service));
    return posix.access(Posix.CWD, reason, Posix.F_OK) >= 0;
  }

  private int times(boolean selected) {
    WholeFile file = new WholeFile(posix);
    int length = file.read(Posix.CWD, live.file(TransitionTimes.FILE));
    if (length < 0 && length != -Errno.ENOENT)
      return messages
          .fatal()
          .unableTo("read ")
          .bytes(live.file(TransitionTimes.FILE))
          .exit(111, length);
    TransitionTimes read = new TransitionTimes().read(file.bytes(), Math.max(0, length));
    LastStart start = new LastStart(database, read);
    if (start.count() == 0)
      return messages.fatal().text("no start is recorded in ").bytes(live.path()).exit(1);
    if (!selected) selection.addAll();
    Output out = new Output(posix, 1, 16384);
    TimesTable table = new TimesTable(out, database, start);
    if (json) table.json(selection.members());
    else table.print(selection.members());
    return out.finish(messages, 0);
  }

  private RcLoop loop() {
    settings.stopsEssential = hideEssential;
    settings.forgivesUndone = !inUpdate && CString.startsWith(CString.baseName(calledAs), OF_S6);
    TransitionCommand command = new TransitionCommand(posix, database, live, settings, calledAs);
    ProgressScreen screen = showsProgress() ? new ProgressScreen(posix) : null;
    RcNarrator narrator = new RcNarrator(messages, database, settings, screen);
    return new RcLoop(posix, database, live, settings, narrator, screen, command, unfinished);
  }

  private boolean showsProgress() {
    boolean wanted = !noProgress && settings.verbosity > 0 && !settings.isDryRun();
    return wanted && ProgressScreen.isPossible(posix);
  }

  /** With -p first everything else goes down, then the selection up; or the other way round. */
  private int change(RcLoop loop) {
    if (!settings.isDryRun()) named.save();
    if (!prune && down && clean) return stopAndClean(loop);
    if (!prune) return loop.change(state, selection.members(), !down);
    if (!down) selection.invert();
    int code = loop.change(state, selection.members(), false);
    if (code != 0 || loop.isTerminated()) return code;
    selection.invert();
    return loop.change(state, selection.members(), true);
  }

  /** What nobody has asked for, and nothing needs that somebody has, goes down as well. */
  private int stopAndClean(RcLoop loop) {
    int code = loop.change(state, selection.members(), false);
    if (code != 0 || loop.isTerminated()) return code;
    return loop.change(state, named.unneeded(), false);
  }
}
