package s6j.client;

import java.io.IOException;
import java.nio.file.Path;
import s6j.client.system.Letters;

/**
 * The control fifo of a daemon that looks after a directory; {@code expected} is what a refusal
 * says should be there.
 */
record Control(Path directory, String fifo, String expected) {
  /** Whether the daemon is at work. */
  boolean isHeard() {
    try {
      send("");
      return true;
    } catch (NotSupervisedException nobody) {
      return false;
    }
  }

  void send(String letters) {
    try {
      Letters.send(directory, fifo, letters);
    } catch (IOException e) {
      throw SupervisionException.of(directory.resolve(fifo), expected, e);
    }
  }
}
