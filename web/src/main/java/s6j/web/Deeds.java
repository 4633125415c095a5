package s6j.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What may be done to services: by s6-rc for those that it knows, so that what they need comes up
 * first, else by the fifo of the supervisor.
 */
final class Deeds {
  /** What is done, and the letter of it. */
  enum Deed {
    START("u"),
    STOP("d"),
    RESTART("r");

    final String letter;

    Deed(String letter) {
      this.letter = letter;
    }
  }

  /** That it cannot be done. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
      super(message);
    }
  }

  /** A service that never gets ready keeps one of few workers busy. */
  private static final String PATIENCE_MILLIS = "50000";

  private final Suite suite;
  private final Path live;

  Deeds(Suite suite, Path live) {
    this.suite = suite;
    this.live = live;
  }

  void perform(ServiceRow row, Deed deed) throws RefusedException, IOException {
    Path directory = row.directory();
    boolean isLetter = directory != null && (!row.isLive() || deed == Deed.RESTART);
    if (isLetter) send(directory, deed.letter);
    else if (deed == Deed.RESTART) {
      change("-d", row);
      change("-u", row);
    } else change(deed == Deed.START ? "-u" : "-d", row);
  }

  private void change(String way, ServiceRow row) throws RefusedException, IOException {
    String name = row.name().text();
    Suite.Answer answer =
        suite.run("s6-rc", "-l", live.toString(), "-t", PATIENCE_MILLIS, way, "--", "change", name);
    if (answer.code() != 0) throw new RefusedException(answer.err());
  }

  /** Opened for reading too, a fifo keeps nobody waiting; whether it is heard is asked before. */
  private static void send(Path directory, String letter) throws RefusedException, IOException {
    Path fifo = directory.resolve("supervise/control");
    boolean isFifo = Files.exists(fifo) && !Files.isRegularFile(fifo) && !Files.isDirectory(fifo);
    if (!isFifo || !Locks.now().isSupervised(directory))
      throw new RefusedException("it has no supervisor");
    try (FileChannel out =
        FileChannel.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(letter.getBytes(StandardCharsets.US_ASCII)));
    }
  }
}
