package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The lines that log run scripts of other suites end in, of every form that was met: what
 * daemontools and runit take, ours take, with the same outcome. Compared with Debian's where it is
 * installed; without, that nothing is refused and no line is lost.
 */
class LoggerLinesIT {
  private static final Pattern STAMP =
      Pattern.compile("@[0-9a-f]{24}|\\d{4}-\\d\\d-\\d\\d_\\d\\d:\\d\\d:\\d\\d\\.\\d{5}");

  /** A logger's line in a service's directory, and the config of svlogd in its log directory. */
  private record Line(String command, String config) {
    @Override
    public String toString() {
      return command + (config == null ? "" : " with " + config.replace("\n", ";"));
    }
  }

  private static final List<Line> LINES =
      List.of(
          new Line("multilog n15 s1048576 t ./main", null),
          new Line("multilog t ./main", null),
          new Line("multilog t n12 s65536 ./main", null),
          new Line("multilog ./main t", null),
          new Line("multilog s n ./main", null),
          new Line("multilog t '-*' '+@* line 0000000*' ./main", null),
          new Line("multilog t '-*' '+*: line *' ./main bogus", null),
          new Line("multilog n4 s4096 ./main", null),
          new Line("multilog '' n3 s8k ./main", null),
          new Line("multilog t e n2 s1048576 ./main", null),
          new Line("multilog '-*9' =status ./main", null),
          new Line("multilog n30", null),
          new Line("multilog", null),
          new Line("multilog =./missing/status ./main", null),
          new Line("svlogd -tt main", ""),
          new Line("svlogd -t main", "n4\ns5000\n"),
          new Line("svlogd main", "s8k\nn2\nN1\n"),
          new Line("svlogd -ttv main", "# kept\nsbig\nn3\n"),
          new Line("svlogd -l 500 main", "p[x] \n-*1\n+*11\n"),
          new Line("svlogd -l many main", "t1h\nn3\nN9\ns6000\n"),
          new Line("svlogd main other", "whatever\n"),
          new Line("svlogd other", ""),
          new Line("svlogd", ""));

  static Stream<Line> lines() {
    return LINES.stream();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aLineDoesWhatItDoesInItsOwnSuite(Line line) throws IOException {
    String program = line.command.split(" ")[0];
    List<Outcome> ours = new ArrayList<>();
    for (Suite suite : Suite.ours().toList()) ours.add(outcome(suite, line));
    for (Outcome outcome : ours) assertEquals(ours.get(0), outcome);
    if (!Files.isExecutable(Suite.DEBIAN.bin().resolve(program))) return;
    assertEquals(outcome(Suite.DEBIAN, line), ours.get(0));
  }

  /** The seed of this test: its daemons waited for a logger that had refused its line. */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void aRunScriptWithALoggersLineLogs(Suite suite) throws IOException {
    assumeTrue(suite.isInstalled());
    try (World world = new World(suite)) {
      Path run = world.directory.resolve("demo/log/run");
      String script =
          """
          #!/bin/sh
          exec 2>&1
          name=$(basename "$(dirname "$PWD")")
          store=../../store/$name
          [ -d "$store" ] || mkdir -p "$store"
          [ -e main ] || ln -s "$store" main
          exec %s n15 s1048576 t ./main
          """;
      world.write(run, script.formatted(suite.word("multilog")));
      assertTrue(run.toFile().setExecutable(true));
      World.Answer answer =
          world.shell("cd '" + run.getParent() + "'; echo hello | ./run; echo $?");
      assertEquals("0", answer.line(), answer.err());
      assertEquals("hello\n", world.read(world.directory.resolve("store/demo/current")));
    }
  }

  /** What is left: the exit code, whether lines were told, the kept lines, and how many files. */
  private record Outcome(String code, String alerts, String lines, int archives, boolean status) {}

  private static Outcome outcome(Suite suite, Line line) throws IOException {
    try (World world = new World(suite)) {
      Path main = world.directory.resolve("main");
      if (line.config != null) world.write(main.resolve("config"), line.config);
      String command = suite.word("") + "/" + line.command;
      World.Answer answer =
          world.shell(
              "cd '%s'; seq -f 'line %%08g' 1 3000 | %s 2>err; echo $?"
                  .formatted(world.directory, command));
      String err = world.read(world.directory.resolve("err"));
      String alerts = line.command.contains(" e ") ? masked(err) : "";
      boolean status = Files.exists(world.directory.resolve("status"));
      return new Outcome(answer.line(), alerts, last(main), archives(main).size(), status);
    }
  }

  private static String masked(String text) {
    return STAMP.matcher(text).replaceAll("STAMP");
  }

  private static List<Path> archives(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) return List.of();
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith("@")).sorted().toList();
    }
  }

  /** The last lines there are; where a file is full is a matter of how the bytes came. */
  private static String last(Path directory) throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path archive : archives(directory)) all.append(Files.readString(archive));
    Path current = directory.resolve("current");
    if (Files.exists(current)) all.append(Files.readString(current));
    String text = masked(all.toString());
    return text.length() < 2000 ? text : text.substring(text.length() - 2000);
  }
}
