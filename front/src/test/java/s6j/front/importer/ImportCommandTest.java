package s6j.front.importer;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

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

  private static final String GOOD = "[Service]\nExecStart=/bin/x\nPrivateTmp=yes\n";

  @Test
  void writesAndTellsWhatIsLeftOut() throws IOException {
    assertEquals(0, importUnit(GOOD));
    assertTrue(Files.readString(target().resolve("x.toml")).contains("run = [\"/bin/x\"]"));
    assertTrue(out.toString().contains("x.service:3:1: PrivateTmp=yes"), out.toString());
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
    JsonObject left = answer.getAsJsonArray("left").get(0).getAsJsonObject();
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
