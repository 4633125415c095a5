package s6j.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * The wall clock of everything in the tree, which can be set; monotonic time goes on. It is
 * libfaketime's, so the programs have to be linked dynamically.
 */
final class Clock {
  /** A file system that no fault fills up. */
  private static final Path PLACE = Path.of("/dev/shm");

  private final Path library;
  private final Path file = PLACE.resolve("clock");

  Clock(Path library) throws IOException {
    this.library = library;
    set(0);
  }

  /** What a program needs in its environment to go by this clock. */
  void addTo(Map<String, String> environment) {
    environment.putAll(
        Map.of(
            "LD_PRELOAD", library.toString(),
            "FAKETIME_TIMESTAMP_FILE", file.toString(),
            "FAKETIME_NO_CACHE", "1",
            "DONT_FAKE_MONOTONIC", "1",
            "FAKETIME_DONT_FAKE_MONOTONIC", "1"));
  }

  /** Sets it so many seconds ahead of the machine's. */
  void set(long seconds) throws IOException {
    Path written = PLACE.resolve("clock.new");
    Files.writeString(written, (seconds < 0 ? "" : "+") + seconds + "\n");
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
