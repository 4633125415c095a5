package s6j.svc;

import s6j.cli.Messages;
import s6j.cli.Options;
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

  private final Posix posix;
  private final Program program;
  private final byte[][] arguments;
  private final Messages messages;
  private final ScriptPrograms programs;
  private final LogOptions log = new LogOptions();
  private final RcNames names = new RcNames();
  private final byte[][] variables = new byte[MOST_VARIABLES][];
  private int variableCount;
  private byte[] scanDirectory = CString.of("${HOME}/service");
  private byte[] path;
  private byte[] environment;
  private byte[] rcNames;
  private byte[] user;
  private byte[] logDirectory;
  private byte[] directory;

  private UsertreeMaker(Posix posix, Program program, byte[][] arguments) {
    this.posix = posix;
    this.program = program;
    this.arguments = arguments;
    this.messages = new Messages(posix, CString.baseName(arguments[0]));
    this.programs = new ScriptPrograms(posix, messages, arguments[0]);
    this.path = SearchPath.byDefault(posix);
  }

  public static Program declaration() {
    Program program =
        new Program(
            "s6-usertree-maker",
            "usertree-maker",
            "[ -d userscandir ] [ -p path ] [ -E envdir [ -e var ... ] ]"
                + " [ -r service/logger[/pipeline] ] [ -l loguser ] [ -t stamptype ] [ -n nfiles ]"
                + " [ -s filesize ] [ -S maxsize ] [ -P prefix ] user logdir dir",
            "makes a service that runs a user's own supervision tree",
            UsertreeMaker::run);
    program
        .value('d', "userscandir", "the user's scan directory (default ${HOME}/service)")
        .value('p', "path", "PATH of the tree (default: as built, else /usr/bin:/bin)")
        .value('E', "envdir", "environment of the tree, as for s6-envdir")
        .value('e', "var", "a variable of the envdir whose value may use USER, HOME, UID, GID")
        .value('r', "names", "make sources for s6-rc: service/logger[/pipeline]");
    LogOptions.declare(program);
    return program;
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    UsertreeMaker maker = new UsertreeMaker(posix, program, arguments);
    int code = maker.parse();
    if (code == 0) code = maker.check();
    return code == 0 ? maker.make() : code;
  }

  private int parse() {
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next()) {
      int wrong = take(option, options.value());
      if (wrong != 0) return wrong;
    }
    int first = options.firstOperand();
    if (arguments.length - first < 3) return messages.usage(program);
    user = arguments[first];
    logDirectory = arguments[first + 1];
    directory = arguments[first + 2];
    return 0;
  }

  private int take(int option, byte[] value) {
    switch (option) {
      case Options.WRONG -> {
        return messages.usage(program);
      }
      case 'd' -> scanDirectory = value;
      case 'p' -> path = value;
      case 'E' -> environment = value;
      case 'r' -> rcNames = value;
      case 'e' -> {
        return takeVariable(value);
      }
      default -> {
        return log.take(option, value) ? 0 : messages.usage(program);
      }
    }
    return 0;
  }

  private int takeVariable(byte[] name) {
    if (variableCount == MOST_VARIABLES)
      return messages.fatal().text("too many -e variables").exit(100);
    if (CString.indexOf(name, '=') >= 0)
      return messages.fatal().text("invalid variable name: ").bytes(name).exit(100);
    variables[variableCount++] = name;
    return 0;
  }

  private int check() {
    if (!isAbsolute(logDirectory))
      return messages.fatal().text("logdir must be absolute").exit(100);
    if (!isAbsolute(scanDirectory) && !CString.startsWith(scanDirectory, HOME))
      return messages.fatal().text("userscandir must be absolute or start with ${HOME}/").exit(100);
    if (log.stampType > 3) return messages.fatal().text("stamptype must be 0, 1, 2 or 3").exit(100);
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
    Text run = new Text().add("#!").add(programs.path("execlineb")).add(" -P\n");
    run.add(words("@fdmove -c 2 1\n@emptyenv -p\n@export USER ")).quoted(user);
    run.add(words("\n@s6-envuidgid -i -- ")).quoted(user);
    run.add(words("\n@s6-applyuidgid -U --\n@backtick -in HOME { @homeof "));
    run.quoted(user).add(" }\n");
    if (environment != null) readEnvironment(run);
    run.add(words("@multisubstitute\n{\n"));
    run.add("  importas -i USER USER\n  importas -i HOME HOME\n  importas -i UID UID\n");
    run.add("  importas -i GID GID\n  importas -i GIDLIST GIDLIST\n}\n");
    if (environment != null) exportVariables(run);
    run.add(words("@export PATH ")).quoted(path);
    run.add(words("\n@s6-svscan -d3 -- ")).quoted(scanDirectory);
    return run.add("\n").toBytes();
  }

  private byte[] words(String template) {
    return programs.execline(template);
  }

  private void readEnvironment(Text run) {
    run.add(words("@s6-envdir -i -- ")).quoted(environment).add("\n");
    if (variableCount == 0) return;
    run.add(words("@multisubstitute\n{\n"));
    for (int i = 0; i < variableCount; i++) {
      run.add("  importas -D \"\" -- ").quoted(variables[i]);
      run.add(" ").quoted(variables[i]).add("\n");
    }
    run.add("}\n");
  }

  /** The values are substituted once more, now that the variables they name are known. */
  private void exportVariables(Text run) {
    for (int i = 0; i < variableCount; i++) {
      run.add(words("@export ")).quoted(variables[i]);
      run.add(" ${").quoted(variables[i]).add("}\n");
    }
  }
}
