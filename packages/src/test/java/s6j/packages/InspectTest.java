package s6j.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The text and the names of supervisor-inspect and supervisor-list (neighbours, 2.4 and 2.6). */
class InspectTest {
  private final Shop shop = new Shop();

  @Test
  void oneUpOneHeld() {
    shop.supervise("db", 812).supervise("web", 0).hold("web");
    shop.posix.file(Shop.STATE + "web.generation", "3\n");
    assertEquals(0, shop.run("supervisor-inspect", "shop"));
    String expected =
        """

        Package 'shop':
          Service 'db':
            Status: Up
            Up: 5 seconds, Restarts: 0
            Attributes: watched, running, expected
            Service PID: 812, Supervisor PID: %d
          Service 'web':
            Status: Down
            Up: 0 seconds, Restarts: 2
            Attributes: watched, down
            Service PID: None, Supervisor PID: %d

        """;
    int db = shop.service("db").supervisorPid;
    int web = shop.service("web").supervisorPid;
    assertTrue(db > 1 && web > db);
    assertEquals(expected.formatted(db, web), shop.posix.output());
  }

  @Test
  void statusNames() {
    assertEquals("Unsupervised", shop.service("web").status());
    shop.supervise("web", 0);
    assertEquals("Failure", shop.service("web").status());
    shop.posix.file(Shop.STATE + "web.restart", "");
    assertEquals("Restarting", shop.service("web").status());
    shop.hold("web");
    assertEquals("Down", shop.service("web").status());
    shop.disable("web");
    assertEquals("Disabled", shop.service("web").status());
    shop.supervise("web", 9);
    assertEquals("Up", shop.service("web").status());
  }

  @Test
  void listsAndFilters() {
    shop.supervise("db", 812).supervise("web", 0).hold("web");
    assertEquals("empty\nshop\n", list());
    assertEquals("empty\nshop\n", list("all"));
    assertEquals("db\nweb\n", list("shop"));
    assertEquals("web\n", list("shop", "down"));
    assertEquals("web\n", list("shop", "unexpected"));
    assertEquals("db\n", list("shop", "running"));
    assertEquals("", list("shop", "disabled"));
    assertEquals("db\nweb\n", list("shop", "enabled"));
    assertEquals("shop\n", list("all", "down"));
    assertEquals("[\"db\",\"web\"]\n", list("--json", "shop"));
  }

  private String list(String... words) {
    int before = shop.posix.output().length();
    String[] line = new String[words.length + 1];
    line[0] = "supervisor-list";
    System.arraycopy(words, 0, line, 1, words.length);
    assertEquals(0, shop.run(line));
    return shop.posix.output().substring(before);
  }

  @Test
  void unknownNames() {
    assertEquals(1, shop.run("supervisor-inspect", "nope"));
    assertEquals(1, shop.run("supervisor-list", "nope"));
    assertEquals(1, shop.run("supervisor-list", "system"));
    assertEquals(1, shop.run("supervisor-list", "shop", "sleepy"));
    assertEquals(
        """
        Fatal: there is no package 'nope'
        Fatal: there is no package 'nope'
        Fatal: there is no package 'system'
        Fatal: there is no status 'sleepy'
        """,
        shop.posix.errors());
  }

  @Test
  void json() {
    shop.supervise("db", 812);
    assertEquals(0, shop.run("supervisor-inspect", "--json", "shop"));
    assertEquals(
        "[{\"package\":\"shop\",\"services\":[{\"name\":\"db\",\"status\":\"Up\",\"seconds\":5,"
            + "\"restarts\":0,\"attributes\":[\"watched\",\"running\",\"expected\"],\"pid\":812,"
            + "\"supervisorPid\":"
            + shop.service("db").supervisorPid
            + "},{\"name\":\"web\",\"status\":\"Unsupervised\",\"seconds\":0,\"restarts\":0,"
            + "\"attributes\":[\"expected\"],\"pid\":null,\"supervisorPid\":null}]}]\n",
        shop.posix.output());
  }

  @Test
  void anotherRoot() {
    shop.posix.program("/elsewhere/scripts/lone/run/one", child -> {});
    shop.posix.setEnvironment("PATH=/usr/bin", "S6J_ROOT=/elsewhere");
    assertEquals("lone\n", list());
    assertEquals("empty\nshop\n", list("--root", "/srv"));
    assertEquals("lone\n", list("--root=/elsewhere"));
  }
}
