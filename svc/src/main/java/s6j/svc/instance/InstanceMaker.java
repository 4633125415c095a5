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
import s6j.formats.files.TreeCopy;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** s6-instance-maker: makes a service that runs instances of a template. */
public final class InstanceMaker {
  private static final int MOST_INSTANCES = 90_000;

  private static final Option MOST =
      Option.value('c', "max", "instances at a time, 1 to 90000 (default 500)").number();
  private static final Option USER =
      Option.value('u', "user", "the user that the instances run as");
  private static final Option LOG_DIRECTORY =
      Option.value('L', "logdir", "log what the instances say into this directory");
  private static final Option RC_NAMES =
      Option.value('r', "names", "make sources for s6-rc: service[/logger[/pipeline]]");

  private final Posix posix;
  private final Messages messages;
  private final ScriptPrograms programs;
  private final LogOptions log;
  private final RcNames names = new RcNames();
  private final long instances;
  private final byte[] user;
  private final byte @Nullable [] logDirectory;
  private final byte @Nullable [] rcNames;
  private final byte[] template;
  private final byte[] directory;
  private MadeService made;

  private InstanceMaker(Posix posix, Messages messages, byte[] calledAs, Line line) {
    this.posix = posix;
    this.messages = messages;
    this.programs = new ScriptPrograms(posix, messages, calledAs);
    log = new LogOptions(line);
    instances = Math.max(1, Math.min(line.number(MOST, 500), MOST_INSTANCES));
    user = line.bytes(USER, new byte[0]);
    logDirectory = line.bytes(LOG_DIRECTORY, null);
    rcNames = line.bytes(RC_NAMES, null);
    template = line.operand(0);
    directory = line.operand(1);
  }

  public static Program declaration() {
    return LogOptions.declare(
        new Program(
                "s6-instance-maker",
                "instance-maker",
                "[ -c max ] [ -u user ] [ -l loguser ] [ -L logdir ] [ -t stamptype ] [ -n nfiles ]"
                    + " [ -s filesize ] [ -S maxsize ] [ -P prefix ]"
                    + " [ -r service[/logger[/pipeline]] ] template dir",
                "makes a service that runs instances of a template",
                InstanceMaker::run)
            .options(MOST, USER, LOG_DIRECTORY, RC_NAMES));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.open(arguments, messages);
    for (Line.Given given = line.first(); given != null; given = given.next())
      if (LogOptions.isWrong(given)) return line.usage();
    if (line.judge(2) != 0) return line.exitCode();
    InstanceMaker maker = new InstanceMaker(posix, messages, arguments[0], line);
    int code = maker.check();
    if (code != 0) return code;
    return maker.rcNames == null ? maker.makeService() : maker.makeSources();
  }

  private int check() {
    if (logDirectory != null && (logDirectory.length == 0 || logDirectory[0] != '/'))
      return messages.fatal().text("logdir must be absolute").exit(ExitCode.USAGE);
    if (log.stampType > 3)
      return messages.fatal().text("stamptype must be 0, 1, 2 or 3").exit(ExitCode.USAGE);
    if (hasBlanks(user)) return messages.fatal().text("invalid user").exit(ExitCode.USAGE);
    int code = rcNames == null ? 0 : names.take(messages, rcNames, false);
    if (code == 0) code = checkLogger();
    if (code != 0) return code;
    made = new MadeService(posix, messages);
    return checkTemplate();
  }

  /** Before anything is made. */
  private int checkTemplate() {
    FileStat stat = new FileStat();
    int found = posix.stat(Posix.CWD, template, true, stat);
    if (found >= 0 && !stat.isDirectory()) found = -Errno.ENOTDIR;
    if (found >= 0) return 0;
    messages.fatal().unableTo("copy file hierarchy from ").bytes(template).text(" to ");
    return messages.bytes(directory).text("/template").exit(ExitCode.SYSTEM, found);
  }

  private int checkLogger() {
    if (rcNames == null || (names.logger == null) == (logDirectory == null)) return 0;
    return messages
        .fatal()
        .text(
            logDirectory == null
                ? "logger specified (-r) but logdir not specified (-L)"
                : "logdir specified (-L) but logger name not specified (-r)")
        .exit(ExitCode.USAGE);
  }

  private static boolean hasBlanks(byte[] text) {
    return CString.indexOf(text, ' ') >= 0
        || CString.indexOf(text, '\t') >= 0
        || CString.indexOf(text, '\n') >= 0;
  }

  private int makeService() {
    int code = made.write(directory, script(logDirectory == null ? instances : 2 * instances));
    if (code == 0) code = made.directory(CString.path(directory, ServiceDirectory.INSTANCE), false);
    if (code == 0)
      code = made.directory(CString.path(directory, ServiceDirectory.INSTANCES), false);
    if (code == 0) code = copyTemplate(directory);
    if (code != 0 || logDirectory == null) return code;
    return made.write(CString.path(directory, ServiceDirectory.LOG), logScript());
  }

  private int makeSources() {
    int code = made.directory(directory, true);
    byte[] source = CString.path(directory, names.service);
    if (code == 0) code = made.writeSource(source, script(instances), names.logger);
    if (code == 0) code = copyTemplate(source);
    if (code != 0 || names.logger == null) return code;
    byte[] logger = CString.path(directory, names.logger);
    return made.writeLoggerSource(logger, logScript(), names.service, names.pipeline);
  }

  private int copyTemplate(byte[] service) {
    TreeCopy copy = new TreeCopy(posix);
    int failure = copy.copy(template, CString.path(service, ServiceDirectory.TEMPLATE));
    if (failure >= 0) return 0;
    return messages.fatal().unableTo("copy ").bytes(copy.failedAt()).exit(ExitCode.SYSTEM, failure);
  }

  private byte[] script(long slots) {
    ExeclineScript run = programs.script().fill("\n@fdmove -c 2 1\n");
    if (CString.length(user) > 0) run.fill("@s6-setuidgid ").quoted(user).add("\n");
    return run.fill("@s6-svscan -d3 -C").add(slots).add(" -- instance\n").toBytes(" -P");
  }

  private byte[] logScript() {
    return log.script(programs, logDirectory);
  }
}
