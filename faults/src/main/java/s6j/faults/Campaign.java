package s6j.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import s6j.posix.Signal;

/**
 * Faults on a tree, round after round: a few are drawn from the seed, then everything is put right
 * and the tree has to settle, and what must hold is checked.
 */
public final class Campaign {
  private static final int SETTLE_SECONDS = 30;

  /** When a daemon left alone is taken for the reason why its service does not come back. */
  private static final int STRAY_SECONDS = 5;

  private static final int ROUNDS_A_TRIAL = 5;

  private static final int LOOK_MILLIS = 50;

  /** After it, a scanner has tried again whatever failed while descriptors were few. */
  private static final int RETRIES_MILLIS = 12_000;

  private static final byte[] UP = {'c', 'u'};

  private final Random random;
  private final Tree tree;
  private final Broken broken = new Broken();
  private final Invariants invariants;
  private final Map<String, Integer> loggerKills = Disturbance.noKills();
  private final Set<Fault> possible;
  private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);
  private int rounds;
  private volatile boolean over;

  private Campaign(Path root, Path bin, List<String> scanner, FaultSettings settings)
      throws IOException {
    random = new Random(settings.seed());
    Clock clock = settings.clock() == null ? null : new Clock(settings.clock());
    tree = new Tree(root, bin, scanner, settings.services(), clock);
    possible = Fault.possible(tree);
    invariants = new Invariants(tree, broken);
  }

  public static void main(String[] arguments) throws Exception {
    FaultSettings settings = FaultSettings.of(arguments);
    System.out.println("seed " + settings.seed() + ", " + settings.seconds() + " s");
    Campaign reference = null;
    if (settings.reference() != null)
      reference = run(settings, settings.reference(), "reference", List.of("s6-svscan"));
    List<String> scanner = settings.hosted() ? List.of("svscan", "-H") : List.of("svscan");
    Campaign own = run(settings, settings.suite(), "s6j", scanner);
    System.out.print(new Report(reference, own).text());
    System.exit(own.broken.total() == 0 ? 0 : 1);
  }

  private static Campaign run(FaultSettings settings, Path bin, String name, List<String> scanner)
      throws Exception {
    Path root = Files.createDirectories(settings.place().resolve(name));
    Campaign campaign = new Campaign(root, bin, scanner, settings);
    campaign.run(settings.seconds());
    return campaign;
  }

  int rounds() {
    return rounds;
  }

  int struck(Fault fault) {
    return struck.getOrDefault(fault, 0);
  }

  Broken broken() {
    return broken;
  }

  private void run(int seconds) throws Exception {
    Thread monitor = new Thread(this::watch);
    monitor.setDaemon(true);
    tree.ensureScanner();
    monitor.start();
    settle(new Disturbance(tree, random, loggerKills), "at the start");
    int code = tree.rc.begin();
    if (code != 0) broken.add(Invariants.MANAGER, "at the start: " + code);
    invariants.settled("at the start");
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (System.nanoTime() < end) round();
    over = true;
    monitor.join();
    stop();
    invariants.lines(loggerKills);
  }

  private void round() throws IOException {
    Disturbance disturbance = new Disturbance(tree, random, loggerKills);
    StringBuilder name = new StringBuilder("in round " + ++rounds + ":");
    for (int i = random.nextInt(3); i >= 0; i--) {
      Fault fault = Fault.any(random, possible);
      struck.merge(fault, 1, Integer::sum);
      name.append(' ').append(fault);
      fault.strike(disturbance);
      pause(random.nextInt(300));
    }
    pause(random.nextInt(500));
    settle(disturbance, name.toString());
    manage(disturbance, name.toString());
    invariants.settled(name.toString());
    if (tree.shell.clock != null && rounds % ROUNDS_A_TRIAL == 0) {
      new ClockTrial(tree, random, broken).run(name.toString());
      settle(disturbance, name.toString());
    }
  }

  /** Puts everything right and waits until all that is wanted runs. */
  private void settle(Disturbance disturbance, String round) throws IOException {
    for (Disturbance.Undo undo : disturbance.undo) undo.run();
    ask();
    long begin = System.nanoTime();
    long end = begin + SETTLE_SECONDS * 1_000_000_000L;
    while (System.nanoTime() < end) {
      Path missing = missing();
      if (missing == null) return;
      ask();
      if (System.nanoTime() - begin > STRAY_SECONDS * 1_000_000_000L)
        invariants.strays(LiveProcess.all(), round);
      pause(LOOK_MILLIS);
    }
    broken.add(Invariants.BACK, missing() + " " + round);
  }

  /** The first service that does not run, or null. */
  private Path missing() {
    for (Path service : tree.supervised()) {
      Status status = Status.read(service);
      boolean notifies = Files.exists(service.resolve("notification-fd"));
      if (status == null || !status.runsFor(notifies)) return service;
      if (!tree.shell.isSupervised(service)) return service;
    }
    for (Path service : tree.rc.directories()) {
      Status status = Status.read(service);
      if (status != null && status.wantUp() && !status.runsFor(false)) return service;
    }
    return null;
  }

  private void ask() throws IOException {
    for (LiveProcess process : LiveProcess.all())
      if (process.isStopped()) tree.shell.signal(process.pid(), Signal.SIGCONT);
    for (Path service : tree.supervised()) {
      Files.deleteIfExists(service.resolve("down"));
      Status status = Status.read(service);
      if (status == null || !status.runsFor(false) || !status.wantUp())
        tree.shell.letters(service.resolve("supervise/control"), UP);
    }
  }

  /** The next commands of the service manager must find their way. */
  private void manage(Disturbance disturbance, String round) {
    if (disturbance.updateKilled) {
      int code = tree.rc.update(random.nextBoolean());
      if (code != 0)
        broken.add(
            Invariants.MANAGER,
            "s6-rc-update " + code + " " + round + ": " + tree.shell.lastWords());
    }
    int code = tree.rc.up();
    if (code != 0)
      broken.add(
          Invariants.MANAGER, "s6-rc change " + code + " " + round + ": " + tree.shell.lastWords());
    for (Path service : tree.rc.directories())
      tree.shell.letters(service.resolve("supervise/control"), UP);
  }

  private void watch() {
    while (!over) {
      tree.ensureScanner();
      invariants.always();
      pause(LOOK_MILLIS);
    }
  }

  private void stop() throws IOException {
    pause(RETRIES_MILLIS);
    tree.shell.run("s6-svscanctl", "-t", tree.scan);
    long end = System.nanoTime() + SETTLE_SECONDS * 1_000_000_000L;
    while (System.nanoTime() < end && !tree.scannerEnded()) pause(LOOK_MILLIS);
    if (!tree.scannerEnded())
      broken.add(
          Invariants.STOP, "s6-svscan goes on, " + missing() + ": " + tree.shell.lastWords());
    pause(500);
    for (LiveProcess process : LiveProcess.all()) {
      if (process.isZombie() || process.role() == Role.OTHER) continue;
      broken.add(Invariants.STOP, "left behind: " + process);
      tree.shell.signal(process.pid(), Signal.SIGKILL);
    }
  }

  static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
