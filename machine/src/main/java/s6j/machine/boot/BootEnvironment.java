package s6j.machine.boot;

import s6j.formats.files.SmallFile;
import s6j.formats.files.VariableFile;
import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** The environment that process 1 is given and written away, and the one that all others have. */
final class BootEnvironment {
  private static final int RECORDS = 4096;
  private static final int PRIVATE = 0700;
  private static final int FILE = 0644;
  private static final int DIRECTORY =
      OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;

  private final Posix posix;
  private final Environment environment;

  BootEnvironment(Posix posix, byte[] path) {
    this.posix = posix;
    environment = new Environment(new byte[0][]);
    environment.set("PATH", path);
  }

  Environment variables() {
    return environment;
  }

  /** Takes the variables of a directory, a file each: 0, or the negated errno. */
  int read(byte[] directory) {
    int fd = posix.open(Posix.CWD, directory, DIRECTORY, 0);
    if (fd < 0) return fd;
    VariableFile files = new VariableFile(posix);
    files.verbatim = true;
    files.unclamped = true;
    DirectoryReader names = new DirectoryReader(posix, RECORDS).start(fd);
    int answer = 0;
    while (answer >= 0 && names.next()) answer = take(fd, files, names.name());
    posix.close(fd);
    if (answer < 0) return answer;
    return -names.error();
  }

  private int take(int directory, VariableFile files, byte[] entry) {
    byte[] name = CString.slice(entry, 0, CString.length(entry));
    if (name[0] == '.' || CString.indexOf(name, '=') >= 0) return 0;
    int length = files.read(directory, name);
    if (length >= 0) environment.set(name, files.value(length));
    else if (length == VariableFile.UNSET) environment.unset(name);
    return length == VariableFile.UNSET ? 0 : length;
  }

  /** Writes what the kernel gave into a directory, a file each: 0, or the negated errno. */
  int dump(byte[] directory) {
    int made = posix.mkdir(Posix.CWD, directory, PRIVATE);
    if (made == -Errno.EEXIST) made = posix.chmod(Posix.CWD, directory, PRIVATE);
    if (made < 0) return made;
    for (byte[] variable : posix.environment()) {
      if (variable == null) return 0;
      int error = write(directory, variable);
      if (error < 0) return error;
    }
    return 0;
  }

  private int write(byte[] directory, byte[] variable) {
    int end = CString.indexOf(variable, '=');
    if (end <= 0) return 0;
    byte[] name = CString.slice(variable, 0, end);
    // A word of the kernel's command line may look like a variable and have a path for its name.
    if (CString.indexOf(name, '/') >= 0) return 0;
    // A line, so that an empty value is not taken for a variable that is to be unset.
    byte[] value = new byte[CString.length(variable) - end];
    System.arraycopy(variable, end + 1, value, 0, value.length - 1);
    value[value.length - 1] = '\n';
    byte[] file = CString.path(directory, name);
    return SmallFile.write(posix, Posix.CWD, file, value, value.length, FILE);
  }
}
