package s6j.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All that is measured side by side, with what the project has set itself to reach. */
final class Measures {
  private static final Goal NO_SLOWER = Goal.ratioAtMost(1);
  private static final Goal WAKES = Goal.ratioAtMost(1.2);
  private static final Goal SMALL = Goal.ratioAtMost(1.5);
  private static final String[][] SCRIPTS = {
    {"t", "s1000000", "n10"}, {"s1000000", "n10"}, {"--", "-foobar", "s1000000", "n10"}
  };

  private final Path reference;
  private final Path suite;
  private final Size size;
  private final List<Measure> measures = new ArrayList<>();

  private Measures(Path reference, Path suite, Size size) {
    this.reference = reference;
    this.suite = suite;
    this.size = size;
  }

  static List<Measure> all(Path reference, Path suite, Size size) {
    Measures all = new Measures(reference, suite, size);
    all.addCommands();
    if (Files.isExecutable(reference.resolve("foreground"))) all.addChains();
    all.addEvents();
    all.addRestarts();
    all.addMemory();
    all.addManyServices();
    all.addManyDown();
    all.addHosted();
    all.addLogging();
    all.addClient();
    if (Files.isExecutable(reference.resolve("s6-rc-compile"))) all.addCompiling();
    if (Files.isExecutable(reference.resolve("s6-rc"))) all.addStarting();
    return all.measures;
  }

  private void addCommands() {
    int batch = size.of(15, 50, 100);
    for (String program : new String[] {"s6-svok", "s6-svstat", "s6-svc -d"})
      measures.add(
          Measure.batched(
              new Row("start of " + program, "ms", NO_SLOWER),
              20,
              batch,
              () -> new StartUp(reference, program)));
  }

  private void addChains() {
    int batch = size.of(15, 50, 100);
    addChain("a script of one step", 1.1, batch, Chains.ONE_STEP);
    addChain("a script of ten steps", 0.4, batch, Chains.TEN_STEPS);
    addChain("a run script of nine steps", 0.6, batch, Chains.RUN_SCRIPT);
    addChain("forx, 1000 rounds", 0.6, 1, Chains.loop(1000));
    String sleep = "{ sleep 0.5 } ";
    addWaiting("wait", "background " + sleep + "wait { }");
    addWaiting("trap", "trap { SIGHUP { true } } sleep 0.5");
    addWaiting("foreground", "umask 022 foreground " + sleep + "exit 0");
  }

  private void addChain(String name, double most, int batch, String script) {
    Row row = new Row(name, "ms", Goal.ratioAtMost(most));
    measures.add(Measure.batched(row, size.of(5, 15, 20), batch, () -> Chains.of(script)));
  }

  private void addWaiting(String program, String script) {
    Row row = new Row(program + " that waits, Anonymous", "kB", SMALL);
    measures.add(Measure.of(row, 3, () -> Chains.waiting(script)));
  }

  private void addEvents() {
    int batch = size.of(6, 15, 30);
    measures.add(
        Measure.batched(
            new Row("s6-svwait wakes", "ms", WAKES), 10, batch, () -> Waking.svwait(reference)));
    measures.add(
        Measure.batched(
            new Row("s6-svlisten1 wakes", "ms", WAKES),
            10,
            batch,
            () -> Waking.svlisten(reference)));
    measures.add(
        Measure.batched(
            new Row("an event to the end of s6-ftrig-wait", "ms", WAKES),
            10,
            batch,
            () -> new EventLatency(1)));
    measures.add(
        Measure.batched(
            new Row("s6-ftrig-notify to the end of 50 s6-ftrig-wait", "ms", WAKES),
            size.of(5, 9, 20),
            3,
            () -> new EventLatency(50)));
  }

  private void addRestarts() {
    measures.add(
        Measure.of(
            new Row("death to restart, readiness told", "ms"),
            size.of(5, 11, 30),
            () -> new Restarts(true)));
    measures.add(
        Measure.of(
            new Row("death to restart, no readiness", "ms"),
            size.of(3, 3, 10),
            () -> new Restarts(false)));
  }

  private void addMemory() {
    List<Row> rows =
        List.of(
            new Row("idle s6-supervise, Anonymous", "kB", SMALL),
            new Row("idle s6-supervise, Pss", "kB"));
    measures.add(Measure.of(rows, 3, () -> Memory::ofSupervise));
    measures.add(
        Measure.of(
            new Row("idle s6-svscan, Anonymous", "kB"), 3, () -> Probe.of(Memory::ofSvscan)));
  }

  private void addManyServices() {
    int count = size.of(200, 1000, 1000);
    List<Row> rows =
        List.of(
            new Row(count + " services up", "ms", NO_SLOWER),
            new Row(count + " services down", "ms"),
            new Row(count + " idle s6-supervise, Anonymous", "kB", SMALL),
            new Row(count + " idle s6-supervise, Pss", "kB"));
    measures.add(Measure.of(rows, size.of(3, 4, 9), () -> new ManyServices(count)));
    if (size == Size.QUICK) return;
    rows = List.of(new Row("5000 services up", "ms"), new Row("5000 services down", "ms"));
    measures.add(Measure.of(rows, size.of(0, 1, 3), () -> new ManyServices(5000, false)));
  }

  private void addManyDown() {
    for (int count : size == Size.QUICK ? new int[] {500} : new int[] {2500, 10_000}) {
      String services = count + " services that are down, ";
      List<Row> rows =
          List.of(
              new Row(services + "start", "ms"),
              new Row(services + "rescan", "ms"),
              new Row(services + "stop", "ms"));
      measures.add(Measure.of(rows, size.of(1, 1, 3), () -> new ManyDown(count)));
    }
  }

  /** As many services as fit in a usual limit of descriptors. */
  private void addHosted() {
    int count = size.of(200, 1000, 1000);
    String services = count + " services hosted, ";
    List<Row> rows =
        List.of(
            new Row(services + "up", "ms", Goal.ratioAtMost(0.6)),
            new Row(services + "down", "ms", Goal.ratioAtMost(0.6)),
            new Row(services + "Anonymous", "kB", Goal.valueAtMost(2.2 * count)),
            new Row(services + "Pss", "kB"));
    measures.add(Measure.of(rows, size.of(3, 4, 9), () -> ManyServices.hosted(count, suite)));
    int many = size.of(500, 4000, 4000);
    services = many + " services that are down, hosted, ";
    rows =
        List.of(
            new Row(services + "start", "ms", NO_SLOWER),
            new Row(services + "rescan", "ms", NO_SLOWER),
            new Row(services + "stop", "ms", NO_SLOWER));
    measures.add(Measure.of(rows, size.of(1, 3, 3), () -> new ManyDown(many, suite)));
    measures.add(
        Measure.of(
            new Row("death to restart, readiness told, hosted", "ms", NO_SLOWER),
            size.of(5, 11, 30),
            () -> new Restarts(true, suite)));
    addUpgrades();
  }

  /** s6 has nothing of the kind. */
  private void addUpgrades() {
    Goal goal = Goal.valueAtMost(50);
    int runs = size.of(3, 11, 30);
    Row one = new Row("a new image, and a death, to restart", "ms", goal);
    measures.add(Measure.alone(one, runs, () -> Restarts.upgraded(null)));
    Row all = new Row("a new image, and a death, to restart, hosted", "ms", goal);
    measures.add(Measure.alone(all, runs, () -> Restarts.upgraded(suite)));
  }

  private void addLogging() {
    int megabytes = size.of(20, 60, 200);
    for (int length : new int[] {10, 100, 8192})
      for (String[] script : SCRIPTS) {
        Goal target = Goal.ratioAtLeast(script[0].equals("--") ? 1.5 : 2);
        String name = "s6-log, " + length + "-byte lines, " + String.join(" ", script);
        measures.add(
            Measure.of(
                new Row(name, "MB/s", target),
                size.of(3, 5, 9),
                () -> new LogThroughput(length, megabytes, script)));
      }
    measures.add(
        Measure.of(
            new Row("s6-log, a line to be readable", "us", WAKES),
            size.of(3, 5, 9),
            () -> Probe.of(Logging::latency)));
    measures.add(
        Measure.of(
            new Row("s6-log that has rotated, Anonymous", "kB", Goal.ratioAtMost(2)),
            3,
            () -> Probe.of(Logging::anonymous)));
  }

  /** The library on the JVM, warm; s6 has nothing of the kind. */
  private void addClient() {
    int services = size.of(200, 1000, 1000);
    Row status = new Row("s6j-client, a status read", "us", Goal.valueAtMost(50));
    measures.add(Measure.alone(status, size.of(3, 5, 9), () -> Probe.of(Client::status)));
    String name = "s6j-client, an event of one of " + services + " services told";
    Row event = new Row(name, "ms", Goal.valueAtMost(5));
    Row most = new Row(name + ", 99 of 100", "ms", Goal.valueAtMost(5));
    Row threads =
        new Row("s6j-client, threads that hear " + services, "threads", Goal.valueAtMost(1));
    measures.add(
        new Measure(
            List.of(event, most, threads),
            size.of(3, 5, 9),
            1,
            false,
            () -> bin -> Client.events(services)));
  }

  private void addCompiling() {
    for (int services : new int[] {10, 1000, 7500}) {
      Row time = new Row("compile " + services, "ms", NO_SLOWER);
      int pairs = services < 7500 ? size.of(7, 15, 31) : size.of(3, 5, 15);
      int batch = services == 10 ? 10 : 1;
      measures.add(Measure.batched(time, pairs, batch, () -> new Compiling(services)));
      if (services == 10) continue;
      Row peak = new Row("compile " + services + ", peak", "kB", Goal.ratioAtMost(4));
      measures.add(Measure.of(peak, 3, () -> new Compiling(services).peak()));
    }
    if (size == Size.QUICK) return;
    addLargest("compile 100000 with 3 dependencies each", 3);
    addLargest("compile 100000 in a chain", 1);
  }

  /** Sizes that end the reference by a SIGSEGV. */
  private void addLargest(String name, int needs) {
    Row row = new Row(name, "ms", Goal.valueAtMost(10_000));
    measures.add(Measure.alone(row, () -> new Compiling(100_000, needs)));
  }

  /** At full size the reference alone takes over a minute for those without an order. */
  private void addStarting() {
    int services = size.of(300, 10_000, 10_000);
    String name = "start " + services + " oneshots";
    List<Row> rows =
        List.of(
            new Row(name, "ms", size == Size.QUICK ? NO_SLOWER : Goal.ratioAtMost(0.2)),
            new Row(name + ", failed services", "services", Goal.valueAtMost(0)),
            new Row(name + ", VmHWM of s6-rc", "kB"));
    measures.add(
        Measure.of(rows, size.of(3, 1, 2), () -> new Starting(services, Starting.Kind.ONESHOTS)));
    int chain = size.of(100, 1000, 1000);
    name = "start a chain of " + chain;
    rows =
        List.of(
            new Row(name, "ms", Goal.ratioAtMost(0.5)),
            new Row(name + ", failed services", "services", Goal.valueAtMost(0)));
    measures.add(
        Measure.of(rows, size.of(3, 2, 3), () -> new Starting(chain, Starting.Kind.CHAIN)));
    addLongruns();
  }

  private void addLongruns() {
    int services = size.of(100, 1000, 1000);
    String name = "start " + services + " longruns";
    List<Row> rows =
        List.of(
            new Row(name, "ms", NO_SLOWER),
            new Row(name + ", failed services", "services", Goal.valueAtMost(0)),
            new Row(name + ", VmHWM of s6-rc", "kB"));
    measures.add(
        Measure.of(rows, size.of(3, 2, 5), () -> new Starting(services, Starting.Kind.LONGRUNS)));
  }
}
