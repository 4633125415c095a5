package s6j.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * A tree at peace whose clock jumps: nothing restarts because of it, and what has a timeout takes
 * as long as without.
 */
final class ClockTrial {
  /** A service that ends by its timeouts alone. */
  static final String SLOW = "slow";

  static final int TIMEOUT_MILLIS = 1000;
  private static final int CALM_MILLIS = 1500;
  private static final int JUMPS = 8;
  private static final int BETWEEN_MILLIS = 60;

  /** A timer may be early by the resolution of a tick, and late as the machine is busy. */
  private static final int EARLY_MILLIS = 50;

  private static final int LATE_MILLIS = 10_000;
  private static final int MOST_SECONDS = 4 * 3600;

  private final Tree tree;
  private final Random random;
  private final Broken broken;

  ClockTrial(Tree tree, Random random, Broken broken) {
    this.tree = tree;
    this.random = random;
    this.broken = broken;
  }

  static void jump(Tree tree, Random random) throws IOException {
    tree.shell.clock.set(random.nextInt(2 * MOST_SECONDS) - MOST_SECONDS);
  }

  void run(String round) throws IOException {
    nothingRestarts(round);
    waiting(round);
    stopping(round);
  }

  private void nothingRestarts(String round) throws IOException {
    Map<Path, Long> before = pids();
    Campaign.pause(CALM_MILLIS);
    // What still restarts because of the round before says nothing of the clock.
    before.entrySet().retainAll(pids().entrySet());
    for (int i = 0; i < JUMPS; i++) {
      jump(tree, random);
      Campaign.pause(BETWEEN_MILLIS);
    }
    Map<Path, Long> after = pids();
    before.forEach(
        (service, pid) -> {
          if (!pid.equals(after.get(service)))
            broken.add(Invariants.CLOCK, service + " restarted after a jump " + round);
        });
  }

  private Map<Path, Long> pids() {
    Map<Path, Long> pids = new HashMap<>();
    for (Path service : tree.everything()) {
      Status status = Status.read(service);
      if (status != null && status.running()) pids.put(service, status.pid());
    }
    return pids;
  }

  private void waiting(String round) throws IOException {
    Path slow = tree.scan.resolve(SLOW);
    long begin = System.nanoTime();
    Process wait = tree.shell.start("s6-svwait", "-t", TIMEOUT_MILLIS, "-d", slow);
    while (wait.isAlive()) jumpAndPause();
    within("s6-svwait -t", begin, round);
  }

  private void stopping(String round) throws IOException {
    Path slow = tree.scan.resolve(SLOW);
    Status status = Status.read(slow);
    if (status == null || !status.running()) return;
    long begin = System.nanoTime();
    tree.shell.letters(slow.resolve("supervise/control"), new byte[] {'d'});
    while (Files.exists(Path.of("/proc/" + status.pid())) && !isLate(begin)) jumpAndPause();
    within("timeout-kill", begin, round);
    long finish = System.nanoTime();
    Process wait = tree.shell.start("s6-svwait", "-t", 2 * LATE_MILLIS, "-D", slow);
    while (wait.isAlive()) jumpAndPause();
    within("timeout-finish", finish, round);
    starting(slow, round);
  }

  /** Whether the programs go by this clock at all. */
  private void starting(Path slow, String round) throws IOException {
    tree.shell.clock.set(MOST_SECONDS);
    tree.shell.letters(slow.resolve("supervise/control"), new byte[] {'u'});
    long begin = System.nanoTime();
    while (!Status.read(slow).running() && !isLate(begin)) Campaign.pause(BETWEEN_MILLIS);
    long ahead = Status.read(slow).stampNanos() / 1_000_000 - System.currentTimeMillis();
    if (ahead < MOST_SECONDS * 500L)
      broken.add(Invariants.CLOCK, "the programs are ahead by " + ahead + " ms only " + round);
  }

  private void jumpAndPause() throws IOException {
    jump(tree, random);
    Campaign.pause(BETWEEN_MILLIS);
  }

  private static boolean isLate(long begin) {
    return System.nanoTime() - begin > (TIMEOUT_MILLIS + LATE_MILLIS) * 1_000_000L;
  }

  private void within(String what, long begin, String round) {
    long millis = (System.nanoTime() - begin) / 1_000_000;
    // What is measured begins before what has the timeout, but a death is seen late.
    int least = TIMEOUT_MILLIS - EARLY_MILLIS - 2 * BETWEEN_MILLIS;
    if (millis < least || isLate(begin))
      broken.add(Invariants.CLOCK, what + " took " + millis + " ms " + round);
  }
}
