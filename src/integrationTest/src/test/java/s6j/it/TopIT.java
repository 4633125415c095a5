package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** s6 top in a terminal: many services, a log that scrolls, keys, other sizes. */
class TopIT {
  private static final int SERVICES = 500;
  private static final int MORE_THAN_THE_PANE = 40;

  private World world;
  private Path screen;

  @Test
  void livesOn() throws IOException {
    Assumptions.assumeTrue(Suite.NATIVE.isInstalled(), "500 virtual machines are too many");
    try (World opened = new World(Suite.NATIVE)) {
      world = opened;
      screen = world.directory.resolve("typescript");
      Assumptions.assumeTrue(world.shell("command -v script").code() == 0, "needs script");
      writeServices();
      world.start("svscan", "-c", "2000", "scan");
      Process top = startTop();
      awaitShown("log of a ");
      scrolls();
      keys("jj");
      resize(40, 20);
      awaitShown(heading("s0", 40));
      keys("\\033[B\\033[B\\033[A");
      resize(120, 50);
      awaitShown(heading("s1", 120));
      keys("kkkkkk");
      resize(80, 24);
      awaitShown(heading("a", 80));
      scrolls();
      keys("q");
      assertEquals(0, world.awaitEnd(top), shown());
      assertFalse(shown().contains("Exception"), shown());
    }
  }

  private void writeServices() throws IOException {
    world.service("scan/a", "n=0; while :; do n=$((n+1)); echo line $n; sleep 0.1; done");
    world.service("scan/a/log", "exec s6-log t ./main");
    for (int i = 0; i < SERVICES; i++)
      Files.createFile(world.service("scan/s" + i, "exec sleep 1000").resolve("down"));
  }

  private Process startTop() {
    String inner = "stty rows 24 cols 80; tty >tty; exec s6 -s scan -l none top";
    String command = "TERM=xterm script -qefc '" + inner + "' typescript <keys >/dev/null";
    return world.startCommand(List.of("/bin/sh", "-c", "mkfifo keys; exec 4<>keys; " + command));
  }

  /** While so many lines come, the screen changes. */
  private void scrolls() throws IOException {
    Path log = world.directory.resolve("scan/a/log/main/current");
    long before = world.read(log).lines().count();
    world.await("lines", () -> world.read(log).lines().count() > before + MORE_THAN_THE_PANE);
    long size = Files.size(screen);
    world.await("another screen", () -> screen.toFile().length() > size);
  }

  private void keys(String keys) {
    assertEquals(0, world.shell("printf '" + keys + "' >keys").code());
  }

  private void resize(int columns, int rows) {
    String sizes = "rows " + rows + " cols " + columns;
    assertEquals(0, world.shell("stty -F $(cat tty) " + sizes).code());
  }

  /** As wide as the screen, and no wider: it is drawn anew after a change of size. */
  private static String heading(String service, int columns) {
    String text = "-- log of " + service + " ";
    return text + "-".repeat(columns - text.length());
  }

  private void awaitShown(String text) {
    world.await(text, () -> shown().contains(text));
  }

  private String shown() {
    return world.read(screen);
  }
}
