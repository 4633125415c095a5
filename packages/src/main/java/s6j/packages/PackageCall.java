package s6j.packages;

import org.jspecify.annotations.Nullable;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.PathText;
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
  private static final Option ROOT =
      Option.value("root", "DIR", "the root of the packages; $S6J_ROOT or /srv if not given");
  private static final Option RUN =
      Option.value(
          "run", "DIR", "what a reboot forgets; $S6J_RUN, /var/run/supervisor or below the root");
  private static final Option HELP = Option.flag('h', "help", "print this and exit 111");
  private static final Option FORCE =
      Option.flag('f', "force", "what is up already is no error, what is disabled is enabled");
  private static final Option JSON = Option.flag("json", "print JSON");

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
    return new Program(name, null, usage, summary, main).options(ROOT, RUN, HELP);
  }

  static Program declareForce(Program program) {
    return program.options(FORCE);
  }

  static Program declareJson(Program program) {
    return program.options(JSON);
  }

  /** Reads the command line: 0, or the exit code. */
  int parse(byte[][] arguments, int leastOperands, int mostOperands) {
    Line line = program.open(joined(arguments), null);
    if (line.isWrong() || line.has(HELP)) return usage();
    Environment environment = new Environment(posix);
    place(
        line.bytes(ROOT, environment.get("S6J_ROOT")), line.bytes(RUN, environment.get("S6J_RUN")));
    json = line.has(JSON);
    force = line.has(FORCE);
    operands = line.operands(0);
    for (int i = 0; i < operands.length; i++) operands[i] = lastName(operands[i]);
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

  private void place(byte @Nullable [] root, byte @Nullable [] run) {
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
    PathText here = new PathText(posix);
    return here.readWorkingDirectory() > 0 && here.bytes()[0] == '/'
        ? here.bytes()
        : CString.of("/");
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
