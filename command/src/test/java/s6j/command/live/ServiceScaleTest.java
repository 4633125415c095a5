package s6j.command.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import s6j.command.Called;
import s6j.command.World;
import s6j.posix.CString;
import s6j.posix.FakePosix;

/** How many instances are up, and one after the other. */
class ServiceScaleTest {
  private static final String LIVE = "/run/s6-rc";
  private static final String RC = "s6-rc --no-lock -v 1 ";
  private static final String L = "-l /run/s6-rc -- ";

  /** proxy needs w@2; w@10 and w@2 have loggers, w@2 what is as it is in a mode. */
  private static final List<String> NAMES =
      List.of(
          "proxy",
          "w@1",
          "w@10",
          "w@10-log",
          "w@2",
          "w@2-log",
          "w@2.dev",
          "w@1-health",
          "other",
          "s@1",
          "s@1-sockets",
          "s@2",
          "s@2-sockets");

  private final Called called = new Called();
  private final FakePosix posix = called.posix;

  @BeforeEach
  void world() {
    int[][] needs = {{4}, {}, {3}, {}, {5}, {}, {}, {1}, {}, {10}, {}, {12}, {}};
    Map<String, int[]> bundles =
        Map.of("w", new int[] {1, 7}, "s", new int[] {10}, "o", new int[] {8});
    World.set(posix, LIVE, NAMES, needs, bundles);
    up();
  }

  private void up(String... names) {
    byte[] state = new byte[NAMES.size()];
    for (String name : names) state[NAMES.indexOf(name)] = 1;
    posix.file(LIVE + "/state", state, 0644).file(LIVE + "/lock", "");
  }

  @Test
  void theFirstOnesAreStartedWithWhatIsMadeForThem() {
    assertEquals(RC + L + "start w@1 w@2 w@1-health\n0", called.line("scale w=2"));
    up("w@1", "w@1-health");
    assertEquals(RC + L + "start w@10 w@2\n0", called.line("scale w=3"));
    assertEquals("0", called.line("scale w=1"));
    assertEquals("0", called.line("scale w=1"));
  }

  @Test
  void theHighestAreStoppedWithTheirLoggers() {
    up("w@1", "w@10", "w@10-log", "w@2", "w@2-log", "w@1-health");
    assertEquals(RC + L + "stop w@10 w@10-log\n0", called.line("scale w=2"));
    assertEquals(
        RC + "-t 9 -n1 " + L + "stop w@1 w@10 w@10-log w@2 w@2-log w@1-health\n0",
        called.line("scale -n -t 9 w=0"));
    up("w@10");
    assertEquals(
        RC + L + "stop w@10\n" + RC + L + "start w@1 w@1-health\n0", called.line("scale w=1"));
  }

  @Test
  void whatSomethingElseNeedsIsNotStopped() {
    up("proxy", "w@1", "w@2");
    assertEquals("1", called.line("scale w=1"));
    assertEquals(
        "s6-frontend: fatal: proxy needs an instance of w that would be stopped\n", posix.errors());
    up("w@1", "w@1-health", "w@2");
    assertEquals(RC + L + "stop w@2\n0", called.line("scale w=1"));
  }

  /** What stands in the bundle for an instance is what is started. */
  @Test
  void onDemandOnlyTheSocketsAreStarted() {
    assertEquals(RC + L + "start s@1-sockets s@2-sockets\n0", called.line("scale s=2"));
    up("s@1-sockets", "s@2-sockets", "s@2");
    assertEquals(RC + L + "stop s@2 s@2-sockets\n0", called.line("scale s=1"));
  }

  @Test
  void howManyThereAre() {
    up("w@1", "w@10", "s@2", "s@2-sockets");
    assertEquals("0", called.line("scale"));
    assertEquals("s=1/2\nw=2/3\n", posix.output());
    assertEquals("0", called.line("scale w"));
    assertTrue(posix.output().endsWith("w=2/3\nw=2/3\n"));
  }

  @Test
  void whatCannotBe() {
    assertEquals("1", called.line("scale w=4"));
    assertEquals("3", called.line("scale other=4"));
    assertEquals("3", called.line("scale nosuch"));
    assertEquals(
        "s6-frontend: fatal: w has 3 instances: its definition says how many there are\n"
            + "s6-frontend: fatal: other is no template: there is no service other@... of that name\n"
            + "s6-frontend: fatal: nosuch is no template: there is no service nosuch@... of that"
            + " name\n",
        posix.errors());
    for (String word : List.of("=1", "w=", "w=x", "w=-1", "w=1 2"))
      assertEquals("100", called.s6("scale", word), word);
    called.does("s6-rc", "", 1);
    up("w@10");
    assertEquals(RC + L + "stop w@10\n1", called.line("scale w=1"));
  }

  @Test
  void oneAfterTheOther() {
    up("w@1", "w@1-health", "w@10", "w@2", "w@2-log", "other");
    assertEquals(
        String.join(
            "\n",
            RC + L + "stop w@1",
            RC + L + "start w@1 w@1-health",
            RC + L + "stop w@2",
            RC + L + "start w@2",
            RC + L + "stop w@10",
            RC + L + "start w@10",
            "0"),
        called.line("restart --rolling=1 w w@2 w@10"));
    assertEquals(
        String.join(
            "\n",
            RC + "-n1 " + L + "stop w@1 w@2",
            RC + "-n1 " + L + "start w@1 w@2 w@1-health",
            RC + "-n1 " + L + "stop w@10",
            RC + "-n1 " + L + "start w@10",
            "0"),
        called.line("restart -n -r 2 w@10 w@2 w@1"));
  }

  /** Those above what the definition's scale says are up, and in no bundle. */
  @Test
  void thoseThatAScaleHasStartedAreRestartedToo() {
    up("w@1", "w@1-health", "w@2");
    assertEquals(
        String.join(
            "\n",
            RC + L + "stop w@1",
            RC + L + "start w@1 w@1-health",
            RC + L + "stop w@2",
            RC + L + "start w@2",
            "0"),
        called.line("restart -r 1 w"));
  }

  /** Whoever is up and needs one comes back with it. */
  @Test
  void whatNeedsOneGoesAlong() {
    up("proxy", "w@1", "w@2");
    assertEquals(
        String.join(
            "\n",
            RC + L + "stop w@1",
            RC + L + "start w@1",
            RC + L + "stop w@2",
            RC + L + "start proxy w@2",
            "0"),
        called.line("restart -r 1 w@2 w@1 proxy"));
  }

  @Test
  void theFirstThatFailsIsTheLast() {
    up("w@1", "w@10", "w@2");
    called.ends("s6-rc", child -> child.line().contains("start w@2") ? 1 : 0);
    assertEquals(
        String.join(
            "\n",
            RC + L + "stop w@1",
            RC + L + "start w@1",
            RC + L + "stop w@2",
            RC + L + "start w@2",
            "1"),
        called.line("restart -r 1 w@1 w@2 w@10"));
    assertEquals("s6-frontend: info: left as they are: the other 1\n", posix.errors());
  }

  @Test
  void whatCannotBeRestartedInTurn() {
    assertEquals("1", called.line("restart -r 1 w"));
    assertEquals("3", called.line("restart -r 1 web"));
    assertEquals("100", called.line("restart -r 0 w"));
    assertEquals("100", called.line("restart -r x w"));
    assertEquals(
        "s6-frontend: fatal: nothing of that is up\n"
            + "s6-frontend: fatal: web is no service of s6-rc, which alone knows who is next\n"
            + "s6-frontend: fatal: rolling must be a number from 1\n"
            + "s6-frontend: fatal: rolling must be a number from 1\n",
        posix.errors());
  }

  @Test
  void numbersCountAsNumbers() {
    List<String> names =
        List.of("w", "w@1", "w@2", "w@02", "w@10", "w@10a", "w@10b2", "w@10b11", "w@a");
    for (int i = 0; i < names.size(); i++)
      for (int j = 0; j < names.size(); j++)
        assertEquals(
            Integer.compare(i, j),
            Integer.signum(
                NaturalOrder.compare(CString.of(names.get(i)), CString.of(names.get(j)))),
            names.get(i) + " " + names.get(j));
  }
}
