package s6j.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import s6j.posix.Signal;

/** What must hold of a tree: at any time, once it has settled, and after it has ended. */
final class Invariants {
  static final String TWICE = "a service ran twice";
  static final String STATUS = "a status file did not parse";
  static final String BACK = "a wanted service did not come back in time";
  static final String STRAY = "a daemon or logger that nobody supervises";
  static final String PAIR = "two supervisors or loggers of one service";
  static final String DESCRIPTORS = "descriptors leaked";
  static final String MEMORY = "memory grew";
  static final String MANAGER = "the service manager found no consistent state";
  static final String CLOCK = "a jump of the clock was felt";
  static final String STOP = "the tree did not stop in order";
  static final String LOST = "log lines lost";
  static final String DOUBLED = "log lines doubled or torn";

  static final List<String> ALL =
      List.of(
          BACK,
          TWICE,
          LOST,
          DOUBLED,
          STATUS,
          STRAY,
          PAIR,
          DESCRIPTORS,
          MEMORY,
          MANAGER,
          CLOCK,
          STOP);

  private static final int SPARE_DESCRIPTORS = 16;

  /** Pages that a supervisor may touch late, kB. */
  private static final long SPARE_MEMORY = 128;

  private final Tree tree;
  private final Broken broken;
  private final Map<Role, Integer> descriptors = new HashMap<>();
  private final Map<Role, Long> memory = new HashMap<>();
  private long twiceSeen;

  Invariants(Tree tree, Broken broken) {
    this.tree = tree;
    this.broken = broken;
  }

  /** What holds at any time. */
  void always() {
    for (Path service : tree.supervised()) sound(service);
    for (Path service : tree.rc.directories()) sound(service);
  }

  private void sound(Path service) {
    Status status = Status.read(service);
    if (status != null && !status.isSound()) broken.add(STATUS, service + ": " + status);
  }

  /** What holds once nothing disturbs the tree any more. */
  void settled(String round) throws IOException {
    twice(round);
    List<LiveProcess> processes = LiveProcess.all();
    pairs(processes, round);
    strays(processes, round);
    for (LiveProcess process : processes) {
      Role role = process.role();
      if (role == Role.SCANNER || role == Role.SUPERVISOR || role == Role.LOGGER)
        frugal(process, role, round);
    }
  }

  private void twice(String round) throws IOException {
    List<String> names = Files.readAllLines(tree.root.resolve("twice"));
    if (names.size() <= twiceSeen) return;
    Set<String> fresh = new HashSet<>(names.subList((int) twiceSeen, names.size()));
    twiceSeen = names.size();
    fresh.forEach(name -> broken.add(TWICE, name + " " + round));
  }

  private void pairs(List<LiveProcess> processes, String round) {
    Set<String> seen = new HashSet<>();
    for (LiveProcess process : processes) {
      Role role = process.role();
      if (role != Role.SUPERVISOR && role != Role.LOGGER || process.isZombie()) continue;
      String place = process.directory();
      if (!place.isEmpty() && !seen.add(role + " in " + place))
        broken.add(PAIR, role + " in " + place + " " + round);
    }
  }

  /** Daemons without a supervisor; counted, and ended so that each is counted once. */
  void strays(List<LiveProcess> processes, String round) {
    Set<Long> known = new HashSet<>();
    Set<Integer> daemons = new HashSet<>();
    for (Path service : tree.everything()) {
      Status status = Status.read(service);
      if (status != null) known.add(status.pid());
    }
    for (LiveProcess process : processes)
      if (process.role() == Role.DAEMON) daemons.add(process.pid());
    for (LiveProcess process : processes) {
      boolean serves = process.role() == Role.DAEMON || process.role() == Role.LOGGER;
      if (!serves || process.isZombie()) continue;
      if (known.contains((long) process.pid()) || daemons.contains(process.parent())) continue;
      String place = process.directory();
      if (place.isEmpty() || !Files.exists(Path.of("/proc/" + process.pid()))) continue;
      broken.add(STRAY, place + " " + process + " " + round);
      tree.shell.signal(process.pid(), Signal.SIGKILL);
    }
  }

  /** Against what the first of its kind had when all was well for the first time. */
  private void frugal(LiveProcess process, Role role, String round) {
    int open = process.descriptors();
    long kilobytes = process.anonymous();
    int usual = descriptors.computeIfAbsent(role, first -> open);
    long first = memory.computeIfAbsent(role, ignored -> kilobytes);
    // A scanner that took supervisors over holds a descriptor for each.
    int spare = role == Role.SCANNER ? tree.supervised().size() + tree.rc.directories().size() : 0;
    if (open > usual + spare + SPARE_DESCRIPTORS)
      broken.add(DESCRIPTORS, role + " " + process.pid() + ": " + open + " " + round);
    if (kilobytes > first + SPARE_MEMORY)
      broken.add(MEMORY, role + " " + process.pid() + ": " + kilobytes + " kB " + round);
  }

  /** What holds of the log directories when all is over. */
  void lines(Map<String, Integer> loggerKills) throws IOException {
    long all = 0;
    for (String name : tree.writers) {
      Path directory = tree.root.resolve("logs").resolve(name);
      if (!Files.isDirectory(directory)) continue;
      LoggedLines lines = LoggedLines.of(directory);
      all += lines.lines;
      int kills = loggerKills.getOrDefault(name, 0);
      if (lines.gaps > kills)
        broken.add(LOST, name + ": " + lines.gaps + " gaps, " + kills + " kills");
      if (lines.doubled > 0) broken.add(DOUBLED, name + ": " + lines.doubled + " lines");
      if (lines.torn > kills)
        broken.add(DOUBLED, name + ": " + lines.torn + " torn, " + kills + " kills");
    }
    if (all == 0) broken.add(LOST, "all of them");
  }
}
