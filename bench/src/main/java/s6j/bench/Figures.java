package s6j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All that was measured in one run, printed as it comes, and written as JSON and as a page. */
final class Figures {
  static final String HEAD = "| measured | unit | reference | s6j | ratio |\n|---|---|---|---|---|";

  private final List<Figure> suites = new ArrayList<>();
  private final List<PeerFigure> peers = new ArrayList<>();

  void add(Figure figure) {
    if (suites.isEmpty()) System.out.println(HEAD);
    suites.add(figure);
    System.out.println(figure.row());
  }

  void add(PeerFigure figure) {
    if (peers.isEmpty()) System.out.println("\n" + peerHead(figure));
    peers.add(figure);
    System.out.println(figure.row());
  }

  private static String peerHead(PeerFigure figure) {
    String names = String.join(" | ", figure.values().keySet());
    return "| measured | unit | "
        + names
        + " |\n"
        + "|---".repeat(figure.values().size() + 2)
        + "|";
  }

  void writeJson(Path file, Machine machine) throws IOException {
    String facts =
        machine.facts().entrySet().stream()
            .map(fact -> "  " + quoted(fact.getKey()) + ": " + quoted(fact.getValue()) + ",\n")
            .collect(Collectors.joining());
    String first = suites.stream().map(Figure::json).collect(Collectors.joining(",\n    "));
    String second = peers.stream().map(PeerFigure::json).collect(Collectors.joining(",\n    "));
    String lists = "  \"figures\": [\n    " + first + "\n  ],\n  \"peers\": [\n    " + second;
    Files.writeString(file, "{\n" + facts + lists + "\n  ]\n}\n");
  }

  /** Writes benchmarks.md and its charts into a directory of documentation. */
  void writePage(Path docs, Machine machine) throws IOException {
    Path charts = Files.createDirectories(docs.resolve("benchmarks"));
    StringBuilder page = new StringBuilder("# Benchmarks\n\n");
    page.append(
        "Written by `bench/run --report`: figures of one run, both suites in turns, medians; ");
    page.append("the ratio is s6j's to the reference's.\n\n| | |\n|---|---|\n");
    machine.facts().forEach((key, value) -> page.append("| " + key + " | " + value + " |\n"));
    page.append("\n## Against the reference\n\n").append(HEAD).append('\n');
    for (Figure figure : suites) page.append(figure.row()).append('\n');
    page.append(chart(charts, "cost", "time and memory, s6j / reference (less is better)", false));
    page.append(chart(charts, "throughput", "throughput, s6j / reference (more is better)", true));
    if (!peers.isEmpty()) page.append(peerTable());
    Files.writeString(docs.resolve("benchmarks.md"), page);
  }

  private String peerTable() {
    String rows = peers.stream().map(PeerFigure::row).collect(Collectors.joining("\n"));
    return "\n## Against others\n\n"
        + "The installed ones, each under its own supervisor; `-` where there is nothing to measure.\n"
        + "A restart is from the KILL of a service that ran for over a second until the first line of its next\n"
        + "run script, the start of sh included; s6 pauses for a second after a service that had not told its\n"
        + "readiness, and so does s6j. Images are not of a kind: those of the others are linked with the shared libc.\n\n"
        + peerHead(peers.get(0))
        + "\n"
        + rows
        + "\n";
  }

  /** Writes a chart of the ratios; the link to it, or nothing if there are none. */
  private String chart(Path charts, String file, String title, boolean ofThroughput)
      throws IOException {
    BarChart chart = new BarChart(title);
    for (Figure figure : suites)
      if (figure.isThroughput() == ofThroughput && Double.isFinite(figure.ratio()))
        chart.add(figure.name(), figure.ratio());
    if (chart.isEmpty()) return "";
    Files.writeString(charts.resolve(file + ".svg"), chart.svg());
    return "\n![" + title + "](benchmarks/" + file + ".svg)\n";
  }

  /** A JSON string; what is measured has no control characters in its name. */
  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
