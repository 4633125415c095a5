package s6j.posix;

/** Reads the raw status of {@link Posix#waitpid}: signal in the low 7 bits, exit code above 8. */
public final class WaitStatus {
  private WaitStatus() {}

  public static boolean exited(int status) {
    return (status & 0x7f) == 0;
  }

  /** 0..255, if {@link #exited}. */
  public static int exitCode(int status) {
    return status >> 8 & 0xff;
  }

  public static boolean signaled(int status) {
    return (status & 0x7f) != 0 && (status & 0x7f) != 0x7f;
  }

  /** The killing signal, or 0. */
  public static int signal(int status) {
    return signaled(status) ? status & 0x7f : 0;
  }

  /** The exit code a program that waited for this child passes on (spec 0.2). */
  public static int passedOn(int status) {
    if (signaled(status)) return 128 + signal(status);
    return exitCode(status) >= 128 ? 128 : exitCode(status);
  }
}
