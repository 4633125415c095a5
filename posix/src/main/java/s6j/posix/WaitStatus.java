package s6j.posix;

import s6j.posix.meaning.ExitStatus;
import s6j.posix.meaning.RawStatus;

/** Reads the raw status of {@link Posix#waitpid}: signal in the low 7 bits, exit code above 8. */
public final class WaitStatus {
  private WaitStatus() {}

  public static boolean exited(@RawStatus int status) {
    return (status & 0x7f) == 0;
  }

  /** 0..255, if {@link #exited}. */
  public static @ExitStatus int exitCode(@RawStatus int status) {
    return status >> 8 & 0xff;
  }

  public static boolean signaled(@RawStatus int status) {
    return (status & 0x7f) != 0 && (status & 0x7f) != 0x7f;
  }

  /** The killing signal, or 0. */
  public static int signal(@RawStatus int status) {
    return signaled(status) ? status & 0x7f : 0;
  }

  /** The exit code as a shell has it: 128 + the signal of one that was killed. */
  public static @ExitStatus int shellCode(@RawStatus int status) {
    return signaled(status) ? 128 + signal(status) : exitCode(status);
  }

  /** The status of a process that ended by itself. */
  public static @RawStatus int ofExit(@ExitStatus int code) {
    return code << 8;
  }

  /** The exit code a program that waited for this child passes on (spec 0.2). */
  public static @ExitStatus int passedOn(@RawStatus int status) {
    if (signaled(status)) return 128 + signal(status);
    return exitCode(status) >= 128 ? 128 : exitCode(status);
  }
}
