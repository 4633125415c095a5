package s6j.rccompiler.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import s6j.posix.FakePosix;
import s6j.rccompiler.Called;

/** s6-rc-db critical: by number, and by the times of a live directory. */
class CriticalPathTest {
  private static final String STAMP = "@400000003b9aca0a00000000 ";
  private final FakePosix posix = Called.machine();

  CriticalPathTest() {
    oneshot("lo", "");
    oneshot("net", "lo\n");
    oneshot("disk", "");
    oneshot("web", "net\ndisk\n");
    assertEquals(0, Called.run(posix, "s6-rc-compile", "/live/compiled", "/src"));
  }

  @Test
  void byNumber() {
    assertEquals("s6rc-oneshot-runner\nlo\nnet\nweb\n", critical());
    assertEquals(
        "s6rc-oneshot-runner\nlo\nnet\nweb\nweb\nnet\nlo\ns6rc-oneshot-runner\n", critical("-d"));
  }

  @Test
  void byRecordedTimes() {
    times("up 1500000 ok disk", "up 20 failed lo", "up 1000000 ok net", "up 3 ok web");
    assertEquals(
        "- 0.000000 s6rc-oneshot-runner\n1.500000 1.500000 disk\n0.000003 1.500003 web\n",
        critical("--times"));
  }

  @Test
  void theLastRunCounts() {
    times("up 1500000 ok disk", "up 9000000 ok net", "up 2 ok disk", "down 70000000 ok disk");
    assertEquals(
        "- 0.000000 s6rc-oneshot-runner\n- 0.000000 lo\n9.000000 9.000000 net\n",
        critical("--times"));
  }

  @Test
  void whatStopsFirstComesFirst() {
    times("down 1000000 ok web", "down 12345678 ok lo");
    assertEquals(
        "1.000000 1.000000 web\n- 1.000000 net\n12.345678 13.345678 lo\n"
            + "- 13.345678 s6rc-oneshot-runner\n",
        critical("-d", "--times"));
  }

  @Test
  void damagedLinesAreCountedAndLeftOut() {
    times("up 5 ok disk", "rubbish", "up");
    posix.file("/elsewhere", posix.text("/live/.times"));
    assertEquals(
        "- 0.000000 s6rc-oneshot-runner\n0.000005 0.000005 disk\n", critical("--times=/elsewhere"));
    assertEquals("s6-rc-db: warning: ignoring damaged lines in /elsewhere: 2\n", posix.errors());
  }

  @Test
  void withoutTimesThatIsSaid() {
    assertEquals(111, Called.run(posix, "s6-rc-db", "-l", "/live", "critical", "--times"));
    assertEquals(
        "s6-rc-db: fatal: unable to read /live/.times: No such file or directory\n",
        posix.errors());
    assertEquals(100, Called.run(posix, "s6-rc-db", "-l", "/live", "critical", "--time"));
  }

  private String critical(String... words) {
    boolean reversed = words.length > 0 && words[0].equals("-d");
    String last = words.length == 0 ? "" : words[words.length - 1];
    String[] line =
        last.startsWith("--")
            ? new String[] {"s6-rc-db", reversed ? "-d" : "-u", "-l", "/live", "critical", last}
            : new String[] {"s6-rc-db", reversed ? "-d" : "-u", "-l", "/live", "critical"};
    assertEquals(0, Called.run(posix, line), posix.errors());
    return posix.output();
  }

  private void times(String... lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) text.append(STAMP).append(line).append('\n');
    posix.file("/live/.times", text.toString());
  }

  private void oneshot(String name, String dependencies) {
    posix.directory("/live");
    posix.file("/src/" + name + "/type", "oneshot\n").file("/src/" + name + "/up", "");
    posix.file("/src/" + name + "/dependencies", dependencies);
  }
}
