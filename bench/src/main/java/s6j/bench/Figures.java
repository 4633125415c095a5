package s6j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** All that was measured in one run, printed as it comes, and written as JSON and as a page. */
final class Figures {
  static final String HEAD =
      "| measured | unit | reference | static | s6j | ratio | target | |\n"
          + "|---|---|---|---|---|---|---|---|";

  private static final String TOP =
      """
      # Benchmarks

      Written by `bench/run --report`: figures of one run, both suites in turns.

      | | |
      |---|---|
      """;

  private static final String SUITES =
      """

      ## Against the reference

      Medians; the ratio is s6j's to the reference's, or, where a second one was measured (`--static`, s6 as one
      would link it without shared libraries), to that one's. All run the same scripts on the same input, in
      memory (/dev/shm), in pairs of which each suite is as often the first. `noisy` is a row whose
      ratios scatter by over 30 %, from pair to pair (the interquartile range as a part of the
      median), in two tries; in `figures.json` every row has its spread. `missed` is one that does
      not reach the target, which is the project's own.

      - start: from the spawn to the end of the command, on a service that is down.
      - wakes: from the letter in the control fifo to the end of the waiting command; the supervisor is the reference's.
      - death to restart: from the KILL to the first line of the next run script, the start of sh included. s6 pauses
        for a second after a service that had not been ready for a second, and so does s6j.
      - services up: from the start of s6-svscan to the last status file that says so; down: from its TERM to its end.
      - hosted: s6j as `s6-svscan -H`, which supervises in its own process, against the reference with a process for each
        service; its Anonymous is that of all that supervises.
      - a new image: `s6-svc -e` or `s6-svscanctl -U` at the moment of the death; the restart is of the new image.
      - services that are down: until the last supervisor has its status file; then until one more directory is found
        by a rescan; then to the end of all.
      - Pss counts what is shared in parts: of one process it depends on who else has the same image or libc mapped.
      - s6-log: lines through a pipe from cat, into a directory in memory, start and last rotation included.
      - start of oneshots or longruns: `s6-rc change` of a bundle; failed services are those that are not up when it has ended.

      """;

  private static final String OTHERS =
      """

      ## Against others

      The installed ones, each with the same run script, a sh that tells its start to a fifo; `-` where there is nothing
      to measure, `~` after what scatters by over 30 %. Without readiness s6, and so s6j, pauses for a second before a
      restart; runit, daemontools and supervisord know no readiness. Up is from the start of the suite to the first line
      of the last run script. Memory of many is that of all that supervises, the root of the tree included, in the state after
      all are up; a thousand JVMs are left out. The Pss of the one on the JVM is less by what the bench, itself on
      one, shares with it. Images are not of a kind: those of the others are linked with the shared libc.

      """;

  private final List<Figure> suites = new ArrayList<>();
  private final List<PeerFigure> peers = new ArrayList<>();

  void add(Figure figure) {
    if (suites.isEmpty()) System.out.println(HEAD);
    suites.add(figure);
    System.out.println(figure.line());
  }

  void add(PeerFigure figure) {
    if (peers.isEmpty()) System.out.println("\n" + peerHead(figure));
    peers.add(figure);
    System.out.println(figure.line());
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
    for (Path old : ProcessTable.entries(charts))
      if (old.toString().endsWith(".svg")) Files.delete(old);
    StringBuilder page = new StringBuilder(TOP);
    machine.facts().forEach((key, value) -> page.append("| " + key + " | " + value + " |\n"));
    page.append(SUITES).append(HEAD).append('\n');
    for (Figure figure : suites) page.append(figure.line()).append('\n');
    page.append(chart(charts, "time", "Time, s6j / reference: less is better", Figure::isTime));
    page.append(
        chart(charts, "memory", "Memory, s6j / reference: less is better", Figure::isMemory));
    String throughput = "Throughput of the logger, s6j / reference: more is better";
    page.append(chart(charts, "throughput", throughput, Figure::isThroughput));
    if (!peers.isEmpty()) page.append(peerTable());
    Files.writeString(docs.resolve("benchmarks.md"), page);
  }

  private String peerTable() {
    String rows = peers.stream().map(PeerFigure::line).collect(Collectors.joining("\n"));
    return OTHERS + peerHead(peers.get(0)) + "\n" + rows + "\n";
  }

  /** Writes a chart of the ratios; the link to it, or nothing if there are none. */
  private String chart(Path charts, String file, String title, Predicate<Figure> shown)
      throws IOException {
    boolean isMoreBetter = file.equals("throughput");
    RatioChart chart = new RatioChart(title, isMoreBetter);
    for (Figure figure : suites)
      if (shown.test(figure) && Double.isFinite(figure.ratio())) chart.add(figure);
    if (chart.isEmpty()) return "";
    Files.writeString(charts.resolve(file + ".svg"), chart.svg());
    return "\n![" + title + "](benchmarks/" + file + ".svg)\n";
  }

  /** A JSON string; what is measured has no control characters in its name. */
  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
