package s6j.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.Spawn;

/** What the commands do, say and answer (neighbours, 2.3). */
class PackageActionTest {
  private static final String LINK =
      "/usr/bin/s6-svlink -t 10000 -- /var/run/supervisor/.service " + Shop.DIRECTORY;

  private final Shop shop = new Shop();

  @Test
  void startOfAPackageSkipsWhatIsSupervisedOrDisabled() {
    shop.supervise("db", 812);
    assertEquals(0, shop.run("supervisor-start", "shop"));
    assertEquals(
        List.of(LINK + "web", "/usr/bin/s6-svwait -u -t 10000 " + Shop.DIRECTORY + "web"),
        shop.children);
    assertEquals(
        """
        Warning: service 'db' is supervised already, skipping
        Info: service 'web' is started
        Success: package 'shop' started
        """,
        shop.posix.errors());
    assertEquals(List.of(), shop.posix.complaints());
  }

  @Test
  void startOfNamedServicesDoesNothingIfOneNeedsIt() {
    shop.supervise("web", 812);
    assertEquals(1, shop.run("supervisor-start", "shop", "db", "web"));
    assertEquals(List.of(), shop.children);
  }

  @Test
  void codesOfTheSupervisorCommands() {
    assertEquals(255, shop.run("supervisor-start", "nope"));
    assertEquals(253, shop.run("supervisor-start", "empty"));
    assertEquals(252, shop.run("supervisor-stop", "shop", "nope"));
    assertEquals(252, shop.run("supervisor-stop", "shop", "notes"));
    assertEquals(111, shop.run("supervisor-stop"));
    assertEquals(111, shop.run("supervisor-stop", "-h"));
    assertEquals("", shop.posix.output());
  }

  @Test
  void codesOfTheServiceCommands() {
    assertEquals(1, shop.run("svc-up", "nope"));
    assertEquals(1, shop.run("svc-up", "empty"));
    assertEquals(1, shop.run("svc-up", "shop", "nope"));
    assertEquals(111, shop.run("svc-up"));
    assertTrue(shop.posix.output().startsWith("usage: svc-up "));
  }

  @Test
  void failuresAreCounted() {
    shop.failing = "s6-svlink";
    assertEquals(2, shop.run("supervisor-start", "shop"));
    assertTrue(
        shop.posix.errors().endsWith("Fatal: 2 services of package 'shop' could not be started\n"));
    shop.supervise("db", 1).supervise("web", 2);
    shop.failing = "s6-svc";
    assertEquals(1, shop.run("svc-down", "shop", "db", "web"));
  }

  @Test
  void everySeveralNamesCount() {
    shop.supervise("db", 10).supervise("web", 20);
    assertEquals(0, shop.run("svc-down", "a/shop", "x/db", "web"));
    assertEquals(
        List.of(
            "/usr/bin/s6-svc -wD -T 30000 -D -- " + Shop.DIRECTORY + "db",
            "/usr/bin/s6-svc -wD -T 30000 -D -- " + Shop.DIRECTORY + "web"),
        shop.children);
  }

  @Test
  void downAgain() {
    shop.supervise("web", 0).hold("web");
    assertEquals(1, shop.run("svc-down", "shop", "web"));
    assertEquals(
        "Warning: service 'web' is down already\nFatal: unable to bring down service 'web'\n",
        shop.posix.errors());
    assertEquals(0, shop.run("svc-down", "shop"));
  }

  @Test
  void upWithForce() {
    shop.supervise("db", 812).disable("web");
    assertEquals(1, shop.run("svc-up", "shop", "db"));
    assertEquals(0, shop.run("svc-up", "-f", "shop", "db"));
    assertEquals(List.of(), shop.children);
    assertEquals(0, shop.run("svc-up", "--force", "shop", "web"));
    assertEquals(LINK + "web", shop.children.get(0));
    assertFalse(shop.posix.exists(Shop.DISABLED + "web.disabled"));
  }

  @Test
  void restartLeavesNoMark() {
    shop.supervise("web", 20);
    assertEquals(0, shop.run("svc-restart", "shop", "web"));
    assertEquals(
        List.of(
            "/usr/bin/s6-svc -wD -T 30000 -d -- " + Shop.DIRECTORY + "web",
            "/usr/bin/s6-svc -wu -T 10000 -u -- " + Shop.DIRECTORY + "web"),
        shop.children);
    assertFalse(shop.posix.exists(Shop.STATE + "web.restart"));
  }

  @Test
  void disableMarksBeforeItStops() {
    shop.supervise("web", 20);
    shop.failing = "s6-svunlink";
    assertEquals(1, shop.run("supervisor-disable", "shop", "web"));
    assertTrue(shop.posix.exists(Shop.DISABLED + "web.disabled"));
  }

  @Test
  void reloadWarnsOfAShell() {
    Spawn spawn = new Spawn();
    spawn.file = CString.of("/usr/bin/dash");
    spawn.arguments = new byte[][] {spawn.file};
    int pid = shop.posix.program("/usr/bin/dash", child -> {}).spawn(spawn);
    shop.supervise("web", pid);
    assertEquals(0, shop.run("svc-reload", "shop", "web"));
    assertEquals(List.of("/usr/bin/s6-svc -l -- " + Shop.DIRECTORY + "web"), shop.children);
    assertTrue(
        shop.posix.errors().startsWith("Warning: process " + pid + " of service 'web' is a shell"));
  }

  @Test
  void bootStartsMarkedPackagesOnly() {
    shop.posix.program("/srv/scripts/extra/run/one", child -> {});
    shop.posix.file("/srv/scripts/shop/start", "");
    assertEquals(0, shop.run("supervisor-boot"));
    assertEquals(4, shop.children.size());
    assertTrue(shop.children.stream().noneMatch(line -> line.contains("extra")));
  }

  @Test
  void aFailureEndsTheBoot() {
    shop.posix.program("/srv/scripts/alpha/run/one", child -> {});
    shop.posix.file("/srv/scripts/alpha/start", "").file("/srv/scripts/shop/start", "");
    shop.failing = "s6-svlink";
    assertEquals(1, shop.run("supervisor-boot"));
    assertEquals(1, shop.children.size());
  }
}
