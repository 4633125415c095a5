package s6j.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures two suites side by side, alternating, and prints or writes medians and ratios. */
public final class Bench {
  private Path reference = Path.of("/usr/bin");
  private Path second;
  private Path suite;
  private Size size = Size.DEFAULT;
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
        case "--reference" -> reference = Path.of(arguments[++i]).toAbsolutePath();
        case "--static" -> second = Path.of(arguments[++i]).toAbsolutePath();
        case "--suite" -> suite = Path.of(arguments[++i]).toAbsolutePath();
        case "--quick" -> size = Size.QUICK;
        case "--full" -> size = Size.FULL;
        case "--only" -> only = arguments[++i];
        case "--skip" -> skipped.add(arguments[++i]);
        case "--json" -> json = Path.of(arguments[++i]);
        case "--report" -> docs = Path.of(arguments[++i]);
        case "--reference-version" -> referenceVersion = arguments[++i];
        default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
      }
    }
    requireS6(reference);
    if (second != null) requireS6(second);
    Machine machine = new Machine(command(arguments), versionOfReference(), suite);
    Pairs pairs = new Pairs(reference, second, suite);
    for (Measure measure : Measures.all(reference, suite, size))
      if (measure.rows().stream().anyMatch(this::isWanted)) report(pairs, measure);
    List<Peer> peers = Peer.installed(suite, reference);
    failed |= !new Peers(peers, size, this::isWanted).measure(figures);
    machine.end();
    if (json != null) figures.writeJson(json, machine);
    if (docs != null) figures.writePage(docs, machine);
    System.exit(failed ? 1 : 0);
  }

  private static void requireS6(Path bin) {
    if (!Files.isExecutable(bin.resolve("s6-supervise")))
      throw new IllegalArgumentException("no s6-supervise in " + bin);
  }

  private boolean isWanted(Row row) {
    for (String text : skipped) if (row.name().contains(text)) return false;
    return row.name().contains(only);
  }

  /** The command line as a stranger would repeat it: with directories of his own. */
  private static String command(String[] arguments) {
    StringBuilder command = new StringBuilder("bench/run");
    for (int i = 2; i < arguments.length; i++) {
      boolean place = List.of("--reference", "--static", "--suite").contains(arguments[i - 1]);
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
  private void report(Pairs pairs, Measure measure) {
    try {
      for (Figure figure : pairs.measure(measure)) if (isWanted(figure.row())) figures.add(figure);
    } catch (Exception e) {
      System.err.println("bench: " + measure.rows().get(0).name() + ": " + e);
      failed = true;
    }
  }
}
