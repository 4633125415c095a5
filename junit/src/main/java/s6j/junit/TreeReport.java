package s6j.junit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import s6j.client.LogDirectory;
import s6j.client.LogLine;
import s6j.client.ScanDirectory;
import s6j.client.Service;
import s6j.client.SupervisionException;

/** A tree described for a failed test. */
final class TreeReport {
  private static final int LINES = 30;
  private static final int DEPTH = 4;

  private final ScanDirectory directory;
  private final Path output;
  private final StringBuilder text = new StringBuilder("the tree of the test:\n");

  TreeReport(ScanDirectory directory, Path output) {
    this.directory = directory;
    this.output = output;
  }

  String text() {
    try {
      for (Service service : directory.services()) add(service);
    } catch (SupervisionException e) {
      line(e.getMessage());
    }
    addOutput();
    return text.toString();
  }

  private void add(Service service) {
    line(service + ": " + state(service));
    if (!service.name().endsWith("/log")) return;
    for (Path log : logs(service.path()))
      try {
        List<LogLine> lines = LogDirectory.at(log).tail(LINES);
        for (LogLine one : lines) line("    " + one);
      } catch (SupervisionException e) {
        line("    " + e.getMessage());
      }
  }

  private static String state(Service service) {
    try {
      Path run = service.path().resolve("run");
      String more = Files.isExecutable(run) ? "" : ", " + run + " is no executable file";
      return service.status() + more;
    } catch (SupervisionException e) {
      return e.getMessage();
    }
  }

  /** Directories with a file {@code current} below a logger's. */
  private static List<Path> logs(Path logger) {
    try (Stream<Path> below = Files.walk(logger, DEPTH)) {
      return below.filter(file -> file.endsWith("current")).map(Path::getParent).toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      return List.of();
    }
  }

  private void addOutput() {
    try {
      String said = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
      List<String> lines = said.lines().toList();
      line("what came by no log:");
      lines
          .subList(Math.max(0, lines.size() - LINES), lines.size())
          .forEach(one -> line("    " + one));
    } catch (IOException e) {
      line(output + ": " + e.getMessage());
    }
  }

  private void line(String words) {
    text.append(words).append('\n');
  }
}
