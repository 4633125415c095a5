package s6j.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;

/** The service directory that supervisor-start writes. */
class ServiceDefinitionTest {
  private static final String STORAGE = "/srv/system/storage/supervisor/shop/";
  private final Shop shop = new Shop();

  @Test
  void filesOfAService() {
    shop.run("supervisor-start", "shop", "web");
    assertEquals(
        List.of("finish", "flag-no-cont", "log", "run", "timeout-kill"),
        shop.posix.names(Shop.DIRECTORY + "web"));
    assertEquals("20000\n", shop.posix.text(Shop.DIRECTORY + "web/timeout-kill"));
    assertTrue(
        shop.posix.text(Shop.DIRECTORY + "web/run").endsWith(" '/srv/scripts/shop/run/web'\n"));
    assertEquals(0700, shop.posix.permissions(Shop.DIRECTORY + "web/run"));
    assertEquals(link(STORAGE + "logs/web.log"), "web/current");
    assertEquals(link(STORAGE + "status/volatile"), "/var/run/supervisor/shop");
  }

  /** Whatever s6-svscan was started with: environment, directory and umask are the command's. */
  @Test
  void surroundingsOfTheCommand() {
    shop.posix.setEnvironment("PATH=/usr/bin", "A=it's\ntwo", "nonsense", "=x", "S6J_RUN=");
    shop.posix.umask(027);
    shop.posix.directory("/a dir");
    shop.posix.chdir(CString.of("/a dir"));
    shop.run("supervisor-start", "shop", "web");
    String run = shop.posix.text(Shop.DIRECTORY + "web/run");
    assertTrue(run.contains("\ncd '/a dir' 2>/dev/null || cd /\numask 0027\n"), run);
    assertTrue(run.contains("\nset -- 'PATH=/usr/bin' 'A=it'\\''s\ntwo' 'S6J_RUN='\n"), run);
    assertEquals(027, shop.posix.umask(022));
  }

  /** s6-log would make the directory for its owner alone. */
  @Test
  void logsForAllToRead() {
    shop.run("supervisor-start", "shop", "web");
    assertEquals(0755, shop.posix.permissions(STORAGE + "logs/web"));
  }

  @Test
  void settingsAreTakenOverAndForgotten() {
    String settings = "/srv/settings/shop/web/service/";
    shop.posix.file(settings + "reload-signal", "USR1\n").file(settings + "timeout-kill", "5\n");
    shop.run("supervisor-start", "shop", "web");
    assertEquals("USR1\n", shop.posix.text(Shop.DIRECTORY + "web/reload-signal"));
    assertEquals("5\n", shop.posix.text(Shop.DIRECTORY + "web/timeout-kill"));
    shop.posix.unlink(Posix.CWD, CString.of(settings + "reload-signal"));
    shop.posix.unlink(Posix.CWD, CString.of(settings + "timeout-kill"));
    shop.run("supervisor-start", "shop", "web");
    assertEquals(null, shop.posix.text(Shop.DIRECTORY + "web/reload-signal"));
    assertEquals("20000\n", shop.posix.text(Shop.DIRECTORY + "web/timeout-kill"));
  }

  @Test
  void aLogFromBeforeIsKept() {
    shop.posix.file(STORAGE + "logs/web.log", "old lines\n");
    shop.run("supervisor-start", "shop", "web");
    assertEquals("old lines\n", shop.posix.text(STORAGE + "logs/web.log.old"));
    assertEquals(link(STORAGE + "logs/web.log"), "web/current");
  }

  @Test
  void namesWithQuotes() {
    shop.posix.program("/srv/scripts/shop/run/it's", child -> {});
    assertEquals(0, shop.run("supervisor-start", "shop", "it's"));
    assertTrue(
        shop.posix
            .text(Shop.DIRECTORY + "it's/run")
            .endsWith(" '/srv/scripts/shop/run/it'\\''s'\n"));
  }

  /** Whatever fails is said, and nothing is supervised that was not written as a whole. */
  @Test
  void noFailureIsSilent() {
    int calls = FaultyPosix.sweep(ServiceDefinitionTest::startWithFault);
    assertTrue(calls > 50, calls + " calls");
  }

  private static void startWithFault(FaultyPosix faulty) {
    Shop shop = new Shop();
    int code = Shop.run(faulty.around(shop.posix), "supervisor-start", "shop", "web");
    boolean linked = shop.children.stream().anyMatch(line -> line.contains("svlink"));
    if (code == 0) assertTrue(linked, "nothing was started");
    else assertTrue(shop.posix.errors().contains("Fatal: "), shop.posix.errors());
    assertEquals(List.of(), shop.posix.openDescriptors());
  }

  private String link(String path) {
    byte[] target = new byte[256];
    int length = shop.posix.readlink(Posix.CWD, CString.of(path), target);
    return CString.text(CString.slice(target, 0, Math.max(0, length)));
  }
}
