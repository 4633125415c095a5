package s6j.front.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong is told with file, line and column, and all of it at once. */
class DefinitionProblemsTest {
  @TempDir Path directory;

  private Sources sources() {
    return new Sources(directory);
  }

  private List<String> problems(String text) {
    return sources().put("a.toml", text).problems();
  }

  @Test
  void brokenToml() {
    assertEquals(1, problems("run = \"x\ntype=").stream().filter(p -> p.contains(":1:")).count());
    assertEquals(
        List.of("a.toml:2:1: run previously defined at line 1, column 1"),
        problems("run = 'x'\nrun = 'y'\n"));
  }

  @Test
  void notUtf8() {
    byte[] text = "run = 'x'\n# caf?\n".getBytes(StandardCharsets.US_ASCII);
    text[15] = (byte) 0xe9;
    assertEquals(List.of("a.toml:2:6: not UTF-8"), sources().put("a.toml", text).problems());
  }

  @Test
  void unknownKeysWithTheNearest() {
    assertEquals(
        List.of(
            "a.toml:2:1: unknown key nedes (did you mean needs?)",
            "a.toml:3:1: unknown key zzzzzzzz",
            "a.toml:5:1: unknown key timeouts.upp (did you mean up?)"),
        problems("run = 'x'\nnedes = ['b']\nzzzzzzzz = 1\n[timeouts]\nupp = 1\n"));
  }

  @Test
  void wrongTypes() {
    assertEquals(
        List.of(
            "a.toml:1:1: run takes a script, not a number",
            "a.toml:2:1: needs takes an array of strings, not true or false",
            "a.toml:3:9: tags takes strings, not a number",
            "a.toml:4:1: essential takes true or false, not a string",
            "a.toml:5:1: timeouts takes a table, not a string"),
        problems("run = 1\nneeds = true\ntags = [1]\nessential = 'yes'\ntimeouts = '5s'\n"));
  }

  @Test
  void valuesThatMakeNoSense() {
    assertEquals(
        List.of(
            "a.toml:1:1: type is longrn (must be bundle or longrun or oneshot)",
            "a.toml:3:1: umask is 99 (must be octal digits, such as \"022\")",
            "a.toml:4:1: directory must be an absolute path: x ({{directory}}/x)",
            "a.toml:5:1: down-signal is term (must be a signal, such as SIGTERM)",
            "a.toml:6:1: readiness must be from 3 to 1023",
            "a.toml:7:14: timeouts.up is no time: soon (such as 300ms, 5s, 2m or 1h)"),
        problems(
            "type = 'longrn'\nrun = 'x'\numask = '99'\ndirectory = 'x'\ndown-signal = 'term'\n"
                + "readiness = 1\ntimeouts = { up = 'soon' }\n"));
  }

  @Test
  void keysOfAnotherType() {
    assertEquals(
        List.of("a.toml:3:1: a oneshot has no logger", "a.toml:4:1: a oneshot has no run"),
        problems("type = 'oneshot'\nup = 'x'\nlogger = true\nrun = 'x'\n"));
    assertEquals(
        List.of("a.toml:1:1: a longrun needs run (type is longrun, oneshot or bundle)"),
        problems(""));
  }

  @Test
  void namesThatNothingDefines() {
    sources().put("database.toml", "run = 'x'").put("made/type", "oneshot\n");
    assertEquals(
        List.of("a.toml:2:10: no service or bundle is called databas (did you mean database?)"),
        problems("run = 'x'\nneeds = ['databas', 'made']\n"));
  }

  @Test
  void aCycleIsToldWithItsWay() {
    sources().put("b.toml", "run = 'x'\nneeds = ['c']").put("c.toml", "run = 'x'\nneeds = ['a']");
    assertEquals(
        List.of("c.toml:2:10: needs itself: a -> b -> c -> a"),
        problems("run = 'x'\nneeds = ['b']\n"));
  }

  @Test
  void orderThatGoesRoundIsToldWithItsWay() {
    sources().put("b.toml", "run = 'x'\nneeds = ['c']").put("c.toml", "run = 'x'\nafter = ['a']");
    assertEquals(
        List.of("c.toml:2:10: is behind itself: a -> b -> c after a"),
        problems("run = 'x'\nneeds = ['b']\nin = ['all']\n"));
  }

  @Test
  void relationsThatMakeNoSense() {
    sources().put("database.toml", "run = 'x'").put("all.toml", "contents = ['a']\nafter = []");
    assertEquals(
        List.of(
            "a.toml:2:10: no service or bundle is called databas (did you mean database?)",
            "a.toml:3:10: wants names the service itself",
            "a.toml:4:14: no service or bundle is called nothing",
            "a.toml:5:12: part-of names the service itself",
            "all.toml:2:1: a bundle has no after"),
        problems(
            "run = 'x'\nafter = ['databas']\nwants = ['a']\nconflicts = ['nothing']\n"
                + "part-of = ['a']\n"));
  }

  /** A bundle is all it holds but the service itself. */
  @Test
  void aServiceMayBeBehindTheBundleThatHoldsIt() {
    sources().put("b.toml", "run = 'x'").put("all.toml", "contents = ['a', 'b']");
    assertEquals(List.of(), problems("run = 'x'\nafter = ['all']\n"));
  }

  @Test
  void duplicates() {
    sources().put("a/type", "oneshot\n").put("web.toml", "run = 'x'\nlogger = true\n");
    sources().put("web-log.toml", "run = 'x'");
    List<String> problems = problems("run = 'x'");
    assertEquals("a.toml:1:1: a is defined already at a:0:0", problems.get(0));
    assertEquals(2, problems.size());
  }

  @Test
  void twoFilesOfOneName() {
    Sources sources = sources().put("one/a.toml", "run = 'x'").put("two/a.toml", "run = 'y'");
    Conversion conversion =
        Conversion.of(
            List.of(directory.resolve("one"), directory.resolve("two")), List.of(), "/log");
    assertEquals(1, conversion.problems.sorted().size());
    assertEquals(
        sources.directory().resolve("two/a.toml") + ":1:1",
        conversion.problems.sorted().get(0).place().toString());
  }

  @Test
  void reservedAndImpossibleNames() {
    sources().put("s6rc-x.toml", "run = 'x'").put("#x.toml", "run = 'x'");
    assertEquals(
        List.of(
            "#x.toml:1:1: a name cannot begin with a blank or #: #x",
            "s6rc-x.toml:1:1: the name s6rc-x starts with a reserved prefix"),
        sources().problems());
  }

  @Test
  void templates() {
    sources().put("w@.toml", "run = 'x'\ninstances = ['a', 'a']\n[instance.b]\n");
    sources().put("p.toml", "run = 'x'\ninstances = 2\n");
    assertEquals(
        List.of(
            "p.toml:2:1: instances is for templates (call the file p@.toml)",
            "w@.toml:2:1: instances names one twice",
            "w@.toml:3:1: no such instance: b"),
        sources().problems());
  }

  @Test
  void modes() {
    assertEquals(
        List.of(
            "a.toml:3:1: mode.dev is of no use: a is not in that mode (add it to modes)",
            "a.toml:4:1: type cannot differ in mode dev"),
        problems("run = 'x'\nmodes = ['test']\n[mode.dev]\ntype = 'oneshot'\n"));
  }

  @Test
  void deepNestingIsNoCrash() {
    List<String> problems = problems("run = " + "[".repeat(100000));
    assertEquals(List.of("a.toml:1:1: nested too deeply"), problems);
  }
}
