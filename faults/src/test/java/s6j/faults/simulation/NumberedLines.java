package s6j.faults.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Poller;

/** Lines that services write, by their numbers, and what their loggers made of them. */
final class NumberedLines {
  private final FakePosix machine;
  private final Random random;
  private final Map<String, Integer> loggerKills = new HashMap<>();
  private int starts;

  NumberedLines(FakePosix machine, Random random) {
    this.machine = machine.directory("/logs");
    this.random = random;
  }

  /** A few a second, for ever. */
  void write(FakePosix child) {
    String prefix = child.getpid() + "." + ++starts + " ";
    Poller nothing = new Poller(1);
    for (int i = 1; ; i++) {
      byte[] line = CString.of(prefix + i + "\n");
      child.write(1, line, 0, line.length);
      child.poll(nothing, 50 + random.nextInt(400));
    }
  }

  /** Becomes the logger of a service. */
  static void log(String name, FakePosix child) {
    byte[][] words = {
      CString.of("s6-log"),
      CString.of("-b"),
      CString.of("n10000"),
      CString.of("s4096"),
      CString.of("/logs/" + name)
    };
    child.exec(CString.of("/usr/bin/s6-log"), words, child.environment());
  }

  /** Notes who is killed, if that is a logger. */
  void killed(FakePosix victim) {
    String line = victim.line();
    if (line.contains("s6-log"))
      loggerKills.merge(line.substring(line.lastIndexOf('/') + 1), 1, Integer::sum);
  }

  /**
   * Archives sort by their stamps, which a clock that jumps puts out of order: so do not count on
   * it.
   */
  void check(String name) {
    Map<String, TreeSet<Long>> numbers = new HashMap<>();
    for (String line : log(name).split("\n")) {
      int blank = line.indexOf(' ');
      if (blank < 0) throw new BrokenInvariant(name + ": half a line: " + line);
      TreeSet<Long> those = numbers.computeIfAbsent(line.substring(0, blank), n -> new TreeSet<>());
      if (!those.add(Long.parseLong(line.substring(blank + 1))))
        throw new BrokenInvariant(name + ": a line twice: " + line);
    }
    int gaps = 0;
    for (TreeSet<Long> those : numbers.values()) gaps += gaps(those);
    int kills = loggerKills.getOrDefault(name, 0);
    if (gaps > kills) throw new BrokenInvariant(name + ": " + gaps + " gaps, " + kills + " kills");
    if (numbers.isEmpty()) throw new BrokenInvariant(name + ": no lines");
  }

  private static int gaps(TreeSet<Long> numbers) {
    int gaps = 0;
    long before = 0;
    for (long number : numbers) {
      if (number > before + 1) gaps++;
      before = number;
    }
    return gaps;
  }

  private String log(String name) {
    StringBuilder all = new StringBuilder();
    for (String file : machine.names("/logs/" + name))
      if (file.startsWith("@")) all.append(machine.text("/logs/" + name + "/" + file));
    return all + machine.text("/logs/" + name + "/current");
  }
}
