package s6j.command;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.ConfigurationFile;
import s6j.command.call.GlobalSettings;
import s6j.command.call.UserDirectories;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Posix;

/** s6: the one command for services, which runs the programs of the suite. */
public final class S6 {
  private static final Option HELP = Option.flag('h', "help", "the same as s6 help");
  private static final Option USER =
      Option.flag('u', "user", "services of this user, where the XDG variables say");
  private static final Option SCANDIR =
      Option.value('s', "scandir", "DIR", "where s6-svscan works");
  private static final Option LIVEDIR =
      Option.value('l', "livedir", "DIR", "live directory of s6-rc");
  private static final Option REPODIR =
      Option.value('r', "repodir", "DIR", "repository of sets of services");
  private static final Option BOOTDB =
      Option.value('c', "bootdb", "DIR", "the database that the machine boots on");
  private static final Option STMPDIR =
      Option.value("stmpdir", "DIR", "directory for what is brief");
  private static final Option STORELIST =
      Option.value("storelist", "LIST", "stores of definitions, with colons between them");
  private static final Option VERBOSITY =
      Option.value('v', "verbosity", "N", "0 terse, 1 normal, more is verbose");
  private static final Option HOLDER_USER =
      Option.value("fdholder-user", "USER", "user that holds the pipes");
  private static final Option COLOR =
      Option.value("color", "WHEN", "yes, no or auto: in columns, on a terminal if not given");

  private final CommandCall call;
  private final Line line;
  private final GlobalSettings settings;

  private S6(CommandCall call, Line line) {
    this.call = call;
    this.line = line;
    settings = call.settings;
  }

  public static Program declaration() {
    return new Program(
            "s6",
            CommandCall.PROGRAM,
            "[ generic options ] command [ command options ] command_arguments...",
            "starts, stops and shows services, and keeps sets of them",
            S6::run)
        .options(HELP, USER, SCANDIR, LIVEDIR, REPODIR, BOOTDB, STMPDIR, STORELIST)
        .options(VERBOSITY, HOLDER_USER, COLOR)
        .commands(S6Commands.group().words())
        .withoutHelp();
  }

  /** Under its long name it is the program that s6 becomes once the file is read. */
  static int run(Posix posix, Program program, byte[][] arguments) {
    Environment environment = new Environment(posix);
    boolean reads = !CString.is(CString.baseName(arguments[0]), CommandCall.PROGRAM);
    int code = reads ? ConfigurationFile.read(posix, environment) : 0;
    if (code != 0) return code;
    CommandCall call = new CommandCall(posix, arguments[0], environment);
    Line line = program.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    return new S6(call, line).run();
  }

  private int run() {
    int code = readVerbosity();
    if (code != 0) return code;
    if (line.has(HELP)) return call.print(S6Help.TEXT);
    code = line.has(USER) ? new UserDirectories(call).set() : 0;
    if (code != 0) return code;
    readDirectories();
    code = readColor();
    if (code != 0) return code;
    GlobalSettings.clean(call.environment);
    return S6Commands.run(call, line.operands(0));
  }

  private int readVerbosity() {
    byte[] said = line.bytes(VERBOSITY, call.environment.get("verbosity"));
    if (said != null) settings.verbosity = Decimal.parse(said);
    if (settings.verbosity != Decimal.INVALID) return 0;
    return refuse("verbosity must be an unsigned integer");
  }

  private void readDirectories() {
    settings.scandir = said(SCANDIR, "scandir", settings.scandir);
    settings.livedir = said(LIVEDIR, "livedir", settings.livedir);
    settings.repodir = said(REPODIR, "repodir", settings.repodir);
    settings.bootdb = said(BOOTDB, "bootdb", settings.bootdb);
    settings.stmpdir = said(STMPDIR, "stmpdir", settings.stmpdir);
    settings.storelist = said(STORELIST, "storelist", settings.storelist);
    settings.holderUser = said(HOLDER_USER, "fdhuser", settings.holderUser);
  }

  private byte[] said(Option option, String variable, byte[] otherwise) {
    byte[] said = line.bytes(option, call.environment.get(variable));
    return said == null ? otherwise : said;
  }

  private int readColor() {
    byte @Nullable [] when = line.bytes(COLOR, null);
    settings.color =
        when == null || CString.is(when, "auto")
            ? call.posix.isTerminal(1)
            : CString.is(when, "yes");
    if (when == null || settings.color || CString.is(when, "no") || CString.is(when, "auto"))
      return 0;
    return refuse("--color value must be yes, no, or auto");
  }

  private int refuse(String text) {
    return call.messages.fatal().text(text).exit(ExitCode.USAGE);
  }
}
