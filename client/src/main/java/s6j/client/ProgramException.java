package s6j.client;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A program of the suite failed, could not be started, or was not found. */
public final class ProgramException extends SupervisionException {
  private static final long serialVersionUID = 1;

  private final int exitCode;
  private final String output;

  ProgramException(
      Path program, String message, int exitCode, String output, @Nullable Throwable cause) {
    super(program, output.isEmpty() ? message : message + "\n" + output, cause);
    this.exitCode = exitCode;
    this.output = output;
  }

  /** Its exit code; -1 if it has none. */
  public int exitCode() {
    return exitCode;
  }

  /** What it said, on either of its outputs. */
  public String output() {
    return output;
  }
}
