package s6j.command.call;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.files.Assignments;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Posix;

/**
 * The file that S6_CONF names, or {@code /etc/s6.conf}: variables for the environment, as
 * execline's envfile reads them, in whose name it is said what is wrong with it.
 */
public final class ConfigurationFile {
  private static final byte[] USUAL = CString.of("/etc/s6.conf");
  private static final int SYNTAX = 1;

  private ConfigurationFile() {}

  /** Sets the variables: 0, or an exit code once it is said why not. A missing file is empty. */
  public static int read(Posix posix, Environment environment) {
    byte[] said = environment.get("S6_CONF");
    byte[] name = said == null ? USUAL : said;
    WholeFile file = new WholeFile(posix);
    int length = file.read(Posix.CWD, name);
    if (length == -Errno.ENOENT) return 0;
    Messages messages = new Messages(posix, CString.of("envfile"));
    if (length < 0) {
      messages.fatal().unableTo(length == -Errno.EISDIR ? "read from " : "open ").bytes(name);
      return messages.exit(ExitCode.SYSTEM, length);
    }
    Assignments assignments = new Assignments(CString.slice(file.bytes(), 0, length));
    if (!assignments.read()) return refuse(messages, name, assignments.line());
    assignments.setIn(environment);
    return 0;
  }

  private static int refuse(Messages messages, byte[] name, int line) {
    messages.fatal().text("in ").bytes(name).text(": syntax error line ").number(line);
    return messages.exit(SYNTAX);
  }
}
