package s6j.rccompiler.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.formats.RcDatabaseReader;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.rccompiler.Called;

/** s6-rc-db: each question, up and down, and what is no question. */
class RcDbTest {
  private final FakePosix posix = Called.withSources();

  RcDbTest() {
    posix.directory("/live");
    posix.file("/src/disk/type", "oneshot").file("/src/disk/up", "mount");
    posix.file("/src/disk/timeout-down", "34").file("/src/net/dependencies", "disk\n");
    posix.file("/src/empty/type", "bundle").file("/src/empty/contents", "");
    posix.file("/src/net/flag-recommended", "");
    assertEquals(0, Called.run(posix, "s6-rc-compile", "/live/compiled", "/src"), posix.errors());
  }

  /** Exit code and what was printed: names in one line, NULs as dollars. */
  private String answer(String question) {
    String[] asked = question.split(" ");
    String[] words = new String[asked.length + 3];
    words[0] = "s6-rc-db";
    words[1] = "-l";
    words[2] = "/live";
    System.arraycopy(asked, 0, words, 3, asked.length);
    int code = Called.run(posix, words);
    return code + " " + posix.output().replace('\n', ' ').replace('\0', '$').strip();
  }

  @Test
  void damagedRelationsAreToldWithTheirLine() {
    String head = "s6j-relations 1 " + 6 + "\n";
    posix.file("/live/compiled/relations", head + "after 5 2\nend\n");
    assertEquals("0 net after log", answer("relations net"));
    assertEquals("0 net after log net after log", answer("-d relations log"), "again");
    posix.file("/live/compiled/relations", head + "after 5 2\nafter 2 5\nend\n");
    assertEquals("4", answer("check").substring(0, 1));
    posix.file("/live/compiled/relations", head + "after 5 2\nbefore 5 2\nend\n");
    assertEquals("4", answer("list all").substring(0, 1));
    assertEquals(
        "s6-rc-db: fatal: invalid service database in /live/compiled: cycle of order reached from"
            + " net and involving net\n"
            + "s6-rc-db: fatal: invalid relations in /live/compiled/relations: line 3: expected"
            + " after, wants, conflicts, part-of or again, or end\n",
        posix.errors());
  }

  @ParameterizedTest
  @CsvSource({
    "check, ''",
    "list services, s6rc-oneshot-runner s6rc-fdholder log web disk net",
    "list longruns, s6rc-oneshot-runner s6rc-fdholder log web",
    "list oneshots, disk net",
    "list bundles, weblog empty all",
    "-e list services, disk",
    "-e atomics disk web, disk",
    "-e -E list longruns, s6rc-oneshot-runner s6rc-fdholder log web",
    "-e list oneshots, disk",
    "type net, oneshot",
    "type log, longrun",
    "type weblog, bundle",
    "type empty, bundle",
    "timeout net, 12",
    "-d timeout net, 0",
    "-d timeout disk, 34",
    "-d -u timeout net, 12",
    "flags disk, 00000000",
    "flags net, 00000003",
    "flags s6rc-fdholder, 00000001",
    "contents all, log web net",
    "contents weblog, log web",
    "contents empty, ''",
    "-e contents all, ''",
    "dependencies web, net log s6rc-fdholder",
    "dependencies net, disk s6rc-oneshot-runner",
    "-d dependencies net, web",
    "-d dependencies log, web",
    "dependencies net log, disk s6rc-fdholder s6rc-oneshot-runner",
    "all-dependencies web, net disk web log s6rc-fdholder s6rc-oneshot-runner",
    "all-dependencies disk, disk s6rc-oneshot-runner",
    "-d all-dependencies disk, net disk web",
    "-d all-dependencies s6rc-fdholder, web log s6rc-fdholder",
    "atomics all disk, net disk web log",
    "atomics empty, ''",
    "pipeline web, web/log",
    "pipeline log, web/log",
    "pipeline s6rc-fdholder, ''",
    "script net, 'echo$ up$$a b$'",
    "-d script net, 'echo$down$'",
    "-d script disk, ''",
    "critical, s6rc-oneshot-runner disk net web",
    "-d critical, web net disk s6rc-oneshot-runner"
  })
  void aQuestionAndItsAnswer(String question, String expected) {
    assertEquals(("0 " + expected).strip(), answer(question).strip(), posix.errors());
    assertEquals("", posix.errors());
  }

  /** Whoever compiled it may know more of them than we do. */
  @Test
  void flagsAreToldAsTheyStand() {
    byte[] bytes = posix.bytes("/live/compiled/db");
    RcDatabaseReader reader = RcDatabaseReader.of(bytes, bytes.length);
    assertEquals(RcDatabaseReader.SOUND, reader.read(posix.bytes("/live/compiled/n")));
    reader.database().flags[0] = 0x89abcdef;
    posix.file("/live/compiled/db", reader.database().encode().copy(), 0644);
    assertEquals("0 89abcdef", answer("flags s6rc-oneshot-runner"));
  }

  @Test
  void allNamesAreListed() {
    assertEquals(
        "0 all disk empty log net s6rc-fdholder s6rc-oneshot-runner web weblog",
        "0 " + sorted(answer("list all").substring(2)));
  }

  private static String sorted(String names) {
    return String.join(" ", Arrays.stream(names.split(" ")).sorted().toList());
  }

  @ParameterizedTest
  @CsvSource({
    "type nothing, 3, nothing is not a valid identifier in /live/compiled",
    "timeout nothing, 3, nothing is not a valid identifier in /live/compiled",
    "flags nothing, 3, nothing is not a valid identifier in /live/compiled",
    "script nothing, 3, nothing is not a valid identifier in /live/compiled",
    "contents nothing, 3, nothing is not a valid identifier in /live/compiled",
    "pipeline nothing, 3, nothing is not a valid identifier in /live/compiled",
    "dependencies net nothing, 3, nothing is not a valid identifier in /live/compiled",
    "timeout all, 5, in database /live/compiled: identifier all represents a bundle",
    "flags all, 5, in database /live/compiled: identifier all represents a bundle",
    "script all, 5, in database /live/compiled: identifier all represents a bundle",
    "script web, 5, in database /live/compiled: identifier web represents a longrun service",
    "contents web, 5, in database /live/compiled: identifier web represents an atomic service",
    "list everything, 100, unknown subcommand: everything",
    "lists all, 100, unknown command: lists",
    "graph --format=png, 100, 'graph takes --format=dot or --format=svg, not --format=png'",
    "critical times, 100, 'critical takes --times, not times'"
  })
  void whatCannotBeAnsweredIsTold(String question, int code, String message) {
    assertEquals(code + "", answer(question).strip());
    assertEquals("s6-rc-db: fatal: " + message + "\n", posix.errors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"pipeline net", "pipeline all", "pipeline empty"})
  void whatHasNoPipelineIsNotTold(String question) {
    assertEquals("5", answer(question).strip());
    assertEquals("", posix.errors());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-l",
        "list",
        "type",
        "timeout",
        "contents",
        "dependencies",
        "pipeline",
        "script",
        "flags",
        "atomics",
        "all-dependencies"
      })
  void aQuestionHasAnObject(String question) {
    assertEquals("100", answer(question).strip());
    assertTrue(posix.errors().contains("s6-rc-db: usage: s6-rc-db "), posix.errors());
  }

  @Test
  void withoutAQuestionItsUsageIsTold() {
    assertEquals(100, Called.run(posix, "s6-rc-db"));
    assertTrue(posix.errors().startsWith("s6-rc-db: usage: s6-rc-db "), posix.errors());
  }

  @Test
  void anUnknownOptionIsRefused() {
    assertEquals("100", answer("-x check").strip());
    assertTrue(posix.errors().startsWith("s6-rc-db: "), posix.errors());
    assertEquals("", posix.output());
  }

  @Test
  void helpNamesTheQuestions() {
    assertEquals(0, Called.run(posix, "s6-rc-db", "help"));
    for (String command : "check list type timeout contents dependencies pipeline".split(" "))
      assertTrue(posix.output().contains(" " + command), command);
    assertEquals(12, posix.output().lines().count());
  }

  /** A pipeline of several producers is told from its sources to its end. */
  @Test
  void aPipelineIsToldFromItsSources() {
    FakePosix fresh = Called.machine();
    longrun(fresh, "a", "c", "");
    longrun(fresh, "b", "c", "");
    longrun(fresh, "c", "e", "a\nb\n");
    longrun(fresh, "d", "e", "");
    longrun(fresh, "e", "f", "c\nd\n");
    longrun(fresh, "f", "", "e");
    assertEquals(0, Called.run(fresh, "s6-rc-compile", "/db", "/src"), fresh.errors());
    for (String name : "a b c d e f".split(" "))
      assertEquals(0, Called.run(fresh, "s6-rc-db", "-c", "/db", "pipeline", name));
    assertEquals("a/c\nb/c\nc/e\nd/e\ne/f\n".repeat(6), fresh.output());
    assertEquals(0, Called.run(fresh, "s6-rc-db", "-c", "/db", "check"), fresh.errors());
  }

  private static void longrun(FakePosix kernel, String name, String consumer, String producers) {
    kernel.file("/src/" + name + "/type", "longrun").file("/src/" + name + "/run", "");
    if (!consumer.isEmpty()) kernel.file("/src/" + name + "/producer-for", consumer);
    if (!producers.isEmpty()) kernel.file("/src/" + name + "/consumer-for", producers);
  }

  @Test
  void anOutputThatIsShutIsTold() {
    kernelClosesOutput();
    assertEquals("111", answer("list all").strip());
    assertEquals("s6-rc-db: fatal: unable to write to stdout\n", posix.errors());
  }

  private void kernelClosesOutput() {
    posix.file("/readonly", "");
    posix.inherit(posix.open(Posix.CWD, CString.of("/readonly"), OpenFlags.O_RDONLY, 0), 1);
  }

  // ---- drawings --------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"graph", "graph --format=dot", "graph --format=svg --format=dot"})
  void theGraphIsOneOfTheDotLanguage(String question) {
    String[] words = ("s6-rc-db -l /live " + question).split(" ");
    posix.file("/src/say \"hi\\/type", "bundle").file("/src/say \"hi\\/contents", "disk");
    assertEquals(0, Called.run(posix, "s6-rc-compile", "/live/new", "/src"), posix.errors());
    words[1] = "-c";
    words[2] = "/live/new";
    assertEquals(0, Called.run(posix, words));
    assertEquals(
        """
        digraph services {
          rankdir=LR;
          node [shape=box];
          s0 [label="s6rc-oneshot-runner"];
          s1 [label="s6rc-fdholder"];
          s2 [label="log"];
          s3 [label="web"];
          s4 [label="disk", shape=ellipse];
          s5 [label="net", shape=ellipse];
          subgraph cluster6 {
            label="weblog";
            s2; s3;
          }
          subgraph cluster7 {
            label="say \\"hi\\\\";
            s4;
          }
          subgraph cluster9 {
            label="all";
            s5;
          }
          s3 -> s2;
          s3 -> s5;
          s5 -> s4;
          s3 -> s2 [style=bold, label="pipe"];
        }
        """,
        posix.output());
  }

  @Test
  void aDrawingIsAnotherProgramsWork() {
    posix.program("/opt/bin/s6-rc-db-svg", child -> child.exit(0));
    posix.setOwnPath("/opt/bin/s6-rc-db");
    FakePosix.Executed executed =
        assertThrows(FakePosix.Executed.class, () -> answer("graph --format=svg"));
    assertEquals("/opt/bin/s6-rc-db-svg /live/compiled", executed.line());
  }

  @Test
  void withoutThatProgramAnotherWayIsTold() {
    assertEquals("111", answer("graph --format=svg").strip());
    assertEquals(
        "s6-rc-db: fatal: SVG is drawn by the JVM build, which is not installed here (no"
            + " s6-rc-db-svg); s6-rc-db graph | dot -Tsvg is another way\n",
        posix.errors());
  }

  // ---- locks -----------------------------------------------------------------------------------

  /** While somebody writes the database it is busy; with -b it is waited for. */
  @Test
  void aLockIsRespected() {
    FakePosix writer = posix.another();
    int fd = writer.open(Posix.CWD, CString.of("/live/compiled/lock"), OpenFlags.O_WRONLY, 0);
    assertEquals(0, writer.lock(fd, true, false));
    assertEquals("111", answer("type net").strip());
    assertTrue(
        posix.errors().startsWith("s6-rc-db: fatal: unable to take lock on /live/compiled: "),
        posix.errors());
    posix.after(500, () -> writer.close(fd));
    assertEquals("0 oneshot", answer("-b type net"));
  }

  @Test
  void theLiveDirectoryMayComeFromTheEnvironment() {
    FakePosix other = posix.another().setEnvironment("S6J_LIVE=/live");
    assertEquals(0, Called.run(other, "s6-rc-db", "check"), other.errors());
    assertEquals(111, Called.run(posix, "s6-rc-db", "check"));
    assertTrue(posix.errors().contains(" /run/s6-rc/compiled"), posix.errors());
  }
}
