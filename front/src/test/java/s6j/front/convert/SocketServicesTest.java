package s6j.front.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Definitions of services whose sockets are opened for them. */
class SocketServicesTest {
  @TempDir Path directory;

  private Sources of(String text) {
    return new Sources(directory).put("a.toml", text);
  }

  @Test
  void socketsAreOpenBeforeTheService() {
    Sources sources =
        of(
            "run = ['web', '-f']\nuser = 'www'\nin = ['all']\n"
                + "listen = ['tcp:127.0.0.1:80', 'unix:/run/a b']");
    assertEquals(
        "#!/bin/sh\n# a-sockets: keeps the sockets of a\n"
            + "exec s6-listend -d 3 -l tcp:127.0.0.1:80 -l 'unix:/run/a b'\n",
        sources.made("a-sockets/run"));
    assertTrue(
        sources.made("a/run").contains("exec s6-listenfds ../a-sockets s6-setuidgid www web -f\n"));
    assertEquals("", sources.made("a/dependencies.d/a-sockets"));
    assertEquals("", sources.made("all/contents.d/a"));
  }

  @Test
  void orTheyStartIt() {
    Sources sources =
        of("run = 'x'\nin = ['all']\nneeds = ['b']\nlogger = true\n[listen]\non-demand = true\n"
                + "sockets = 'h=tcp:[::1]:80'\nmode = '0660'\nowner = 'www:adm'")
            .put("b.toml", "run = 'x'");
    assertTrue(
        sources
            .made("a-sockets/run")
            .contains("s6-listend -d 3 -a 0660 -o www:adm -l 'h=tcp:[::1]:80' -u ../a\n"));
    assertEquals("", sources.made("a-sockets/dependencies.d/b"));
    assertEquals("", sources.made("a-sockets/dependencies.d/a-log"));
    assertEquals("", sources.made("a/dependencies.d/a-sockets"));
    assertEquals("", sources.made("all/contents.d/a-sockets"));
    assertNull(sources.made("all/contents.d/a"));
  }

  @Test
  void orEachConnectionIsARunOfItsOwn() {
    Sources sources = of("run = ['echo', 'hi']\nlisten = { sockets = 'tcp:7', each = 5 }");
    assertTrue(sources.made("a/run").contains("exec s6-listend -l tcp:7 -c 5 echo hi\n"));
    assertNull(sources.made("a-sockets/run"));
  }

  @Test
  void instancesShareASocket() {
    Sources sources =
        new Sources(directory)
            .put(
                "w@.toml",
                "run = ['php', '-b']\ninstances = 2\nin = 'all'\n"
                    + "listen = { sockets = 'tcp:127.0.0.1:9000', shared = true, stdin = true }");
    assertEquals(
        "#!/bin/sh\n# w-sockets: keeps the sockets of w@1\n"
            + "exec s6-listend -d 3 -l tcp:127.0.0.1:9000\n",
        sources.made("w-sockets/run"));
    for (String name : new String[] {"w@1", "w@2"}) {
      assertTrue(
          sources.made(name + "/run").contains("exec s6-listenfds -0 ../w-sockets php -b\n"));
      assertEquals("", sources.made(name + "/dependencies.d/w-sockets"));
    }
    assertNull(sources.made("w@1-sockets/run"));
    sources.put(
        "w@.toml",
        "run = 'x'\ninstances = 2\nlisten = { sockets = ['tcp:1', 'tcp:2'],"
            + " shared = true, stdin = true, on-demand = true }");
    assertEquals(2, sources.problems().size(), sources.problems().toString());
  }

  @Test
  void whatIsWrongIsTold() {
    assertTrue(of("run = 'x'\nlisten = '80'").problems().get(0).contains("is no address: 80"));
    assertTrue(
        of("run = 'x'\nlisten = { sockets = 'tcp:7', each = 5, on-demand = true }")
            .problems()
            .get(0)
            .contains("exclude each other"));
    assertTrue(
        of("run = 'x'\nreadiness = 3\nlisten = 'tcp:7'")
            .problems()
            .get(0)
            .contains("a descriptor that is a socket: 3 (from 4 on)"));
  }
}
