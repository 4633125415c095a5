package s6j.faults;

import java.io.BufferedReader;
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

  private static final String SAY = "echo \"$FAKETIME_SHARED\"; exec sleep 99999";

  private final Path library;
  private final Path file = PLACE.resolve("clock");
  private final String shared;

  /**
   * The library puts a variable into the environment of a program that does not have it yet, where
   * images look for their arguments; so one that stays has it made.
   */
  Clock(Path library) throws IOException {
    this.library = library;
    set(0);
    ProcessBuilder keeper = new ProcessBuilder("/bin/sh", "-c", SAY);
    keeper.environment().putAll(variables());
    try (BufferedReader said = keeper.start().inputReader()) {
      shared = said.readLine();
    }
    if (shared == null || shared.isEmpty())
      throw new IOException(library + " does not fake the time");
  }

  /** What a program needs in its environment to go by this clock. */
  void addTo(Map<String, String> environment) {
    environment.putAll(variables());
    environment.put("FAKETIME_SHARED", shared);
  }

  private Map<String, String> variables() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAKETIME_TIMESTAMP_FILE", file.toString(),
        "FAKETIME_NO_CACHE", "1",
        "DONT_FAKE_MONOTONIC", "1",
        "FAKETIME_DONT_FAKE_MONOTONIC", "1");
  }

  /** Sets it so many seconds ahead of the machine's. */
  void set(long seconds) throws IOException {
    Path written = PLACE.resolve("clock.new");
    Files.writeString(written, (seconds < 0 ? "" : "+") + seconds + "\n");
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
