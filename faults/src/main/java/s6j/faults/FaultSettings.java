package s6j.faults;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The command line. {@code reference} and {@code clock} are null if there is none; if {@code
 * hosted}, the scanner of the suite has the supervisors in its own process.
 */
record FaultSettings(
    long seed,
    int seconds,
    int services,
    boolean hosted,
    Path suite,
    Path reference,
    Path clock,
    Path place) {
  static FaultSettings of(String[] arguments) {
    long seed = System.currentTimeMillis();
    int seconds = 60;
    int services = 50;
    boolean hosted = false;
    Path suite = null;
    Path reference = null;
    Path clock = null;
    Path place = Path.of("/mnt");
    for (int i = 0; i < arguments.length; i++) {
      String option = arguments[i];
      if (option.equals("-H")) {
        hosted = true;
        continue;
      }
      if (i + 1 == arguments.length) throw refuse(option);
      String value = arguments[++i];
      switch (option) {
        case "--seed" -> seed = Long.parseLong(value);
        case "--time" -> seconds = Integer.parseInt(value);
        case "--services" -> services = Integer.parseInt(value);
        case "--suite" -> suite = Path.of(value);
        case "--clock" -> clock = Path.of(value);
        case "--reference" -> reference = Path.of(value);
        default -> throw refuse(option);
      }
    }
    Path theirs = reference == null ? null : programs(reference);
    return new FaultSettings(
        seed, seconds, services, hosted, programs(suite), theirs, clock, place);
  }

  private static Path programs(Path directory) {
    Path path = directory.toAbsolutePath().normalize();
    if (!Files.isExecutable(path.resolve("s6-rc")))
      throw new IllegalArgumentException("no s6-rc in " + path);
    return path;
  }

  private static IllegalArgumentException refuse(String option) {
    return new IllegalArgumentException("unknown option, or one without a value: " + option);
  }
}
