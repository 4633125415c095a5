package s6j.rccompiler.compile;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.cli.ScriptPrograms;
import s6j.formats.RcDatabase;
import s6j.posix.CString;
import s6j.posix.Posix;

/** s6-rc-compile: turns source definition directories into a compiled database. */
public final class RcCompile {
  private static final Option VERBOSITY =
      Option.value(
              'v',
              "verbosity",
              "N",
              "0 errors, 1 warnings (default), 2 steps, 3 every service, 4 pipelines' members")
          .complaint("verbosity must be an unsigned integer");
  private static final Option HOLDER_USER =
      Option.value('h', "fdholder-user", "USER", "user that holds the pipes");
  private static final Option BLOCK =
      Option.flag('b', "block", "oneshots wait for the lock of the live directory");
  private static final Option FORMAT =
      Option.value(
          'F', "format", "FORMAT", "of problems: short, long (default on a terminal), json");

  private final Posix posix;
  private final Messages messages;
  private final byte[] calledAs;
  private final SourceProblems problems = new SourceProblems();
  private long level;
  private int verbosity;
  private byte[] fdholderUser;
  private boolean blocking;
  private ProblemReport.@Nullable Format format;

  private RcCompile(Posix posix, Messages messages, byte[] calledAs) {
    this.posix = posix;
    this.messages = messages;
    this.calledAs = calledAs;
  }

  public static Program declaration() {
    return new Program(
            "s6-rc-compile",
            "rc-compile",
            "[ -v verbosity ] [ -h fdholder_user ] [ -b ] destdir sources...",
            "compiles source definition directories into a service database",
            RcCompile::run)
        .options(VERBOSITY, HOLDER_USER, BLOCK, FORMAT);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    return new RcCompile(posix, messages, arguments[0]).start(program, arguments);
  }

  private int start(Program program, byte[][] arguments) {
    format = usualFormat();
    Line line = program.open(arguments, messages);
    for (Line.Given given = line.first(); given != null; given = given.next()) {
      if (given.option == FORMAT) format = ProblemReport.Format.of(given.value);
      if (format == null) return noFormat(given.value);
    }
    line.judge(2);
    level = line.number(VERBOSITY, 1);
    if (line.refused()) return line.exitCode();
    fdholderUser = line.bytes(HOLDER_USER, null);
    blocking = line.has(BLOCK);
    verbosity = (int) Math.min(level, 9);
    compile(arguments, line.firstOperand());
    return new ProblemReport(posix, messages, format).tell(problems);
  }

  /** Who runs this in the reference's words asks by a variable, which the reference passes over. */
  private ProblemReport.Format usualFormat() {
    if (posix.isTerminal(2)) return ProblemReport.Format.LONG;
    byte[] said = posix.variable(CString.of("S6J_PROBLEMS"));
    boolean one = said != null && CString.is(said, "first");
    return one ? ProblemReport.Format.FIRST : ProblemReport.Format.SHORT;
  }

  private int noFormat(byte[] value) {
    return messages
        .fatal()
        .text("format must be short, long or json, not ")
        .bytes(value)
        .exit(ExitCode.USAGE);
  }

  private void compile(byte[][] arguments, int first) {
    Narrator narrator = new Narrator(messages, verbosity, problems);
    Definitions definitions = new Definitions();
    SourceReader reader = new SourceReader(posix, definitions, problems, narrator);
    for (int i = first + 1; i < arguments.length; i++) reader.read(arguments[i]);
    if (!reader.metFiles()) {
      resolve(arguments[first], definitions, narrator);
      return;
    }
    byte[] directory = new Target(posix, problems, arguments[first]).beside();
    ConvertedSource converted = new ConvertedSource(posix, problems, directory);
    if (converted.make(calledAs, arguments, first + 1)) {
      reader.read(converted.path());
      resolve(arguments[first], definitions, narrator);
    }
    converted.remove();
  }

  private void resolve(byte[] destination, Definitions definitions, Narrator narrator) {
    Resolver resolver = new Resolver(definitions, problems, narrator);
    RcDatabase database = resolver.resolve();
    if (database != null) write(destination, definitions, database, resolver, narrator);
    else new Locator(posix, definitions, problems, format).complete();
  }

  private void write(
      byte[] destination,
      Definitions definitions,
      RcDatabase database,
      Resolver resolver,
      Narrator narrator) {
    Target target = new Target(posix, problems, destination);
    narrator.step("writing compiled information to ", destination);
    if (target.create()) {
      Messages told = level > 0 ? messages : null;
      GeneratedScripts scripts = new GeneratedScripts(new ScriptPrograms(posix, told, calledAs));
      new DatabaseWriter(target, database, definitions, resolver.bundles(), narrator).write();
      InternalServices internals = new InternalServices(target, database, scripts);
      internals.writeRunner(blocking);
      internals.writeFdholder(fdholderUser);
      new ServiceDirectories(posix, target, database, problems, narrator, scripts)
          .write(definitions);
    }
    target.finish();
  }
}
