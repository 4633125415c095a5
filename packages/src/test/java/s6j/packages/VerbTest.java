package s6j.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What keeps each verb from being done, in every state of a service (neighbours, 2.3). */
class VerbTest {
  private static String row(PackageService service, boolean force) {
    StringBuilder row = new StringBuilder();
    for (Verb verb : Verb.values()) row.append(verb.obstacle(service, force)).append("; ");
    return row.toString();
  }

  @Test
  void unsupervised() {
    assertEquals(
        "null; is not supervised; is enabled already; null; is not supervised; is not supervised; "
            + "is not supervised; is not supervised; ",
        row(new Shop().service("web"), false));
  }

  @Test
  void up() {
    assertEquals(
        "is supervised already; null; is enabled already; null; is up already; null; null; null; ",
        row(new Shop().supervise("web", 50).service("web"), false));
  }

  @Test
  void heldDown() {
    assertEquals(
        "is supervised already; null; is enabled already; null; null; is down already; is down; "
            + "is down; ",
        row(new Shop().supervise("web", 0).hold("web").service("web"), false));
  }

  @Test
  void failing() {
    assertEquals(
        "is supervised already; null; is enabled already; null; null; null; is not running; "
            + "is not running; ",
        row(new Shop().supervise("web", 0).service("web"), false));
  }

  @Test
  void disabled() {
    Shop shop = new Shop().disable("web");
    String others = "is disabled already; %s; is disabled; is disabled; is disabled; ";
    assertEquals(
        "is disabled; is not supervised; null; " + others.formatted("is disabled"),
        row(shop.service("web"), false));
    assertEquals(
        "is disabled; is not supervised; null; " + others.formatted("null"),
        row(shop.service("web"), true));
  }

  @Test
  void forceIsContentWithWhatIsUp() {
    PackageService up = new Shop().supervise("web", 50).service("web");
    assertEquals(true, Verb.UP.isContent(up, true));
    assertEquals(false, Verb.UP.isContent(up, false));
    assertEquals(false, Verb.DOWN.isContent(up, true));
  }
}
