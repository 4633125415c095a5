package s6j.chain;

import s6j.cli.Options;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/**
 * chpst of runit: every change of process state in one program. The order is fixed, whatever the
 * order of the options (runit chpst page).
 */
public final class Chpst {
  private static final int FAILURE = 111;

  private boolean session;
  private byte[] environment;
  private byte[] root;
  private byte[] directory;
  private int nice;
  private byte[] variables;
  private byte[] user;
  private byte[] lock;
  private boolean lockWaits;
  private final boolean[] closes = new boolean[3];
  private final byte[][] limits = new byte[128][];
  private byte[] name;

  private Chpst() {}

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
        .value('u', "[:]user[:group]", "become this user and these groups")
        .value('U', "[:]user[:group]", "set UID and GID to this user's and group's")
        .value('b', "argv0", "call the program by another name")
        .value('e', "dir", "set variables from the files of a directory")
        .value('/', "root", "change the root directory")
        .value('C', "pwd", "change the working directory, below the new root")
        .value('n', "inc", "add to the nice value, with + or - before it")
        .value('l', "lock", "lock a file, wait for the lock")
        .value('L', "lock", "lock a file, fail if it is taken")
        .value('m', "bytes", "limit data, stack, locked memory and address space")
        .value('d', "bytes", "limit the data segment")
        .value('o', "n", "limit open descriptors")
        .value('p', "n", "limit the processes of the user")
        .value('f', "bytes", "limit files")
        .value('c', "bytes", "limit core files")
        .value('r', "bytes", "limit resident memory")
        .value('t', "seconds", "limit the processor time")
        .flag('P', "run the program in a new session")
        .flag('0', "close standard input")
        .flag('1', "close standard output")
        .flag('2', "close standard error")
        .flag('v', "say more (there is no more to say)");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    return Chain.run(
        posix, program, arguments, (chain, options) -> new Chpst().plan(chain, options));
  }

  private int plan(Chain chain, Options options) {
    chain.failingWith(FAILURE);
    for (int option = options.next(); option != Options.END; option = options.next())
      if (option == Options.WRONG || !take(option, options.value())) return chain.wrongUse();
    addSteps(chain);
    if (!addLimits(chain)) return chain.wrongUse();
    if (name != null) chain.calling(name);
    return chain.leadsTo(options.firstOperand());
  }

  private boolean take(int option, byte[] value) {
    switch (option) {
      case 'u' -> user = value;
      case 'U' -> variables = value;
      case 'b' -> name = value;
      case 'e' -> environment = value;
      case '/' -> root = value;
      case 'C' -> directory = value;
      case 'n' -> {
        return takeNice(value);
      }
      case 'l', 'L' -> {
        return takeLock(value, option == 'l');
      }
      case 'P' -> session = true;
      case '0', '1', '2' -> closes[option - '0'] = true;
      case 'v' -> {}
      case 'm' -> {
        limits['m'] = value;
        limits['d'] = null;
      }
      case 'd', 'o', 'p', 'f', 'c', 'r', 't' -> limits[option] = value;
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean takeLock(byte[] file, boolean waits) {
    if (lock != null) return false;
    lock = file;
    lockWaits = waits;
    return true;
  }

  private boolean takeNice(byte[] text) {
    boolean signed = text.length > 0 && (text[0] == '-' || text[0] == '+');
    long value = Decimal.parse(text, signed ? 1 : 0, CString.length(text), 10);
    if (value < 0 || value > Short.MAX_VALUE) return false;
    nice = (int) (text[0] == '-' ? -value : value);
    return true;
  }

  private void addSteps(Chain chain) {
    if (session) chain.then(silentSession());
    if (environment != null) chain.then(variablesOf(chain.posix));
    if (root != null) chain.then(this::changeRoot);
    if (directory != null) chain.then(next -> changeDirectory(next, directory));
    if (nice != 0) chain.then(this::changeNice);
    if (variables != null) chain.then(new ChpstAccount(variables, true));
    if (user != null) chain.then(new ChpstAccount(user, false));
    if (lock != null) chain.then(lockStep());
    for (int fd = 0; fd <= 2; fd++) if (closes[fd]) chain.then(closing(fd));
  }

  private boolean addLimits(Chain chain) {
    String order = "mdopfcrt";
    for (int i = 0; i < order.length(); i++) {
      char option = order.charAt(i);
      if (limits[option] == null) continue;
      if (CString.is(limits[option], "=")) return false;
      for (int resource : Softlimit.resources(option)) {
        Limit limit = Limit.parse(resource, Limit.SOFT, limits[option]);
        if (limit == null) return false;
        chain.then(limit);
      }
    }
    return true;
  }

  private static Step silentSession() {
    Session step = new Session();
    step.silent = true;
    return step;
  }

  private Step variablesOf(Posix posix) {
    return new EnvironmentDirectory(environment, new VariableFile(posix).ofRunit());
  }

  private Step lockStep() {
    FileLock step = new FileLock(lock);
    step.waits = lockWaits;
    step.ofOpenFile = true;
    return step;
  }

  private int changeRoot(Chain chain) {
    int code = changeDirectory(chain, root);
    int answer = code == Step.GO_ON ? chain.posix.chroot(CString.of(".")) : 0;
    if (answer < 0) return chain.messages.fatal().unableTo("change root").exit(FAILURE, answer);
    return code;
  }

  private static int changeDirectory(Chain chain, byte[] path) {
    int answer = chain.posix.chdir(path);
    if (answer >= 0) return Step.GO_ON;
    return chain.messages.fatal().unableTo("chdir to ").bytes(path).exit(FAILURE, answer);
  }

  private int changeNice(Chain chain) {
    int answer = chain.posix.nice(nice);
    if (answer >= 0) return Step.GO_ON;
    return chain.messages.fatal().unableTo("set nice level").exit(FAILURE, answer);
  }

  private static Step closing(int fd) {
    return chain -> {
      int answer = chain.posix.close(fd);
      if (answer >= 0) return Step.GO_ON;
      return chain.messages.fatal().unableTo("close fd ").number(fd).exit(FAILURE, answer);
    };
  }
}
