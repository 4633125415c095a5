package s6j.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Spawn;

/** What the commands do, say and answer (neighbours, 2.3). */
class PackageActionTest {
  private static final String LINK =
      "/usr/bin/s6-svlink -t 30000 -- /var/run/supervisor/.service " + Shop.DIRECTORY;

  private final Shop shop = new Shop();

  @Test
  void startOfAPackageSkipsWhatIsSupervisedOrDisabled() {
    shop.supervise("db", 812);
    assertEquals(0, shop.run("supervisor-start", "shop"));
    assertEquals(
        List.of(LINK + "web", "/usr/bin/s6-svwait -u -t 30000 " + Shop.DIRECTORY + "web"),
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

  /** Another command may do it while this one waits for its turn. */
  @Test
  void startedInTheMeantime() {
    shop.posix.directory(Shop.STATE);
    String lock = Shop.STATE + "web.lock";
    Posix other = shop.posix.another();
    int fd = other.open(Posix.CWD, CString.of(lock), OpenFlags.O_WRONLY | OpenFlags.O_CREAT, 0600);
    other.lock(fd, true, false);
    shop.posix.after(
        500,
        () -> {
          shop.supervise("web", 20);
          other.close(fd);
        });
    assertEquals(1, shop.run("supervisor-start", "shop", "web"));
    assertEquals(List.of(), shop.children);
    assertTrue(shop.posix.errors().contains("service 'web' is supervised already\n"));
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
    assertEquals(1, shop.run("svc-down", "shop"));
    assertTrue(shop.posix.errors().contains("Warning: service 'db' is not supervised\n"));
    shop.supervise("db", 0).hold("db");
    assertEquals(0, shop.run("svc-down", "shop"));
  }

  /** As in Medic OS; the last name does not decide. */
  @Test
  void oneWrongNameAmongSeveral() {
    shop.supervise("db", 10).supervise("web", 20);
    assertEquals(1, shop.run("svc-down", "shop", "db", "nope", "web"));
    assertEquals(2, shop.children.size());
    assertTrue(shop.posix.errors().contains("Warning: there is no service 'nope'\n"));
    shop.children.clear();
    assertEquals(252, shop.run("supervisor-stop", "shop", "db", "nope", "web"));
    assertEquals(2, shop.children.size());
    assertTrue(shop.children.get(1).endsWith("shop:db"), shop.children.get(1));
  }

  @Test
  void aWrongStateAmongSeveralEndsIt() {
    shop.supervise("db", 10).supervise("web", 20).hold("db");
    assertEquals(1, shop.run("svc-restart", "shop", "web", "db", "web"));
    assertEquals(2, shop.children.size());
  }

  @Test
  void slashesAtTheEndDoNotCount() {
    shop.supervise("web", 20);
    assertEquals(0, shop.run("svc-restart", "shop/", "web//"));
    assertEquals(1, shop.run("svc-restart", "/"));
    assertEquals(1, shop.run("svc-restart", ""));
  }

  @Test
  void anUnsupervisedPackage() {
    assertEquals(1, shop.run("svc-down", "shop"));
    assertEquals(1, shop.run("svc-restart", "shop"));
    assertEquals(1, shop.run("svc-reload", "shop"));
    assertEquals(0, shop.run("svc-up", "shop"));
    assertEquals(0, shop.run("supervisor-stop", "shop"));
    assertEquals(List.of(), shop.children);
  }

  /** Whoever may not see how a service is is told so, and nothing else. */
  @Test
  void aServiceThatMayNotBeSeen() {
    shop.supervise("db", 10).supervise("web", 20);
    shop.posix.permissions(Shop.DIRECTORY + "db/supervise", 0700, 0, 0);
    for (String line :
        List.of(
            "svc-down shop",
            "svc-down shop db",
            "svc-up shop db",
            "svc-restart shop",
            "svc-reload shop db",
            "svc-disable shop db",
            "svc-enable shop",
            "supervisor-start shop",
            "supervisor-stop shop",
            "supervisor-stop shop db web",
            "supervisor-inspect",
            "supervisor-inspect --json shop",
            "supervisor-list shop running",
            "supervisor-list all down")) {
      assertEquals(1, shop.run(line.split(" ")), line);
      assertTrue(
          shop.posix
              .errors()
              .endsWith("Fatal: not allowed to look at service 'db': Permission denied\n"),
          line);
    }
    assertEquals(List.of(), shop.children);
    assertEquals("", shop.posix.output());
  }

  @Test
  void packagesThatMayNotBeSeen() {
    shop.posix.permissions("/srv/scripts", 0700, 0, 0);
    for (String line :
        List.of("svc-down shop", "supervisor-inspect", "supervisor-list", "supervisor-list shop")) {
      assertEquals(1, shop.run(line.split(" ")), line);
      assertTrue(
          shop.posix
              .errors()
              .endsWith("Fatal: not allowed to look at '/srv/scripts': Permission denied\n"),
          shop.posix.errors());
    }
    shop.posix.permissions("/var/run/supervisor/.service/.s6-svscan/control", 0600, 0, 0);
    assertEquals(1, shop.run("supervisor-shutdown"));
    assertEquals(1, shop.run("supervisor-boot"));
  }

  /** No word of another program is passed on as it is. */
  @Test
  void complaintsOfOthersAreSentences() {
    shop.supervise("web", 20);
    shop.failing = "s6-svc";
    shop.complaint = "a word before\ns6-svc: fatal: unable to see: No such device\n";
    assertEquals(1, shop.run("svc-down", "shop", "web"));
    assertEquals(
        "Warning: unable to control service 'web': unable to see: No such device\n"
            + "Fatal: 1 services of package 'shop' could not be down\n",
        shop.posix.errors());
    shop.complaint = "";
    assertEquals(1, shop.run("svc-reload", "shop", "web"));
    assertTrue(shop.posix.errors().contains("unable to reload service 'web': exit code 1\n"));
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
            "/usr/bin/s6-svc -wu -T 30000 -u -- " + Shop.DIRECTORY + "web"),
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
