package s6j.svc;

import s6j.cli.Messages;
import s6j.cli.Operands;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.formats.LockFile;
import s6j.formats.ScanDirectory;
import s6j.formats.ServiceDirectory;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** s6-svlink: puts a service under supervision by a link in a scan directory. */
public final class Svlink {
  private static final int OWNER_EXECUTES = 0100;

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
  static Program declareOptions(Program program) {
    return program
        .flag('d', "start only the supervisor; the service is up at its next start")
        .flag('D', "start only the supervisor, and leave the service marked down")
        .flag('f', "set group and mode of existing event directories too")
        .flag('P', "let everyone listen to events")
        .value('t', "timeout", "give up after this many milliseconds; 0 is never");
  }

  /** What the options say, and where the operands begin. */
  static final class Choice {
    long timeoutMillis;
    int firstOperand;

    /** 0, or 100 once the usage is said. */
    int parse(Program program, Messages messages, byte[][] arguments, ServiceLink link) {
      Options options = new Options(program, arguments);
      for (int option = options.next(); option != Options.END; option = options.next())
        if (!take(option, options.value(), link)) return messages.usage(program);
      firstOperand = options.firstOperand();
      return arguments.length - firstOperand < 2 ? messages.usage(program) : 0;
    }

    private boolean take(int option, byte[] value, ServiceLink link) {
      switch (option) {
        case 'd', 'D' -> {
          link.startsDown = true;
          link.forgetsDown = option == 'd';
        }
        case 'f' -> link.force = true;
        case 'P' -> link.publicEvents = true;
        case 't' -> timeoutMillis = Timeout.parse(value);
        default -> {
          return false;
        }
      }
      return timeoutMillis != Decimal.INVALID;
    }
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    ServiceLink link = new ServiceLink(posix);
    Choice choice = new Choice();
    int code = choice.parse(program, messages, arguments, link);
    if (code != 0) return code;
    byte[][] operands = Operands.from(arguments, choice.firstOperand);
    byte[] name = operands.length > 2 ? operands[2] : ServiceName.ofDirectory(operands[1]);
    code = check(posix, messages, operands[0], operands[1], name);
    if (code != 0) return code;
    long deadline = Timeout.deadline(posix, choice.timeoutMillis);
    int failure = link.link(operands[0], operands[1], name, deadline);
    if (failure >= 0) return 0;
    messages.fatal().unableTo("link servicedir ").bytes(operands[1]).text(" into scandir ");
    messages.bytes(operands[0]).text(" with name ").bytes(name);
    return messages.exit(failure == -Errno.ETIMEDOUT ? 99 : 111, failure);
  }

  private static int check(
      Posix posix, Messages messages, byte[] scanDirectory, byte[] service, byte[] name) {
    if (CString.length(scanDirectory) == 0)
      return messages.fatal().text("invalid scandir").exit(100);
    if (CString.length(service) == 0) return messages.fatal().text("invalid servicedir").exit(100);
    if (!ServiceName.isValid(name)) return messages.fatal().text("invalid name").exit(100);
    int code = checkScanDirectory(posix, messages, scanDirectory);
    if (code == 0) code = checkService(posix, messages, service);
    if (code == 0 && CString.length(name) > ServiceName.SEEN_BY_DEFAULT)
      messages.warning().text("s6-svscan passes over names of this length unless told so").end();
    return code;
  }

  private static int checkScanDirectory(Posix posix, Messages messages, byte[] directory) {
    byte[] lock = CString.path(directory, ScanDirectory.LOCK);
    int held = new LockFile(posix).isHeld(Posix.CWD, lock);
    if (held < 0) return messages.fatal().unableTo("open ").bytes(lock).exit(111, held);
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
    if (answer < 0) return messages.fatal().unableTo("stat ").bytes(logger).exit(111, answer);
    if (!stat.isDirectory())
      return messages.fatal().bytes(logger).text(" is not a directory").exit(100);
    code = checkRun(posix, messages, logger);
    return code == 0 ? warnIfSupervised(posix, messages, logger) : code;
  }

  /** Whether a service directory has a run script that can be executed: 0, 100 or 111. */
  static int checkRun(Posix posix, Messages messages, byte[] directory) {
    byte[] run = CString.path(directory, ServiceDirectory.RUN);
    FileStat stat = new FileStat();
    int answer = posix.stat(Posix.CWD, run, true, stat);
    if (answer < 0) return messages.fatal().unableTo("stat ").bytes(run).exit(111, answer);
    if ((stat.mode & OWNER_EXECUTES) != 0) return 0;
    return messages.fatal().bytes(run).text(" is not executable").exit(100);
  }

  private static int warnIfSupervised(Posix posix, Messages messages, byte[] directory) {
    int held = LockFile.isSupervised(posix, directory);
    if (held < 0)
      return messages
          .fatal()
          .unableTo("check supervision status of ")
          .bytes(directory)
          .exit(111, held);
    if (held == 1) messages.warning().text("supervisor already running on ").bytes(directory).end();
    return 0;
  }
}
