package s6j.svc.link;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** s6-svunlink: takes a service out of a scan directory. */
public final class Svunlink {
  private static final Option LEAVES_AT_ONCE =
      Option.flag('X', "do not wait for the supervisors to leave");
  private static final Option TIMEOUT =
      Option.value('t', "timeout", "wait at most this many milliseconds; 0 is without limit")
          .number();

  private Svunlink() {}

  public static Program declaration() {
    return declareOptions(
        new Program(
            "s6-svunlink",
            "svunlink",
            "[ -X ] [ -t timeout ] scandir servicename",
            "takes a service out of a scan directory",
            Svunlink::run));
  }

  /** The options that s6-instance-delete has too. */
  public static Program declareOptions(Program program) {
    return program.options(LEAVES_AT_ONCE, TIMEOUT);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 2);
    if (line.refused()) return line.exitCode();
    byte[] scanDirectory = line.operand(0);
    byte[] name = line.operand(1);
    if (!ServiceName.isValid(name))
      return messages.fatal().text("invalid service name").exit(ExitCode.USAGE);
    if (CString.length(scanDirectory) == 0)
      return messages.fatal().text("invalid scandir").exit(ExitCode.USAGE);
    int failure = unlink(posix, line, scanDirectory, name);
    // The service is out; that its supervisor takes longer to leave is no failure.
    if (failure >= 0 || failure == -Errno.ETIMEDOUT) return 0;
    messages.fatal().unableTo("prepare unlinking of service ").bytes(name).text(" in scandir ");
    return messages.bytes(scanDirectory).exit(ExitCode.SYSTEM, failure);
  }

  /** As the options say: at least 0, or the negated errno. */
  public static int unlink(Posix posix, Line line, byte[] scanDirectory, byte[] name) {
    long deadline = Timeout.deadline(posix, line.number(TIMEOUT, 0));
    boolean waits = !line.has(LEAVES_AT_ONCE);
    return new ServiceUnlink(posix).unlink(scanDirectory, name, waits, deadline);
  }
}
