package s6j.svc;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.cli.ScriptPrograms;
import s6j.formats.ServiceDirectory;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;
import s6j.posix.TreeCopy;

/** s6-instance-maker: makes a service that runs instances of a template. */
public final class InstanceMaker {
  private static final int MOST_INSTANCES = 90_000;

  private final Posix posix;
  private final Program program;
  private final byte[][] arguments;
  private final Messages messages;
  private final ScriptPrograms programs;
  private final LogOptions log = new LogOptions();
  private final RcNames names = new RcNames();
  private long instances = 500;
  private byte[] user = new byte[0];
  private byte[] logDirectory;
  private byte[] rcNames;
  private byte[] template;
  private byte[] directory;
  private MadeService made;

  private InstanceMaker(Posix posix, Program program, byte[][] arguments) {
    this.posix = posix;
    this.program = program;
    this.arguments = arguments;
    this.messages = new Messages(posix, CString.baseName(arguments[0]));
    this.programs = new ScriptPrograms(posix, messages, arguments[0]);
  }

  public static Program declaration() {
    Program program =
        new Program(
            "s6-instance-maker",
            "instance-maker",
            "[ -c max ] [ -u user ] [ -l loguser ] [ -L logdir ] [ -t stamptype ] [ -n nfiles ]"
                + " [ -s filesize ] [ -S maxsize ] [ -P prefix ]"
                + " [ -r service[/logger[/pipeline]] ] template dir",
            "makes a service that runs instances of a template",
            InstanceMaker::run);
    program
        .value('c', "max", "instances at a time, 1 to 90000 (default 500)")
        .value('u', "user", "the user that the instances run as")
        .value('L', "logdir", "log what the instances say into this directory")
        .value('r', "names", "make sources for s6-rc: service[/logger[/pipeline]]");
    LogOptions.declare(program);
    return program;
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    InstanceMaker maker = new InstanceMaker(posix, program, arguments);
    int code = maker.parse();
    if (code == 0) code = maker.check();
    if (code != 0) return code;
    return maker.rcNames == null ? maker.makeService() : maker.makeSources();
  }

  private int parse() {
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next())
      if (!take(option, options.value())) return messages.usage(program);
    int first = options.firstOperand();
    if (arguments.length - first < 2) return messages.usage(program);
    template = arguments[first];
    directory = arguments[first + 1];
    return 0;
  }

  private boolean take(int option, byte[] value) {
    switch (option) {
      case Options.WRONG -> {
        return false;
      }
      case 'c' -> instances = Decimal.parse(value);
      case 'u' -> user = value;
      case 'L' -> logDirectory = value;
      case 'r' -> rcNames = value;
      default -> {
        return log.take(option, value);
      }
    }
    return instances != Decimal.INVALID;
  }

  private int check() {
    if (logDirectory != null && (logDirectory.length == 0 || logDirectory[0] != '/'))
      return messages.fatal().text("logdir must be absolute").exit(100);
    if (log.stampType > 3) return messages.fatal().text("stamptype must be 0, 1, 2 or 3").exit(100);
    if (hasBlanks(user)) return messages.fatal().text("invalid user").exit(100);
    int code = rcNames == null ? 0 : names.take(messages, rcNames, false);
    if (code == 0) code = checkLogger();
    if (code != 0) return code;
    instances = Math.max(1, Math.min(instances, MOST_INSTANCES));
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
    return messages.bytes(directory).text("/template").exit(111, found);
  }

  private int checkLogger() {
    if (rcNames == null || (names.logger == null) == (logDirectory == null)) return 0;
    return messages
        .fatal()
        .text(
            logDirectory == null
                ? "logger specified (-r) but logdir not specified (-L)"
                : "logdir specified (-L) but logger name not specified (-r)")
        .exit(100);
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
    return messages.fatal().unableTo("copy ").bytes(copy.failedAt()).exit(111, failure);
  }

  private byte[] script(long slots) {
    Text run = new Text().add("#!").add(programs.path("execlineb")).add(" -P\n\n");
    run.add(programs.execline("@fdmove -c 2 1\n"));
    if (CString.length(user) > 0)
      run.add(programs.execline("@s6-setuidgid ")).quoted(user).add("\n");
    return run.add(programs.execline("@s6-svscan -d3 -C"))
        .add(slots)
        .add(" -- instance\n")
        .toBytes();
  }

  private byte[] logScript() {
    return log.script(programs, logDirectory);
  }
}
