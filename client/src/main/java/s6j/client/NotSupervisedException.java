package s6j.client;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** There is no such service or directory, or no daemon that looks after it. */
public final class NotSupervisedException extends SupervisionException {
  private static final long serialVersionUID = 1;

  NotSupervisedException(Path path, String message, @Nullable Throwable cause) {
    super(path, message, cause);
  }
}
