package s6j.svc.link;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.formats.ScanDirectory;
import s6j.formats.ServiceDirectory;
import s6j.formats.files.LockFile;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** s6-svlink: puts a service under supervision by a link in a scan directory. */
public final class Svlink {
  private static final int OWNER_EXECUTES = 0100;

  private static final Option DOWN_ONCE =
      Option.flag('d', "start only the supervisor; the service is up at its next start");
  private static final Option DOWN =
      Option.flag('D', "start only the supervisor, and leave the service marked down");
  private static final Option FORCE =
      Option.flag('f', "set group and mode of existing event directories too");
  private static final Option PUBLIC = Option.flag('P', "let everyone listen to events");
  private static final Option TIMEOUT =
      Option.value('t', "timeout", "give up after this many milliseconds; 0 is never").number();

  private Svlink() {}

  public static Program declaration() {
    return declareOptions(
        new Program(
            "s6-svlink",
            "svlink",
            "[ -d | -D ] [ -f ] [ -P ] [ -t timeout ] scandir servicedir [ name ]",
            "puts a service under supervision",
            Svlink::run));
  }

  /** The options that s6-instance-create has too. */
  public static Program declareOptions(Program program) {
    return program.options(DOWN_ONCE, DOWN, FORCE, PUBLIC, TIMEOUT);
  }

  /** A link as the options say. */
  public static ServiceLink link(Posix posix, Line line) {
    ServiceLink link = new ServiceLink(posix);
    link.startsDown = line.has(DOWN_ONCE) || line.has(DOWN);
    link.forgetsDown = line.chose(DOWN_ONCE, DOWN);
    link.force = line.has(FORCE);
    link.publicEvents = line.has(PUBLIC);
    return link;
  }

  public static long deadline(Posix posix, Line line) {
    return Timeout.deadline(posix, line.number(TIMEOUT, 0));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 2);
    if (line.refused()) return line.exitCode();
    byte[] service = line.operand(1);
    byte[] name = line.operandCount() > 2 ? line.operand(2) : ServiceName.ofDirectory(service);
    int code = check(posix, messages, line.operand(0), service, name);
    if (code != 0) return code;
    int failure = link(posix, line).link(line.operand(0), service, name, deadline(posix, line));
    if (failure >= 0) return 0;
    messages.fatal().unableTo("link servicedir ").bytes(service).text(" into scandir ");
    messages.bytes(line.operand(0)).text(" with name ").bytes(name);
    return messages.exit(
        failure == -Errno.ETIMEDOUT ? ExitCode.TIMED_OUT : ExitCode.SYSTEM, failure);
  }

  private static int check(
      Posix posix, Messages messages, byte[] scanDirectory, byte[] service, byte[] name) {
    if (CString.length(scanDirectory) == 0)
      return messages.fatal().text("invalid scandir").exit(ExitCode.USAGE);
    if (CString.length(service) == 0)
      return messages.fatal().text("invalid servicedir").exit(ExitCode.USAGE);
    if (!ServiceName.isValid(name))
      return messages.fatal().text("invalid name").exit(ExitCode.USAGE);
    int code = checkScanDirectory(posix, messages, scanDirectory);
    if (code == 0) code = checkService(posix, messages, service);
    if (code == 0 && CString.length(name) > ServiceName.SEEN_BY_DEFAULT)
      messages.warning().text("s6-svscan passes over names of this length unless told so").end();
    return code;
  }

  private static int checkScanDirectory(Posix posix, Messages messages, byte[] directory) {
    byte[] lock = CString.path(directory, ScanDirectory.LOCK);
    int held = new LockFile(posix).isHeld(Posix.CWD, lock);
    if (held < 0) return messages.fatal().unableTo("open ").bytes(lock).exit(ExitCode.SYSTEM, held);
    if (held == 1) return 0;
    return messages.fatal().text("s6-svscan not running on ").bytes(directory).exit(1);
  }

  private static int checkService(Posix posix, Messages messages, byte[] directory) {
    int code = checkRun(posix, messages, directory);
    if (code == 0) code = warnIfSupervised(posix, messages, directory);
    if (code != 0) return code;
    byte[] logger = CString.path(directory, ServiceDirectory.LOG);
    FileStat stat = new FileStat();
    int answer = posix.stat(Posix.CWD, logger, true, stat);
    if (answer == -Errno.ENOENT) return 0;
    if (answer < 0)
      return messages.fatal().unableTo("stat ").bytes(logger).exit(ExitCode.SYSTEM, answer);
    if (!stat.isDirectory())
      return messages.fatal().bytes(logger).text(" is not a directory").exit(ExitCode.USAGE);
    code = checkRun(posix, messages, logger);
    return code == 0 ? warnIfSupervised(posix, messages, logger) : code;
  }

  /** Whether a service directory has a run script that can be executed: 0, 100 or 111. */
  public static int checkRun(Posix posix, Messages messages, byte[] directory) {
    byte[] run = CString.path(directory, ServiceDirectory.RUN);
    FileStat stat = new FileStat();
    int answer = posix.stat(Posix.CWD, run, true, stat);
    if (answer < 0)
      return messages.fatal().unableTo("stat ").bytes(run).exit(ExitCode.SYSTEM, answer);
    if ((stat.mode & OWNER_EXECUTES) != 0) return 0;
    return messages.fatal().bytes(run).text(" is not executable").exit(ExitCode.USAGE);
  }

  private static int warnIfSupervised(Posix posix, Messages messages, byte[] directory) {
    int held = LockFile.isSupervised(posix, directory);
    if (held < 0)
      return messages
          .fatal()
          .unableTo("check supervision status of ")
          .bytes(directory)
          .exit(ExitCode.SYSTEM, held);
    if (held == 1) messages.warning().text("supervisor already running on ").bytes(directory).end();
    return 0;
  }
}
