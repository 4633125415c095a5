package s6j.front.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import s6j.front.importer.Sample;

class ImportCommandTest {
  private final Sample sample = new Sample();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void clean() {
    sample.close();
  }

  private int run(String... arguments) {
    return new CommandLine(new ImportCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private Path target() {
    return sample.path("out");
  }

  private int importUnit(String text, String... more) {
    sample.write("x.service", text);
    String[] arguments = new String[4 + more.length];
    arguments[0] = "systemd";
    arguments[1] = sample.path("x.service").toString();
    arguments[2] = "--to";
    arguments[3] = target().toString();
    System.arraycopy(more, 0, arguments, 4, more.length);
    return run(arguments);
  }

  private static final String GOOD = "[Service]\nExecStart=/bin/x\nPrivateDevices=yes\n";

  @Test
  void writesAndTellsWhatIsLeftOut() throws IOException {
    assertEquals(0, importUnit(GOOD));
    assertTrue(Files.readString(target().resolve("x.toml")).contains("run = [\"/bin/x\"]"));
    assertTrue(out.toString().contains("x.service:3:1: PrivateDevices=yes"), out.toString());
  }

  @Test
  void theSameInputMakesTheSameFiles() throws IOException {
    importUnit(GOOD);
    String first = Files.readString(target().resolve("x.toml"));
    assertEquals(0, importUnit(GOOD));
    assertEquals(first, Files.readString(target().resolve("x.toml")));
  }

  @Test
  void nothingIsWrittenIfAnythingIsBroken() {
    assertEquals(1, importUnit("[Service]\nExecStart=/bin/x \"\n"));
    assertFalse(Files.exists(target()));
    assertTrue(err.toString().contains("x.service:2:18: "), err.toString());
  }

  @Test
  void theRestIsWrittenIfOneIsRefused() {
    sample.write("d/a.service", "[Service]\nExecStart=/bin/a\n");
    sample.write("d/b.service", "[Service]\nExecStart=/bin/b \"\n");
    String to = target().toString();
    assertEquals(2, run("systemd", sample.path("d").toString(), "--to", to));
    assertTrue(Files.exists(target().resolve("a.toml")));
    assertFalse(Files.exists(target().resolve("b.toml")));
    assertTrue(err.toString().endsWith("s6j: refused: b.service\n"), err.toString());
    assertEquals(1, run("systemd", sample.path("d").toString(), "--strict", "--to", to));
  }

  private static final String JAIL = "[Service]\nExecStart=/bin/x\nRootDirectory=/jail\n";

  @Test
  void moreRightsMustBeAccepted() {
    assertEquals(1, importUnit(JAIL));
    assertFalse(Files.exists(target()));
    assertTrue(err.toString().contains("x.service:3:1: RootDirectory=/jail"), err.toString());
    assertTrue(err.toString().contains("(--accept-weaker)"), err.toString());
    assertEquals(0, importUnit(JAIL, "--accept-weaker"));
    assertTrue(out.toString().contains("protects less"), out.toString());
  }

  @Test
  void theGravestComesFirstAndWhatIsForPeopleIsFolded() {
    importUnit(
        GOOD
            + "OnFailure=y\nSlice=a.slice\nPrivateDevices=no\nPrivateUsers=yes\n"
            + "[Unit]\nDocumentation=man:x(1)\nAfter=y.service\nOnFailure=y.service\n");
    List<String> lines =
        out.toString().lines().map(line -> line.replaceAll(".*x.service:", "")).toList();
    assertEquals(
        List.of(
            "protects less than before:",
            "7:1: PrivateUsers=yes (unshare --user in run)",
            "left out, and so it behaves in another way:",
            "4:1: OnFailure=y: unknown directive (it belongs into [Unit])",
            "11:11: x on-failure y, which is not there (import it too, or add a service or bundle)",
            "left out, without effect on what it does:",
            "5:1: Slice=a.slice (services are in the group of the tree)",
            "10:7: After=y.service: order alone (it is not there)",
            "left out, only for people: 1, told by --all"),
        lines.subList(0, lines.size() - 1));
  }

  @Test
  void theLikeIsToldInOneLine() {
    for (char c = 'a'; c <= 'f'; c++)
      sample.write("d/" + c + ".service", "[Service]\nExecStart=/bin/x\nSlice=" + c + ".slice\n");
    String source = sample.path("d").toString();
    assertEquals(0, run("systemd", source, "--check"));
    assertTrue(out.toString().contains("  Slice=...: in 6 places, as "), out.toString());
    assertEquals(0, run("systemd", source, "--check", "--all"));
    assertTrue(out.toString().contains("/f.service:3:1: Slice=f.slice"), out.toString());
  }

  @Test
  void strictRefusesToLeaveThingsOut() {
    assertEquals(1, importUnit(GOOD, "--strict"));
    assertFalse(Files.exists(target()));
  }

  @Test
  void whatPeopleWroteIsKept() throws IOException {
    importUnit(GOOD);
    Files.writeString(target().resolve("x.toml"), "run = 'mine'\n");
    assertEquals(1, importUnit(GOOD));
    assertEquals("run = 'mine'\n", Files.readString(target().resolve("x.toml")));
  }

  @Test
  void aDirectoryOfSomebodyElseIsKept() throws IOException {
    sample.write("out/other", "x");
    assertEquals(1, importUnit(GOOD));
    assertFalse(Files.exists(target().resolve("x.toml")));
  }

  @Test
  void json() {
    importUnit(GOOD, "--json", "--check");
    JsonObject answer = JsonParser.parseString(out.toString()).getAsJsonObject();
    assertTrue(answer.get("ok").getAsBoolean());
    assertEquals(
        "x",
        answer.getAsJsonArray("definitions").get(0).getAsJsonObject().get("name").getAsString());
    JsonObject left = answer.getAsJsonArray("weaker").get(0).getAsJsonObject();
    assertEquals(3, left.get("line").getAsInt());
    assertEquals(1, left.get("column").getAsInt());
    assertFalse(Files.exists(target()));
  }

  @Test
  void anUnknownKindHasTheNearest() {
    assertEquals(2, run("sytemd", "x", "--check"));
    assertTrue(err.toString().contains("did you mean systemd?"), err.toString());
  }
}
