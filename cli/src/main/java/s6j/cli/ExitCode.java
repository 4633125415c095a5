package s6j.cli;

/** What the exit codes of programs mean, as in s6 (docs/specification/s6.md, 0.1). */
public final class ExitCode {
  /** What was waited for did not come in time. */
  public static final int TIMED_OUT = 99;

  /** The program was called in a wrong way, or what it was given is wrong. */
  public static final int USAGE = 100;

  /** What is there is not of the kind that is needed, or says what must not be. */
  public static final int UNFIT = 102;

  /** Nobody listens: no supervisor, no scanner. */
  public static final int NOT_LISTENING = 102;

  /** The system refused a call that the program cannot do without. */
  public static final int SYSTEM = 111;

  /** A program is there, and could not be executed. */
  public static final int NOT_EXECUTABLE = 126;

  /** A program is not there. */
  public static final int NOT_FOUND = 127;

  private ExitCode() {}
}
