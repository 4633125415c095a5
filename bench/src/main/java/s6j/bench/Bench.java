package s6j.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures two suites side by side, alternating, and prints or writes medians and ratios. */
public final class Bench {
  /** What is measured on each suite: its name, unit, and one run. */
  record Measure(String name, String unit, int runs, Probe probe) {}

  /** One run on the programs of a directory; the figure. */
  interface Probe {
    double run(Path bin) throws Exception;
  }

  private static final String[][] SCRIPTS = {
    {"t", "s1000000", "n10"}, {"s1000000", "n10"}, {"--", "-foobar", "s1000000", "n10"}
  };

  private Path reference = Path.of("/usr/bin");
  private Path suite;
  private boolean quick;
  private String only = "";
  private final List<String> skipped = new ArrayList<>();
  private Path json;
  private Path docs;
  private String referenceVersion = "";
  private final Figures figures = new Figures();
  private boolean failed;

  public static void main(String[] arguments) throws Exception {
    new Bench().start(arguments);
  }

  private void start(String[] arguments) throws Exception {
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--reference" -> reference = Path.of(arguments[++i]);
        case "--suite" -> suite = Path.of(arguments[++i]);
        case "--quick" -> quick = true;
        case "--only" -> only = arguments[++i];
        case "--skip" -> skipped.add(arguments[++i]);
        case "--json" -> json = Path.of(arguments[++i]);
        case "--report" -> docs = Path.of(arguments[++i]);
        case "--reference-version" -> referenceVersion = arguments[++i];
        default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
      }
    }
    if (!Files.isExecutable(reference.resolve("s6-supervise")))
      throw new IllegalArgumentException("no s6-supervise in " + reference);
    Machine machine = new Machine(command(arguments), versionOfReference(), suite);
    for (Measure measure : measures()) if (isWanted(measure)) tryMeasure(measure);
    if (!quick && only.isEmpty()) reportOursAlone();
    new Peers(Peer.installed(suite, reference), quick, only).measure(figures);
    machine.end();
    if (json != null) figures.writeJson(json, machine);
    if (docs != null) figures.writePage(docs, machine);
    System.exit(failed ? 1 : 0);
  }

  private boolean isWanted(Measure measure) {
    for (String text : skipped) if (measure.name().contains(text)) return false;
    return measure.name().contains(only);
  }

  /** The command line as a stranger would repeat it: with directories of his own. */
  private static String command(String[] arguments) {
    StringBuilder command = new StringBuilder("bench/run");
    for (int i = 2; i < arguments.length; i++) {
      boolean place = arguments[i - 1].equals("--reference") || arguments[i - 1].equals("--suite");
      String word = place ? "DIR" : arguments[i];
      command.append(' ').append(word.indexOf(' ') < 0 ? word : "'" + word + "'");
    }
    return command.toString();
  }

  private String versionOfReference() throws Exception {
    if (!referenceVersion.isEmpty()) return referenceVersion;
    String version = reference.startsWith("/usr") ? Machine.packaged("s6") : "";
    return "s6 " + (version.isEmpty() ? "of unknown version" : version);
  }

  /** What fails is told, and has no row. */
  private void tryMeasure(Measure measure) {
    try {
      report(measure);
    } catch (Exception e) {
      System.err.println("bench: " + measure.name() + ": " + e);
      failed = true;
    }
  }

  private List<Measure> measures() throws Exception {
    List<Measure> measures = new ArrayList<>();
    StartUp startUp = new StartUp(reference);
    int starts = quick ? 300 : 2000;
    for (String program : new String[] {"s6-svok", "s6-svstat", "s6-svc"})
      measures.add(new Measure("start of " + program, "ms", starts, startUp.of(program)));
    Waking waking = new Waking(reference);
    int wakes = quick ? 60 : 300;
    measures.add(new Measure("s6-svwait wakes", "ms", wakes, waking::svwait));
    measures.add(new Measure("s6-svlisten1 wakes", "ms", wakes, waking::svlisten));
    measures.add(new Measure("idle s6-supervise, Anonymous", "kB", 3, Memory::ofSupervise));
    measures.add(new Measure("idle s6-supervise, Pss", "kB", 3, Memory::proportionalOfSupervise));
    measures.add(new Measure("idle s6-svscan, Anonymous", "kB", 3, Memory::ofSvscan));
    int services = quick ? 200 : 1000;
    ManyServices many = new ManyServices(services);
    int rounds = quick ? 3 : 5;
    measures.add(new Measure(services + " services up", "ms", rounds, many::up));
    measures.add(new Measure(services + " services down", "ms", rounds, many::down));
    String idle = services + " idle s6-supervise, ";
    measures.add(new Measure(idle + "Anonymous", "kB", 1, many::anonymous));
    measures.add(new Measure(idle + "Pss", "kB", 1, many::proportional));
    if (!quick) addManyUp(measures);
    if (!quick) addManyDown(measures);
    addLogging(measures);
    if (Files.isExecutable(reference.resolve("s6-rc-compile"))) addCompiling(measures);
    if (Files.isExecutable(reference.resolve("s6-rc"))) addStarting(measures);
    return measures;
  }

  private void addManyUp(List<Measure> measures) {
    ManyServices many = new ManyServices(5000);
    measures.add(new Measure("5000 services up", "ms", 1, many::up));
    measures.add(new Measure("5000 services down", "ms", 1, many::down));
  }

  private void addManyDown(List<Measure> measures) {
    for (int count : new int[] {2500, 10_000}) {
      ManyDown down = new ManyDown(count);
      String services = count + " services that are down, ";
      measures.add(new Measure(services + "start", "ms", 1, down::start));
      measures.add(new Measure(services + "rescan", "ms", 1, down::rescan));
      measures.add(new Measure(services + "stop", "ms", 1, down::stop));
    }
  }

  private void addLogging(List<Measure> measures) throws Exception {
    int megabytes = quick ? 20 : 100;
    int runs = quick ? 3 : 5;
    for (int length : new int[] {10, 100, 8192}) {
      String lines = "s6-log, " + length + "-byte lines, ";
      for (String[] script : SCRIPTS)
        measures.add(
            new Measure(
                lines + String.join(" ", script),
                "MB/s",
                runs,
                Logging.throughput(length, megabytes, script)));
    }
    measures.add(new Measure("s6-log, a line to be readable", "us", 3, Logging::latency));
    measures.add(new Measure("s6-log that has rotated, Anonymous", "kB", 3, Logging::anonymous));
  }

  private void addCompiling(List<Measure> measures) throws Exception {
    for (int services : new int[] {10, 1000, 7500}) {
      Compiling compiling = new Compiling(services);
      measures.add(new Measure("compile " + services, "ms", quick ? 3 : 11, compiling::compile));
      if (services > 10)
        measures.add(new Measure("compile " + services + ", peak", "kB", 3, compiling::peak));
    }
  }

  /** Sizes that end the reference by a SIGSEGV. */
  private void reportOursAlone() throws Exception {
    for (int needs : new int[] {3, 1}) {
      double millis = new Compiling(100_000, needs).compile(suite);
      String what = needs == 1 ? " in a chain" : " with " + needs + " dependencies each";
      figures.add(new Figure("compile 100000" + what, "ms", Double.NaN, millis));
    }
  }

  /** At full size the reference alone takes minutes. */
  private void addStarting(List<Measure> measures) throws Exception {
    int services = quick ? 300 : 10_000;
    int chain = quick ? 100 : 1000;
    int runs = quick ? 3 : 1;
    Starting all = new Starting(services, false);
    measures.add(new Measure("start " + services + " oneshots", "ms", runs, all::start));
    measures.add(new Measure("start " + services + ", VmHWM of s6-rc", "kB", 1, all::memory));
    Starting links = new Starting(chain, true);
    measures.add(new Measure("start a chain of " + chain, "ms", runs, links::start));
  }

  private void report(Measure measure) throws Exception {
    double[] theirs = new double[measure.runs()];
    double[] ours = new double[measure.runs()];
    for (int i = 0; i < measure.runs(); i++) {
      theirs[i] = measure.probe().run(reference);
      ours[i] = measure.probe().run(suite);
    }
    figures.add(new Figure(measure.name(), measure.unit(), median(theirs), median(ours)));
  }

  static double median(double[] figures) {
    Arrays.sort(figures);
    return figures[figures.length / 2];
  }
}
