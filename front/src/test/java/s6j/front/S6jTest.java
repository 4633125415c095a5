package s6j.front;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import s6j.front.convert.NewCommand;

/** The command line. */
class S6jTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = S6j.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  @Test
  void theVersionIsTheOneOfThePom() throws IOException {
    assertEquals(0, run("--version"));
    String version = out.toString().strip().replace("s6j ", "");
    assertTrue(Files.readString(Path.of("pom.xml")).contains("<version>" + version + "</version>"));
  }

  @Test
  void everyCommandTeachesByExamples() {
    int commands = 0;
    for (CommandLine command : S6j.commandLine().getSubcommands().values()) {
      String help = command.getUsageMessage();
      assertTrue(help.contains("Example"), help);
      assertTrue(help.contains("-h, --help"), help);
      commands++;
    }
    assertTrue(commands >= 5);
  }

  /** A sentence is one text, which the help wraps; a line that is cut by hand is wrapped twice. */
  @Test
  void helpIsWrappedOnce() {
    List<CommandLine> lines = new ArrayList<>(S6j.commandLine().getSubcommands().values());
    lines.add(S6j.commandLine());
    for (CommandLine line : lines) {
      CommandLine.Model.UsageMessageSpec help = line.getCommandSpec().usageMessage();
      if (help.description().length > 0)
        assertTrue(help.description()[0].matches("(?s).*[.:]"), help.description()[0]);
      for (String text : help.footer())
        assertTrue(text.length() <= 80 || text.matches("(?s).*[.:]"), text);
    }
  }

  @Test
  void everyExampleIsRightAsItStands() throws IOException {
    for (NewCommand.Kind kind : NewCommand.Kind.values())
      assertEquals(0, run("new", "-t", kind.name(), path("x" + kind)));
    assertEquals(0, run("convert", "--check", directory.toString()), err.toString());
    assertEquals(1, run("new", "-t", "oneshot", path("xoneshot")));
  }

  /** Every line that an example comments out is one that can be said. */
  @Test
  void everyHintOfTheExamplesIsRight() throws IOException {
    String[] lines = NewCommand.example("longrun").split("\n");
    List<String> text = new ArrayList<>(List.of("run = 'x'"));
    int hints = 0;
    for (String line : lines) {
      if (!line.matches("# ([a-z-]+ = .*|\\[.*)") || line.contains("run =")) continue;
      String hint = line.substring(2).replace("@NAME@", "a").replace("[\"network\"]", "[]");
      Path file = directory.resolve("a" + hints++ + ".toml");
      Files.writeString(
          file, text.get(0) + "\n" + hint + (hint.startsWith("[r") ? "\nfd = 3" : ""));
      if (hint.startsWith("check") || hint.startsWith("every")) Files.delete(file);
    }
    assertTrue(hints > 10);
    assertEquals(0, run("convert", "--check", directory.toString()), err.toString());
  }

  @Test
  void convertAnswersInJson() throws IOException {
    Files.writeString(directory.resolve("a.toml"), "run = 'x'\nneds = []\n");
    assertEquals(1, run("convert", "--json", "-o", path("out"), directory.toString()));
    JsonObject answer = JsonParser.parseString(out.toString()).getAsJsonObject();
    JsonObject problem = answer.getAsJsonArray("problems").get(0).getAsJsonObject();
    assertEquals(2, problem.get("line").getAsInt());
    assertEquals("unknown key neds", problem.get("message").getAsString());
    assertEquals("did you mean needs?", problem.get("hint").getAsString());
    assertTrue(Files.notExists(directory.resolve("out")));
  }

  @Test
  void usageErrors() {
    assertEquals(100, run("convrt"));
    assertEquals(100, run("convert"));
    assertEquals(100, run("convert", directory.toString()));
    assertEquals(0, run("convert", "--help"));
  }
}
