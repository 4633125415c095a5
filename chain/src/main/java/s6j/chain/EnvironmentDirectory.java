package s6j.chain;

import static s6j.posix.OpenFlags.*;

import s6j.cli.ExitCode;
import s6j.formats.files.VariableFile;
import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** Variables set and unset from the files of a directory, one a file (s6-envdir page). */
final class EnvironmentDirectory implements Deed {
  private static final int LISTING_SIZE = 8192;

  /** More than Linux lets an environment have, however big the stack may be: 6 MiB. */
  private static final long MOST = 6 << 20;

  /** What the kernel counts for a variable besides its text. */
  private static final int OVERHEAD = 8;

  private final byte[] directory;
  private final VariableFile files;

  /** A directory that is not there is an empty one. */
  boolean optional;

  EnvironmentDirectory(byte[] directory, VariableFile files) {
    this.directory = directory;
    this.files = files;
  }

  @Override
  public int perform(Chain chain) {
    int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
    int fd = chain.posix.open(Posix.CWD, directory, flags, 0);
    if (fd == -Errno.ENOENT && optional) return GO_ON;
    if (fd < 0) return failed(chain, directory, fd);
    int code = readAll(chain, fd);
    chain.posix.close(fd);
    return code;
  }

  private int readAll(Chain chain, int fd) {
    long total = 0;
    DirectoryReader names = new DirectoryReader(chain.posix, LISTING_SIZE).start(fd);
    while (names.next()) {
      byte[] name = CString.slice(names.name(), 0, CString.length(names.name()));
      if (name[0] == '.' || CString.indexOf(name, '=') >= 0) continue;
      int length = files.read(fd, name);
      if (length >= 0) total += name.length + length + OVERHEAD;
      if (length == -Errno.E2BIG || total > MOST) return chain.takesTooMuch();
      if (length >= 0) chain.environment.set(name, files.value(length));
      else if (length == VariableFile.UNSET) chain.environment.unset(name);
      else if (length != VariableFile.PASSED_OVER)
        return failed(chain, CString.path(directory, name), length);
    }
    return names.error() == 0 ? GO_ON : failed(chain, directory, names.error());
  }

  private static int failed(Chain chain, byte[] path, int errno) {
    return chain.messages.fatal().unableTo("envdir ").bytes(path).exit(ExitCode.SYSTEM, errno);
  }
}
