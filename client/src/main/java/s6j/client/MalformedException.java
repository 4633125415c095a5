package s6j.client;

import java.nio.file.Path;

/** A file holds something else than its format has. */
public final class MalformedException extends SupervisionException {
  private static final long serialVersionUID = 1;

  MalformedException(Path path, String message) {
    super(path, message, null);
  }
}
