package s6j.svc.instance;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.ServiceDirectory;
import s6j.formats.files.Transfer;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** Writes service directories: for a scan directory, or sources for s6-rc. */
final class MadeService {
  private static final byte[] TYPE = CString.of("type");
  private static final byte[] LONGRUN = CString.of("longrun\n");
  private static final byte[] PRODUCER_FOR = CString.of("producer-for");
  private static final byte[] CONSUMER_FOR = CString.of("consumer-for");
  private static final byte[] PIPELINE_NAME = CString.of("pipeline-name");

  /** All made services notify by their descriptor 3. */
  private static final byte[] NOTIFICATION_FD = CString.of("3\n");

  private final Posix posix;
  private final Messages messages;

  /** The creation mask, which also decides the mode of run scripts. */
  private final int mask;

  MadeService(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
    mask = posix.umask(0);
    posix.umask(mask);
  }

  /** A service for a scan directory: 0, or 111 once it has said what failed. */
  int write(byte[] directory, byte[] run) {
    int code = begin(directory, run);
    return code == 0 ? makeExecutable(CString.path(directory, ServiceDirectory.RUN)) : code;
  }

  /** A source for s6-rc, {@code logger} null if it has none. */
  int writeSource(byte[] directory, byte[] run, byte @Nullable [] logger) {
    int code = begin(directory, run);
    if (code == 0) code = file(directory, TYPE, LONGRUN);
    return code == 0 && logger != null ? line(directory, PRODUCER_FOR, logger) : code;
  }

  /** The source of a logger, {@code pipeline} null if it has no name. */
  int writeLoggerSource(byte[] directory, byte[] run, byte[] service, byte @Nullable [] pipeline) {
    int code = begin(directory, run);
    if (code == 0) code = file(directory, TYPE, LONGRUN);
    if (code == 0) code = line(directory, CONSUMER_FOR, service);
    return code == 0 && pipeline != null ? line(directory, PIPELINE_NAME, pipeline) : code;
  }

  /** Makes a directory of mode 0755, whatever the mask: 0 or 111. */
  int directory(byte[] path, boolean mayExist) {
    posix.umask(0);
    int answer = posix.mkdir(Posix.CWD, path, 0755);
    posix.umask(mask);
    if (answer >= 0 || mayExist && answer == -Errno.EEXIST) return 0;
    return messages.fatal().unableTo("mkdir ").bytes(path).exit(ExitCode.SYSTEM, answer);
  }

  private int begin(byte[] directory, byte[] run) {
    int code = directory(directory, false);
    if (code == 0) code = file(directory, ServiceDirectory.NOTIFICATION_FD, NOTIFICATION_FD);
    return code == 0 ? file(directory, ServiceDirectory.RUN, run) : code;
  }

  private int line(byte[] directory, byte[] name, byte[] text) {
    return file(directory, name, CString.concat(text, CString.of("\n")));
  }

  private int file(byte[] directory, byte[] name, byte[] content) {
    byte[] path = CString.path(directory, name);
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_CLOEXEC;
    int fd = posix.open(Posix.CWD, path, flags, 0666);
    if (fd < 0) return messages.fatal().unableTo("open ").bytes(path).exit(ExitCode.SYSTEM, fd);
    int answer = Transfer.writeFully(posix, fd, content, content.length);
    posix.close(fd);
    return answer < 0
        ? messages.fatal().unableTo("write to ").bytes(path).exit(ExitCode.SYSTEM, answer)
        : 0;
  }

  /** Who may read it may execute it. */
  private int makeExecutable(byte[] run) {
    int mode = ~mask & 0666;
    int answer = posix.chmod(Posix.CWD, run, mode | mode >> 2 & 0111);
    if (answer < 0)
      return messages.fatal().unableTo("chmod ").bytes(run).exit(ExitCode.SYSTEM, answer);
    if ((mode & 0400) == 0)
      messages.warning().text("weird umask, check permissions manually on ").bytes(run).end();
    return 0;
  }
}
