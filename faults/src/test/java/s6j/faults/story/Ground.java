package s6j.faults.story;

import java.util.List;
import s6j.posix.Posix;

/** Where a story happens: a directory on some kernel, and programs to start there. */
public interface Ground {
  /** What a command said. */
  record Answer(int code, String out, String err) {}

  /** A daemon that was started. */
  interface Daemon {
    int pid();

    boolean hasEnded();

    /** Its exit code, or 128 and the signal; once it has ended. */
    int code();
  }

  /** The kernel, for files and signals. */
  Posix posix();

  /** The story's directory, without a slash at its end. */
  String root();

  /** The text of an executable file. */
  String textOf(Script script);

  /** Starts a program of the suite in the directory; {@code input} a file of it, or null. */
  Daemon start(List<String> words, String input);

  /** Runs a program of the suite there to its end; {@code input} as above. */
  Answer run(List<String> words, String input);

  /** What daemons and their services have said so far on descriptor 1 or 2. */
  String said(int fd);

  void pass(long millis);

  /** How long to wait for what must come. */
  long patienceMillis();

  /** How long to wait before asking again. */
  long pauseMillis();
}
