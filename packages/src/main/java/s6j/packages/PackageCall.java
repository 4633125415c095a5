package s6j.packages;

import s6j.cli.Options;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** One call of a package command: its options, its operands, and where it works. */
final class PackageCall {
  static final int TROUBLE = 1;
  static final int USAGE = 111;
  static final int NO_SUCH_SERVICE = 252;
  static final int NO_SERVICES = 253;
  static final int NO_SUCH_PACKAGE = 255;

  private static final byte[] DEFAULT_ROOT = CString.of("/srv");
  private static final byte[] DEFAULT_RUN = CString.of("/var/run/supervisor");
  private static final char ROOT = 1;
  private static final char RUN = 2;
  private static final char JSON = 3;

  final Posix posix;
  final Notices notices;
  final byte[] calledAs;
  private final Program program;
  Places places;
  PackageNames names;
  boolean force;
  boolean json;

  /** The words behind the options, each reduced to the last name of its path. */
  byte[][] operands;

  PackageCall(Posix posix, Program program, byte[][] arguments) {
    this.posix = posix;
    this.program = program;
    notices = new Notices(posix);
    calledAs = arguments[0];
  }

  static Program declare(String name, String operands, String summary, Program.Main main) {
    String usage = "[ --root=DIR ] [ --run=DIR ] " + operands;
    return new Program(name, null, usage, summary, main)
        .value(ROOT, "root", "DIR", "the root of the packages; $S6J_ROOT or /srv if not given")
        .value(
            RUN,
            "run",
            "DIR",
            "what a reboot forgets; $S6J_RUN, /var/run/supervisor or below the root")
        .flag('h', "help", "print this and exit 111");
  }

  static Program declareForce(Program program) {
    return program.flag(
        'f', "force", "what is up already is no error, what is disabled is enabled");
  }

  static Program declareJson(Program program) {
    return program.flag(JSON, "json", "print JSON");
  }

  /** Reads the command line: 0, or the exit code. */
  int parse(byte[][] arguments, int leastOperands, int mostOperands) {
    byte[][] words = joined(arguments);
    Environment environment = new Environment(posix.environment());
    byte[] root = environment.get("S6J_ROOT");
    byte[] run = environment.get("S6J_RUN");
    Options options = new Options(program, words);
    for (int letter = options.next(); letter != Options.END; letter = options.next()) {
      switch (letter) {
        case ROOT -> root = options.value();
        case RUN -> run = options.value();
        case JSON -> json = true;
        case 'f' -> force = true;
        default -> {
          return usage();
        }
      }
    }
    place(root, run);
    takeOperands(words, options.firstOperand());
    return operands.length < leastOperands || operands.length > mostOperands ? usage() : 0;
  }

  /** Says that facts cannot be seen, and answers the exit code. */
  int trouble(String what, byte[] name, int error) {
    boolean mayNot = error == -Errno.EACCES || error == -Errno.EPERM;
    notices.begin("Fatal").text(mayNot ? "not allowed to look at " : "unable to look at ");
    notices.text(what).quoted(name).end(error);
    return TROUBLE;
  }

  /**
   * On standard output for the commands on services, on standard error for those on supervisors.
   */
  private int usage() {
    boolean onServices = CString.startsWith(CString.of(program.name), CString.of("svc-"));
    Output out = new Output(posix, onServices ? 1 : 2, 1024);
    out.text("usage: ").text(program.name).text(" ").text(program.usage).line().flush();
    return USAGE;
  }

  private void place(byte[] root, byte[] run) {
    boolean usual = root == null || root.length == 0 || CString.equal(root, DEFAULT_ROOT);
    byte[] top = usual ? DEFAULT_ROOT : absolute(root);
    byte[] below = usual ? DEFAULT_RUN : CString.concat(top, CString.of("/run/supervisor"));
    places = new Places(top, run == null || run.length == 0 ? below : absolute(run));
    names = new PackageNames(posix, places);
  }

  private byte[] absolute(byte[] path) {
    return path[0] == '/' ? path : CString.path(workingDirectory(), path);
  }

  /** Absolute; the root if it cannot be told. */
  byte[] workingDirectory() {
    byte[] here = new byte[4096];
    int length = posix.getcwd(here);
    return length <= 0 || here[0] != '/' ? CString.of("/") : CString.slice(here, 0, length);
  }

  private void takeOperands(byte[][] words, int first) {
    operands = new byte[words.length - first][];
    for (int i = 0; i < operands.length; i++) operands[i] = lastName(words[first + i]);
  }

  /** As basename(1) has it: slashes at the end do not count. */
  private static byte[] lastName(byte[] path) {
    int end = CString.length(path);
    while (end > 1 && path[end - 1] == '/') end--;
    return CString.baseName(CString.slice(path, 0, end));
  }

  /** {@code --root DIR} is as good as {@code --root=DIR}. */
  private static byte[][] joined(byte[][] arguments) {
    byte[][] words = new byte[arguments.length][];
    int count = 0;
    for (int i = 0; i < arguments.length; i++) {
      boolean takesNext = CString.is(arguments[i], "--root") || CString.is(arguments[i], "--run");
      if (takesNext && i + 1 < arguments.length)
        words[count++] =
            CString.concat(CString.concat(arguments[i], CString.of("=")), arguments[++i]);
      else words[count++] = arguments[i];
    }
    byte[][] all = new byte[count][];
    System.arraycopy(words, 0, all, 0, count);
    return all;
  }
}
