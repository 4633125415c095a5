package s6j.client;

import java.nio.file.Path;

/** The user of this process may not do that; {@code s6-svperms} and {@code s6-sudo} help. */
public final class AccessRefusedException extends SupervisionException {
  private static final long serialVersionUID = 1;

  AccessRefusedException(Path path, String expected, Throwable cause) {
    super(path, "permission denied, expected " + expected, cause);
  }
}
