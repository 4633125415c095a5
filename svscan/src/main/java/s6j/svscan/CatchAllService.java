package s6j.svscan;

import static s6j.posix.OpenFlags.*;

import s6j.cli.ExeclineScript;
import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Output;
import s6j.cli.ScriptPrograms;
import s6j.formats.ScanDirectory;
import s6j.formats.files.TreeRemoval;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.PathText;
import s6j.posix.Posix;

/** Writes the service that logs what nobody else does (s6-svscanboot page, "Details"). */
final class CatchAllService {
  private static final int DIRECTORY_MODE = 02755;
  private static final byte[] NOTIFICATION = CString.of("3\n");

  private final Posix posix;
  private final Messages messages;
  private final ScriptPrograms programs;
  private final CatchAllSettings settings;
  private final byte[] directory;

  CatchAllService(Posix posix, Messages messages, byte[] calledAs, CatchAllSettings settings) {
    this.posix = posix;
    this.messages = messages;
    this.programs = new ScriptPrograms(posix, messages, calledAs);
    this.settings = settings;
    this.directory = CString.path(settings.scandir, ScanDirectory.CATCH_ALL_LOGGER);
  }

  /** The fifo that standard output and error of the scanner lead to. */
  byte[] fifo() {
    return file("fifo");
  }

  /** Makes the log directory and the service anew: 0, or the exit code of what failed. */
  int make() {
    int code = makeLogDirectory();
    if (code == 0) code = makeDirectory();
    if (code == 0) code = write(file("notification-fd"), NOTIFICATION, 0644);
    if (code == 0) code = write(file("run"), script(), 0755);
    if (code != 0) return code;
    int made = posix.mkfifo(Posix.CWD, fifo(), 0600);
    return made < 0 ? fail("mkfifo ", fifo(), made) : 0;
  }

  private int makeLogDirectory() {
    byte[] path = settings.logDirectory;
    int made = makeWithParents(path, settings.logMode);
    if (made < 0) return fail("mkdir ", path, made);
    int owned = posix.chown(Posix.CWD, path, settings.userNumber, settings.groupNumber);
    if (owned < 0) return fail("chown ", path, owned);
    int changed = posix.chmod(Posix.CWD, path, settings.logMode);
    return changed < 0 ? fail("chmod ", path, changed) : 0;
  }

  private int makeDirectory() {
    new TreeRemoval(posix).remove(directory);
    int made = makeWithParents(directory, DIRECTORY_MODE);
    return made < 0 ? fail("mkdir ", directory, made) : 0;
  }

  private int makeWithParents(byte[] path, int mode) {
    int mask = posix.umask(0);
    int made = 0;
    int length = CString.length(path);
    for (int i = 1; i < length && made >= 0; i++)
      if (path[i] == '/') made = makeOne(CString.slice(path, 0, i), DIRECTORY_MODE);
    if (made >= 0) made = makeOne(path, mode);
    posix.umask(mask);
    return made;
  }

  private int makeOne(byte[] path, int mode) {
    int made = posix.mkdir(Posix.CWD, path, mode);
    return made == -Errno.EEXIST ? 0 : made;
  }

  private int write(byte[] path, byte[] content, int mode) {
    int fd = posix.open(Posix.CWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) return fail("write to ", path, fd);
    int result = new Output(posix, fd, 1).bytes(content).flush();
    if (result >= 0 && mode != 0644) result = posix.fchmod(fd, mode);
    posix.close(fd);
    return result < 0 ? fail("write to ", path, result) : 0;
  }

  private byte[] file(String name) {
    return CString.path(directory, CString.of(name));
  }

  // ---- the script ------------------------------------------------------------------------------

  /**
   * Its standard error is the console. The environment is dropped, PATH with it, so that what runs
   * behind that is named by its path.
   */
  private byte[] script() {
    ExeclineScript text = programs.script();
    text.program("fdmove").add(" -c 1 2\n");
    text.program("redirfd").add(" -rnb 0 fifo\n");
    if (settings.user != null)
      text.program("s6-setuidgid").add(" ").quoted(settings.user).add("\n");
    text.program("exec").add(" -c\n");
    text.program("s6-log").add(" -bpd3 -- ").add(settings.directives).add(" ");
    return text.quoted(PathText.absolute(posix, settings.logDirectory)).add("\n").toBytes(" -s1");
  }

  private int fail(String what, byte[] file, int error) {
    return messages.fatal().unableTo(what).bytes(file).exit(ExitCode.SYSTEM, error);
  }
}
