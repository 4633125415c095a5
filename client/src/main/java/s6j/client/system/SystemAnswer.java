package s6j.client.system;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import s6j.posix.CString;
import s6j.posix.Errno;

/** What the system answered, as the JDK would tell it. */
final class SystemAnswer {
  private SystemAnswer() {}

  /** The exception for a negated errno about a file. */
  static IOException exception(int answer, byte[] file) {
    String path = CString.text(file);
    return switch (-answer) {
      case Errno.ENOENT -> new NoSuchFileException(path);
      case Errno.EACCES, Errno.EPERM -> new AccessDeniedException(path);
      case Errno.ENXIO -> new NobodyListensException(path);
      case Errno.EAGAIN -> new FileSystemException(path, null, "the fifo is full");
      default -> new FileSystemException(path, null, Errno.text(-answer));
    };
  }
}
