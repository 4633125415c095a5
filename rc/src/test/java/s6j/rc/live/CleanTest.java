package s6j.rc.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import s6j.rc.Live;
import s6j.rc.Supervisor;
import s6j.rc.change.Services;

/** Option -c: what was up for others goes down with them, and list tells who is. */
class CleanTest {
  /** web and mail need net, which needs disk; log is nobody's. */
  private final Live live =
      new Live(
              new Services()
                  .longrun("s6rc-fdholder")
                  .essential()
                  .longrun("disk")
                  .longrun("net", 1)
                  .longrun("web", 2)
                  .longrun("mail", 2)
                  .longrun("log"))
          .supervised();

  private int rc(String... words) {
    String[] line = new String[words.length + 3];
    line[0] = "s6-rc";
    line[1] = "-l";
    line[2] = "/live";
    System.arraycopy(words, 0, line, 3, words.length);
    return live.runApart(line);
  }

  private void start(String... names) {
    for (String name : names) assertEquals(0, rc("start", name));
  }

  @Test
  void whatWasPulledGoesDownWithWhoNeededIt() {
    start("web", "mail", "log");
    assertEquals(0, rc("-c", "stop", "web"));
    assertEquals("011033", live.state());
    assertEquals(0, rc("-c", "--", "stop", "mail"));
    assertEquals("000003", live.state());
    assertEquals("ud", live.heard("disk"));
    assertEquals("u", live.heard("log"));
  }

  @Test
  void withoutItNothingElseGoesDown() {
    start("web");
    assertEquals(0, rc("stop", "web"));
    assertEquals("011000", live.state());
  }

  @Test
  void whatWasAskedForStays() {
    start("net", "web");
    assertEquals(0, rc("-c", "stop", "web"));
    assertEquals("013000", live.state());
    assertEquals(0, rc("-c", "start", "mail"));
    assertEquals("013030", live.state());
  }

  @Test
  void whatIsEssentialStays() {
    start("s6rc-fdholder", "web");
    live.posix.file("/live/state", new byte[] {1, 1, 1, 3, 0, 0}, 0644);
    assertEquals(0, rc("-c", "stop", "web"));
    assertEquals("100000", live.state());
    assertEquals("", live.posix.errors());
  }

  @Test
  void aStopThatFailsCleansNothing() {
    start("web");
    live.supervisors.get("web").manner = Supervisor.Manner.FAILS;
    assertEquals(1, rc("-c", "stop", "web"));
    assertEquals("u", live.heard("net"));
  }

  @Test
  void listTellsStates() {
    start("web");
    assertEquals(0, rc("-cb", "-e", "list"));
    assertEquals(
        "disk/up/pulled\nnet/up/pulled\nweb/up/explicit\nmail/down/\nlog/down/\n",
        live.posix.output());
    assertEquals(0, rc("-cE", "list", "s6rc-fdholder", "web"));
    assertTrue(live.posix.output().endsWith("s6rc-fdholder/down/\nweb/up/explicit\n"));
    assertEquals(0, rc("-ca", "list"));
    assertTrue(live.posix.output().endsWith("\ndisk/up/pulled\nnet/up/pulled\nweb/up/explicit\n"));
  }

  /** An update clears the bits of the state file. */
  @Test
  void afterAnUpdateItIsKnownWhoWasAskedFor() {
    start("web", "mail");
    live.posix.file("/live/state", new byte[] {0, 1, 1, 1, 1, 0}, 0644);
    live.posix.file("/live/.named", "web\nmail\nnobody\n");
    assertEquals(0, rc("-c", "stop", "web"));
    assertEquals("011010", live.state());
    assertEquals(0, rc("-c", "stop", "mail"));
    assertEquals("000000", live.state());
    assertFalse(live.posix.exists("/live/.named"));
  }
}
