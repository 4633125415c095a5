package s6j.client.system;

import java.io.IOException;
import java.nio.file.Path;
import s6j.formats.talk.ControlClient;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.jnr.JnrPosix;

/** Letters to the daemons of directories: never waits, neither for a daemon nor for room. */
public final class Letters {
  private static final class Calls {
    static final Posix POSIX = new JnrPosix();
  }

  private Letters() {}

  /**
   * Writes letters into {@code directory/fifo}; none only asks whether somebody listens. {@link
   * NobodyListensException} if not, else what the JDK throws for a file that cannot be opened.
   */
  public static void send(Path directory, String fifo, String letters) throws IOException {
    byte[] place = ByteNames.bytes(directory);
    byte[] bytes = CString.of(letters);
    int answer;
    synchronized (Calls.POSIX) {
      answer = ControlClient.offer(Calls.POSIX, place, CString.of(fifo), bytes, bytes.length);
    }
    if (ControlClient.lacksFifo(answer)) answer = ControlClient.reason(answer);
    if (answer < 0) throw SystemAnswer.exception(answer, CString.path(place, CString.of(fifo)));
  }
}
