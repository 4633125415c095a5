package s6j.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Types the commands of a page into one shell, without a pause, and compares what is printed. The
 * shell and all it starts have process numbers of their own, where that is allowed.
 */
final class PageRun {
  private static final String MARK = "\u0001";

  /** The directory of the reader, on the pages. */
  private static final String HOME = "/home/me";

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final World world;
  private final List<Transcript.Step> steps;
  private final StringBuilder script = new StringBuilder();

  PageRun(World world, List<Page.Block> transcripts) {
    this.world = world;
    steps = new ArrayList<>();
    for (Page.Block block : transcripts) {
      Transcript transcript = Transcript.of(block.lines());
      steps.addAll(transcript.steps());
      transcript.given().forEach(this::give);
    }
  }

  private void give(String file, String content) {
    Path path = world.write(world.directory.resolve(file), content);
    if (content.startsWith("#!") && !path.toFile().setExecutable(true))
      throw new AssertionError("not to be made executable: " + path);
  }

  /** Run before; must succeed. */
  PageRun stage(List<String> lines) {
    script.append(String.join("\n", lines)).append('\n');
    return this;
  }

  /** What differs, or an empty string. */
  String difference() throws IOException {
    Path said = world.directory.resolve(".said");
    List<String> line = new ArrayList<>(Seclusion.line());
    line.addAll(List.of("/bin/sh", write(said).toString()));
    world.runCommand(line, PATIENCE);
    String text =
        Files.readString(said, StandardCharsets.UTF_8)
            .replace(world.directory.toString(), HOME)
            .replace(Suite.TREE + "/jvm/bin", Suite.TREE + "/bin")
            .replace(Suite.ROOT.toString(), HOME + "/s6j");
    String[] parts = text.split(MARK, -1);
    if (parts.length != steps.size() + 2)
      return "ended after " + (parts.length - 1) + " of " + steps.size() + " commands:\n" + text;
    StringBuilder differences = new StringBuilder();
    for (int i = 0; i < steps.size(); i++)
      differences.append(difference(steps.get(i), parts[i + 1]));
    return differences.toString();
  }

  private Path write(Path said) {
    StringBuilder all = new StringBuilder("exec >>" + said + " 2>&1\nHOME=$PWD\n");
    all.append("stage() {\n").append(script).append(":\n}\nstage </dev/null\n");
    for (Transcript.Step step : steps)
      all.append("printf '\\001'\n").append("eval ").append(quoted(step.command())).append('\n');
    return world.write(
        world.directory.resolve(".script"), all.append("printf '\\001'\n").toString());
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static String difference(Transcript.Step step, String printed) {
    List<String> expected = Transcript.settled(step.output());
    List<String> actual = Transcript.settled(printed.lines().toList());
    if (expected.equals(actual)) return "";
    return "$ "
        + step.command()
        + "\n-- the page has:\n"
        + String.join("\n", step.output())
        + "\n-- it prints:\n"
        + printed;
  }
}
