package s6j.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import s6j.posix.Signal;

/** One round of faults on a tree, and what has to be put right behind them. */
final class Disturbance {
  /** Something that can be put right. */
  interface Undo {
    void run() throws IOException;
  }

  final Tree tree;
  final Random random;
  final List<Undo> undo = new ArrayList<>();

  /** Whether an update was killed on its way. */
  boolean updateKilled;

  /** How often each logger was killed in the campaign; each time may cost it what it had read. */
  private final Map<String, Integer> loggerKills;

  Disturbance(Tree tree, Random random, Map<String, Integer> loggerKills) {
    this.tree = tree;
    this.random = random;
    this.loggerKills = loggerKills;
  }

  /** Any process of a role, or null. */
  LiveProcess any(Role role) {
    List<LiveProcess> fitting = new ArrayList<>();
    for (LiveProcess process : LiveProcess.all())
      if (process.role() == role && !process.isZombie()) fitting.add(process);
    if (fitting.isEmpty()) return null;
    return fitting.get(random.nextInt(fitting.size()));
  }

  void kill(Role role) {
    signal(role, Signal.SIGKILL);
  }

  void signal(Role role, int number) {
    LiveProcess victim = any(role);
    if (victim == null) return;
    if (role == Role.LOGGER && number == Signal.SIGKILL) loggerHurt(victim);
    tree.shell.signal(victim.pid(), number);
  }

  private void loggerHurt(LiveProcess logger) {
    String directory = logger.words().get(logger.words().size() - 1);
    loggerKills.merge(directory.substring(directory.lastIndexOf('/') + 1), 1, Integer::sum);
  }

  /** Any logger may be killed by what follows. */
  void loggersHurt() {
    for (String name : tree.writers) loggerKills.merge(name, 1, Integer::sum);
  }

  /** Up to eight bytes of any value, as somebody might write them by mistake. */
  byte[] letters() {
    byte[] bytes = new byte[1 + random.nextInt(8)];
    random.nextBytes(bytes);
    return bytes;
  }

  void pause(int millis) {
    Campaign.pause(millis);
  }

  static Map<String, Integer> noKills() {
    return new HashMap<>();
  }
}
