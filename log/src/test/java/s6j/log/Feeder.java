package s6j.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import s6j.posix.CString;
import s6j.posix.FakePosix;

/** The other end of a logger's standard input: a service that writes at certain moments. */
public final class Feeder {
  private final FakePosix kernel;
  private final int[] ends = new int[2];

  /** Lets the test read what a logger left, which closes its own. */
  private final int kept;

  public Feeder(FakePosix kernel) {
    this.kernel = kernel;
    assertEquals(0, kernel.pipe(ends, 0));
    kernel.inherit(ends[0], 0);
    kept = kernel.dup(0, 20, false);
  }

  /** Writes after so many milliseconds. */
  public Feeder says(long millis, String text) {
    kernel.after(millis, () -> write(text));
    return this;
  }

  public Feeder sends(long millis, int signal) {
    kernel.after(millis, () -> kernel.signal(signal));
    return this;
  }

  /** Writes, and sends a signal before the logger can read that. */
  Feeder saysAndSends(long millis, String text, int signal) {
    kernel.after(
        millis,
        () -> {
          write(text);
          kernel.signal(signal);
        });
    return this;
  }

  public Feeder goes(long millis) {
    kernel.after(millis, () -> kernel.close(ends[1]));
    return this;
  }

  private void write(String text) {
    byte[] bytes = CString.of(text);
    assertEquals(bytes.length, kernel.write(ends[1], bytes, 0, bytes.length));
  }

  /** What the logger left in the pipe for its successor. */
  public String leftOver() {
    byte[] bytes = new byte[65536];
    write("|");
    int count = kernel.read(kept, bytes, 0, bytes.length);
    return CString.text(CString.slice(bytes, 0, count - 1));
  }
}
