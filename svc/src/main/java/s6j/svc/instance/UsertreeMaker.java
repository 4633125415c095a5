package s6j.svc.instance;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExeclineScript;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.cli.ScriptPrograms;
import s6j.formats.ServiceDirectory;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.SearchPath;

/** s6-usertree-maker: makes a service that runs a user's own supervision tree. */
public final class UsertreeMaker {
  private static final int MOST_VARIABLES = 64;
  private static final byte[] HOME = CString.of("${HOME}/");

  private static final Option SCAN_DIRECTORY =
      Option.value('d', "userscandir", "the user's scan directory (default ${HOME}/service)");
  private static final Option PATH =
      Option.value('p', "path", "PATH of the tree (default: as built, else /usr/bin:/bin)");
  private static final Option ENVIRONMENT =
      Option.value('E', "envdir", "environment of the tree, as for s6-envdir");
  private static final Option VARIABLE =
      Option.value('e', "var", "a variable of the envdir whose value may use USER, HOME, UID, GID");
  private static final Option RC_NAMES =
      Option.value('r', "names", "make sources for s6-rc: service/logger[/pipeline]");

  private final Posix posix;
  private final Messages messages;
  private final ScriptPrograms programs;
  private final LogOptions log;
  private final RcNames names = new RcNames();
  private final byte[][] variables = new byte[MOST_VARIABLES][];
  private int variableCount;
  private final byte[] scanDirectory;
  private final byte[] path;
  private final byte @Nullable [] environment;
  private final byte @Nullable [] rcNames;
  private final byte[] user;
  private final byte[] logDirectory;
  private final byte[] directory;

  private UsertreeMaker(Posix posix, Messages messages, byte[] calledAs, Line line) {
    this.posix = posix;
    this.messages = messages;
    this.programs = new ScriptPrograms(posix, messages, calledAs);
    log = new LogOptions(line);
    scanDirectory = line.bytes(SCAN_DIRECTORY, CString.of("${HOME}/service"));
    path = line.bytes(PATH, SearchPath.byDefault(posix));
    environment = line.bytes(ENVIRONMENT, null);
    rcNames = line.bytes(RC_NAMES, null);
    user = line.operand(0);
    logDirectory = line.operand(1);
    directory = line.operand(2);
    for (Line.Given given = line.first(); given != null; given = given.next())
      if (given.option == VARIABLE) variables[variableCount++] = given.value;
  }

  public static Program declaration() {
    return LogOptions.declare(
        new Program(
                "s6-usertree-maker",
                "usertree-maker",
                "[ -d userscandir ] [ -p path ] [ -E envdir [ -e var ... ] ]"
                    + " [ -r service/logger[/pipeline] ] [ -l loguser ] [ -t stamptype ] [ -n nfiles ]"
                    + " [ -s filesize ] [ -S maxsize ] [ -P prefix ] user logdir dir",
                "makes a service that runs a user's own supervision tree",
                UsertreeMaker::run)
            .options(SCAN_DIRECTORY, PATH, ENVIRONMENT, VARIABLE, RC_NAMES));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.open(arguments, messages);
    int code = judge(line, messages);
    if (code != 0) return code;
    UsertreeMaker maker = new UsertreeMaker(posix, messages, arguments[0], line);
    code = maker.check();
    return code == 0 ? maker.make() : code;
  }

  private static int judge(Line line, Messages messages) {
    int variables = 0;
    for (Line.Given given = line.first(); given != null; given = given.next()) {
      if (LogOptions.isWrong(given)) return line.usage();
      if (given.option != VARIABLE) continue;
      if (variables++ == MOST_VARIABLES)
        return messages.fatal().text("too many -e variables").exit(ExitCode.USAGE);
      if (CString.indexOf(given.value, '=') >= 0)
        return messages
            .fatal()
            .text("invalid variable name: ")
            .bytes(given.value)
            .exit(ExitCode.USAGE);
    }
    return line.judge(3);
  }

  private int check() {
    if (!isAbsolute(logDirectory))
      return messages.fatal().text("logdir must be absolute").exit(ExitCode.USAGE);
    if (!isAbsolute(scanDirectory) && !CString.startsWith(scanDirectory, HOME))
      return messages
          .fatal()
          .text("userscandir must be absolute or start with ${HOME}/")
          .exit(ExitCode.USAGE);
    if (log.stampType > 3)
      return messages.fatal().text("stamptype must be 0, 1, 2 or 3").exit(ExitCode.USAGE);
    return rcNames == null ? 0 : names.take(messages, rcNames, true);
  }

  private static boolean isAbsolute(byte[] path) {
    return CString.length(path) > 0 && path[0] == '/';
  }

  private int make() {
    MadeService made = new MadeService(posix, messages);
    byte[] logger = log.script(programs, logDirectory);
    if (rcNames == null) {
      int code = made.write(directory, script());
      if (code != 0) return code;
      return made.write(CString.path(directory, ServiceDirectory.LOG), logger);
    }
    int code = made.directory(directory, true);
    byte[] source = CString.path(directory, names.service);
    if (code == 0) code = made.writeSource(source, script(), names.logger);
    if (code != 0) return code;
    source = CString.path(directory, names.logger);
    return made.writeLoggerSource(source, logger, names.service, names.pipeline);
  }

  private byte[] script() {
    ExeclineScript run = programs.script();
    run.fill("@fdmove -c 2 1\n@emptyenv -p\n@export USER ").quoted(user);
    run.fill("\n@s6-envuidgid -i -- ").quoted(user);
    run.fill("\n@s6-applyuidgid -U --\n@backtick -in HOME { @homeof ");
    run.quoted(user).add(" }\n");
    if (environment != null) readEnvironment(run);
    run.fill("@multisubstitute\n{\n");
    run.add("  importas -i USER USER\n  importas -i HOME HOME\n  importas -i UID UID\n");
    run.add("  importas -i GID GID\n  importas -i GIDLIST GIDLIST\n}\n");
    if (environment != null) exportVariables(run);
    run.fill("@export PATH ").quoted(path);
    run.fill("\n@s6-svscan -d3 -- ").quoted(scanDirectory);
    return run.add("\n").toBytes(" -P");
  }

  private void readEnvironment(ExeclineScript run) {
    run.fill("@s6-envdir -i -- ").quoted(environment).add("\n");
    if (variableCount == 0) return;
    run.fill("@multisubstitute\n{\n");
    for (int i = 0; i < variableCount; i++) {
      run.add("  importas -D \"\" -- ").quoted(variables[i]);
      run.add(" ").quoted(variables[i]).add("\n");
    }
    run.add("}\n");
  }

  /** The values are substituted once more, now that the variables they name are known. */
  private void exportVariables(ExeclineScript run) {
    for (int i = 0; i < variableCount; i++) {
      run.fill("@export ").quoted(variables[i]);
      run.add(" ${").quoted(variables[i]).add("}\n");
    }
  }
}
