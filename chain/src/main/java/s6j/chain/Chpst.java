package s6j.chain;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.files.VariableFile;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/**
 * chpst of runit: every change of process state in one program. The order is fixed, whatever the
 * order of the options (runit chpst page).
 */
public final class Chpst {
  private static final Option USER =
      Option.value('u', "[:]user[:group]", "become this user and these groups");
  private static final Option VARIABLES =
      Option.value('U', "[:]user[:group]", "set UID and GID to this user's and group's");
  private static final Option NAME = Option.value('b', "argv0", "call the program by another name");
  private static final Option ENVIRONMENT =
      Option.value('e', "dir", "set variables from the files of a directory");
  private static final Option ROOT = Option.value('/', "root", "change the root directory");
  private static final Option DIRECTORY =
      Option.value('C', "pwd", "change the working directory, below the new root");
  private static final Option NICE =
      Option.value('n', "inc", "add to the nice value, with + or - before it");
  private static final Option LOCK = Option.value('l', "lock", "lock a file, wait for the lock");
  private static final Option LOCK_AT_ONCE =
      Option.value('L', "lock", "lock a file, fail if it is taken");
  private static final Option MEMORY =
      Option.value('m', "bytes", "limit data, stack, locked memory and address space");
  private static final Option DATA = Option.value('d', "bytes", "limit the data segment");

  /** In the order in which they are set. */
  private static final Option[] LIMITS = {
    MEMORY,
    DATA,
    Option.value('o', "n", "limit open descriptors"),
    Option.value('p', "n", "limit the processes of the user"),
    Option.value('f', "bytes", "limit files"),
    Option.value('c', "bytes", "limit core files"),
    Option.value('r', "bytes", "limit resident memory"),
    Option.value('t', "seconds", "limit the processor time")
  };

  private static final Option SESSION = Option.flag('P', "run the program in a new session");

  /** Descriptors 0, 1 and 2. */
  private static final Option[] CLOSED = {
    Option.flag('0', "close standard input"),
    Option.flag('1', "close standard output"),
    Option.flag('2', "close standard error")
  };

  private final Line line;
  private int nice;

  private Chpst(Line line) {
    this.line = line;
  }

  public static Program declaration() {
    return new Program(
            "chpst",
            null,
            "[ -vP012 ] [ -u [:]user[:group] ] [ -U [:]user[:group] ] [ -b argv0 ] [ -e dir ]"
                + " [ -/ root ] [ -C pwd ] [ -n nice ] [ -l | -L lock ] [ -m bytes ] [ -d bytes ]"
                + " [ -o n ] [ -p n ] [ -f bytes ] [ -c bytes ] [ -r bytes ] [ -t seconds ]"
                + " prog...",
            "runs a program with a changed process state, as in runit",
            Chpst::run)
        .options(USER, VARIABLES, NAME, ENVIRONMENT, ROOT, DIRECTORY, NICE, LOCK, LOCK_AT_ONCE)
        .options(LIMITS)
        .options(SESSION)
        .options(CLOSED)
        .ignoring(Option.flag('v', "say more (there is no more to say)"));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    return Chain.run(posix, program, arguments, (chain, line) -> new Chpst(line).plan(chain));
  }

  private int plan(Chain chain) {
    chain.failingWith(ExitCode.SYSTEM);
    for (Line.Given given = line.first(); given != null; given = given.next())
      if (given.option == NICE && !takeNice(given.value)) return line.usage();
    if (line.judge(1) != 0) return line.exitCode();
    if (line.count(LOCK) + line.count(LOCK_AT_ONCE) > 1) return line.usage();
    addSteps(chain);
    if (!addLimits(chain)) return line.usage();
    if (line.has(NAME)) chain.calling(line.bytes(NAME, null));
    return chain.leadsTo(line.firstOperand());
  }

  private boolean takeNice(byte[] text) {
    boolean signed = text.length > 0 && (text[0] == '-' || text[0] == '+');
    long value = Decimal.parse(text, signed ? 1 : 0, CString.length(text), 10);
    if (value < 0 || value > Short.MAX_VALUE) return false;
    nice = (int) (text[0] == '-' ? -value : value);
    return true;
  }

  private void addSteps(Chain chain) {
    if (line.has(SESSION)) chain.then(silentSession());
    if (line.has(ENVIRONMENT)) chain.then(variablesOf(chain.posix));
    if (line.has(ROOT)) chain.then(this::changeRoot);
    if (line.has(DIRECTORY)) chain.then(next -> changeDirectory(next, line.bytes(DIRECTORY, null)));
    if (nice != 0) chain.then(this::changeNice);
    if (line.has(VARIABLES)) chain.then(new ChpstAccount(line.bytes(VARIABLES, null), true));
    if (line.has(USER)) chain.then(new ChpstAccount(line.bytes(USER, null), false));
    if (line.has(LOCK) || line.has(LOCK_AT_ONCE)) chain.then(lockStep());
    for (int fd = 0; fd <= 2; fd++) if (line.has(CLOSED[fd])) chain.then(closing(fd));
  }

  private boolean addLimits(Chain chain) {
    for (Option option : LIMITS) {
      byte[] value = line.bytes(option, null);
      if (value == null || option == DATA && line.chose(MEMORY, DATA)) continue;
      if (CString.is(value, "=")) return false;
      for (int resource : Softlimit.resources(option.letter)) {
        ResourceLimit limit = ResourceLimit.parse(resource, ResourceLimit.SOFT, value);
        if (limit == null) return false;
        chain.then(limit);
      }
    }
    return true;
  }

  private static Deed silentSession() {
    Session step = new Session();
    step.silent = true;
    return step;
  }

  private Deed variablesOf(Posix posix) {
    return new EnvironmentDirectory(
        line.bytes(ENVIRONMENT, null), new VariableFile(posix).ofRunit());
  }

  private Deed lockStep() {
    FileLock step = new FileLock(line.bytes(LOCK, line.bytes(LOCK_AT_ONCE, null)));
    step.waits = line.has(LOCK);
    step.ofOpenFile = true;
    return step;
  }

  private int changeRoot(Chain chain) {
    int code = changeDirectory(chain, line.bytes(ROOT, null));
    int answer = code == Deed.GO_ON ? chain.posix.chroot(CString.of(".")) : 0;
    if (answer < 0)
      return chain.messages.fatal().unableTo("change root").exit(ExitCode.SYSTEM, answer);
    return code;
  }

  private static int changeDirectory(Chain chain, byte[] path) {
    int answer = chain.posix.chdir(path);
    if (answer >= 0) return Deed.GO_ON;
    return chain.messages.fatal().unableTo("chdir to ").bytes(path).exit(ExitCode.SYSTEM, answer);
  }

  private int changeNice(Chain chain) {
    int answer = chain.posix.nice(nice);
    if (answer >= 0) return Deed.GO_ON;
    return chain.messages.fatal().unableTo("set nice level").exit(ExitCode.SYSTEM, answer);
  }

  private static Deed closing(int fd) {
    return chain -> {
      int answer = chain.posix.close(fd);
      if (answer >= 0) return Deed.GO_ON;
      return chain.messages.fatal().unableTo("close fd ").number(fd).exit(ExitCode.SYSTEM, answer);
    };
  }
}
