package s6j.log.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.cli.Messages;
import s6j.log.LogStoryTest;
import s6j.log.Logger;
import s6j.log.stamp.LineTime;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** log-view: every line once, in order of time. */
class LogViewTest {
  private static final long NOW = 1_700_000_000_000_000_000L;

  /** 2023-11-14 22:13:20 UTC, and seconds after it. */
  private static final String[] AT = {
    "@400000006553f12500000000", "@400000006553f12600000000", "@400000006553f12700000000",
    "@400000006553f12800000000", "@400000006553f12900000000", "@400000006553f12a00000000"
  };

  private final FakePosix kernel = new FakePosix().setRealtime(NOW);

  private String view(String... arguments) {
    byte[][] line = new byte[arguments.length + 1][];
    line[0] = CString.of("log-view");
    for (int i = 0; i < arguments.length; i++) line[i + 1] = CString.of(arguments[i]);
    assertEquals(0, LogView.run(kernel, LogView.declaration(), line), kernel.errors());
    return kernel.output();
  }

  private void logs() {
    kernel.directory("/svc").directory("/svc/web").directory("/svc/db").directory("/svc/db/main");
    kernel.file("/svc/web/" + AT[2] + ".s", AT[0] + " w0\n" + AT[2] + " w2\n");
    kernel.file("/svc/web/previous", AT[3] + " w3\n");
    kernel.file("/svc/web/current", AT[5] + " w5\n  more of w5\n");
    kernel.file("/svc/db/main/current", AT[1] + " d1\n" + AT[4] + " d4\n");
  }

  @Test
  void filesOfADirectoryAreOneStream() {
    logs();
    assertEquals(
        AT[0] + " w0\n" + AT[2] + " w2\n" + AT[3] + " w3\n" + AT[5] + " w5\n  more of w5\n",
        view("/svc/web"));
  }

  @Test
  void optionsMayStandBehindDirectories() {
    logs();
    String lines = view("-s", AT[3], "/svc/web", "/svc/db/main");
    assertEquals(lines.repeat(2), view("/svc/web", "-s", AT[3], "/svc/db/main"));
    assertEquals(lines.repeat(3), view("/svc/web", "-s", AT[3], "--", "/svc/db/main"));
    assertEquals(lines.repeat(4), view("/svc/web", "/svc/db/main", "--since=" + AT[3]));
  }

  @Test
  void directoriesAreMergedByTime() {
    logs();
    assertEquals(
        "web: W0 w0\ndb: D1 d1\nweb: W2 w2\nweb: W3 w3\ndb: D4 d4\nweb: W5 w5\nweb:   more of w5\n"
            .replace("W0", AT[0])
            .replace("D1", AT[1])
            .replace("W2", AT[2])
            .replace("W3", AT[3])
            .replace("D4", AT[4])
            .replace("W5", AT[5]),
        view("/svc/web", "/svc/db/main"));
  }

  @ParameterizedTest
  @CsvSource({
    "-s, 1, 'd1 w2 w3 d4 w5 w5 '",
    "-s, 3, 'w3 d4 w5 w5 '",
    "-u, 2, 'w0 d1 w2 '",
    "-u, 0, 'w0 '"
  })
  void timesLimitTheView(String option, int moment, String expected) {
    logs();
    StringBuilder seen = new StringBuilder();
    view(option, AT[moment], "/svc/web", "/svc/db/main")
        .lines()
        .forEach(line -> seen.append(line.substring(line.lastIndexOf(' ') + 1)).append(' '));
    assertEquals(expected, seen.toString());
  }

  @Test
  void jsonIsOneObjectALine() {
    kernel.directory("/web").file("/web/current", AT[1] + " say \"hi\"\t\\ \u0001\u00e9\n");
    assertEquals(
        "{\"service\":\"web\",\"time\":\"2023-11-14T22:13:21.000000000Z\","
            + "\"line\":\"say \\\"hi\\\"\\t\\\\ \\u0001\\u00e9\"}\n",
        view("-o", "json", "/web"));
  }

  @Test
  void aVeryLongLineStaysOneLine() {
    String rest = "x".repeat(200_000);
    kernel.directory("/a").file("/a/current", AT[0] + " " + rest + "\n" + AT[2] + " z\n");
    kernel.directory("/b").file("/b/current", AT[1] + " y\n");
    assertEquals(
        "a: " + AT[0] + " " + rest + "\nb: " + AT[1] + " y\na: " + AT[2] + " z\n",
        view("/a", "/b"));
  }

  // ---- following -------------------------------------------------------------------------------

  /** The view looks whenever the logger has made so many calls: each moment of a rotation. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 11, 13, 17, 23, 37, 61})
  void noRotationCostsALineOrDoublesOne(int every) {
    for (String processor : new String[] {"p", "?cat", "?other"}) {
      String input = Logger.lines(0, 300);
      FakePosix machine = Logger.feed(new FakePosix().setRealtime(NOW), input);
      machine.directory("/d").program("/bin/sh", child -> process(child, processor));
      Follower follower = new Follower(machine.another());
      int[] calls = new int[1];
      Posix logger =
          LogStoryTest.intercepting(
              machine,
              (name, arguments) -> {
                if (++calls[0] % every == 0) follower.look();
              });
      assertEquals(0, Logger.run(logger, "n99", "s4096", processor, "./d"));
      follower.look();
      follower.source.close();
      assertEquals(input, follower.seen.toString(), processor);
    }
  }

  private static void process(FakePosix child, String processor) {
    if (processor.equals("?cat")) LogStoryTest.copy(child);
    else child.after(70, () -> child.end(0));
    if (processor.equals("?other")) child.write(1, CString.of("other\n"), 0, 6);
  }

  /** What log-view -f does between two pauses. */
  private static final class Follower {
    private final LogSource source;
    final StringBuilder seen = new StringBuilder();

    Follower(Posix process) {
      byte[] path = CString.of("/d");
      Messages messages = new Messages(process, CString.of("log-view"));
      source = new LogSource(process, messages, path, path, new LineTime(process), 0);
      assertEquals(0, source.error());
    }

    void look() {
      while (source.hasLine(true)) {
        for (int i = source.from(); i < source.to(); i++) seen.append((char) source.buffer()[i]);
        if (source.isLast()) seen.append('\n');
        source.advance();
      }
    }
  }

  /** The logger wrote, and rotated, between the end that was read and the look at the name. */
  @Test
  void whatComesBeforeARotationIsReadToo() {
    FakePosix process = kernel.another();
    kernel.directory("/d").file("/d/current", "one\n");
    boolean[] rotated = new boolean[1];
    Posix viewing =
        LogStoryTest.intercepting(
            process,
            (name, arguments) -> {
              if (!name.equals("stat") || rotated[0]) return;
              rotated[0] = true;
              int flags = OpenFlags.O_WRONLY | OpenFlags.O_APPEND;
              int fd = kernel.open(Posix.CWD, CString.of("/d/current"), flags, 0);
              kernel.write(fd, CString.of("two\n"), 0, 4);
              kernel.close(fd);
              byte[] archive = CString.of("/d/" + AT[1] + ".s");
              kernel.rename(Posix.CWD, CString.of("/d/current"), Posix.CWD, archive);
              kernel.file("/d/current", "three\n");
            });
    Follower follower = new Follower(viewing);
    follower.look();
    follower.source.close();
    assertEquals("one\ntwo\nthree\n", follower.seen.toString());
  }

  @Test
  void aLineAppearsWhenItIsWhole() {
    kernel.directory("/d").file("/d/current", "one\ntw");
    kernel.after(300, () -> kernel.file("/d/current", "one\ntwo\n"));
    assertEquals("one\ntwo\n", view("-f", "-u", "@400000006553f12900000000", "/d"));
  }

  /** A log directory of years: the directory is not read anew for each file. */
  @Test
  void manyArchivesTakeAFewLooks() {
    kernel.directory("/d").file("/d/current", "end\n");
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      kernel.file(String.format("/d/@40000000%08x00000000.s", i), "line " + i + "\n");
      all.append("line ").append(i).append('\n');
    }
    int[] looks = new int[1];
    Posix counting =
        LogStoryTest.intercepting(
            kernel,
            (name, arguments) -> {
              if (name.equals("seek")) looks[0]++;
            });
    byte[][] arguments = {CString.of("log-view"), CString.of("/d")};
    assertEquals(0, LogView.run(counting, LogView.declaration(), arguments));
    assertEquals(all + "end\n", kernel.output());
    assertTrue(looks[0] < 10, "looks " + looks[0]);
  }

  /** A directory with nothing more to show costs nothing for each line of the others. */
  @Test
  void idleDirectoriesAreNotAskedForEachLine() {
    kernel.directory("/busy").directory("/idle");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 1000; i++) lines.append(AT[2]).append(" b").append(i).append('\n');
    kernel.file("/busy/current", lines.toString()).file("/idle/current", AT[1] + " i\n");
    int[] calls = new int[1];
    Posix counting = LogStoryTest.intercepting(kernel, (name, arguments) -> calls[0]++);
    byte[][] arguments = {CString.of("log-view"), CString.of("/idle"), CString.of("/busy")};
    assertEquals(0, LogView.run(counting, LogView.declaration(), arguments));
    assertEquals(1001, kernel.output().lines().count());
    assertTrue(kernel.output().startsWith("idle: "));
    assertTrue(calls[0] < 2000, "calls " + calls[0]);
  }

  // ---- repeated lines --------------------------------------------------------------------------

  /** What s6-log writes twice where a processor is set is shown once. */
  @Test
  void linesThatSixLogRepeatsAreShownOnce() {
    String[] line = new String[AT.length];
    for (int i = 0; i < line.length; i++) line[i] = AT[i] + " line " + i + "\n";
    kernel.directory("/d");
    kernel.file("/d/" + AT[2] + ".s", line[0] + line[1] + line[2]);
    kernel.file("/d/" + AT[3] + ".s", line[1] + line[2] + line[3]);
    kernel.file("/d/current", line[3] + line[4] + line[5]);
    assertEquals(String.join("", line), view("/d"));
  }

  /** Equal lines of one read are stamped alike by our logger: none is taken for a repetition. */
  @Test
  void equalLinesStay() {
    String line = AT[0] + " same\n";
    kernel.directory("/d");
    kernel.file("/d/" + AT[2] + ".s", line + line + line);
    kernel.file("/d/current", line + line);
    assertEquals(line.repeat(5), view("/d"));
    kernel.directory("/plain");
    kernel.file("/plain/" + AT[2] + ".s", "a\nb\n").file("/plain/current", "b\nb\nc\n");
    assertTrue(view("/plain").endsWith("a\nb\nb\nb\nc\n"));
  }
}
