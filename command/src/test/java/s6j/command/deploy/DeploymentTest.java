package s6j.command.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import s6j.command.Called;
import s6j.command.World;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** deploy and its undoing, step by step. */
class DeploymentTest {
  private static final String STAMP = "deploy:@[0-9a-f]{24}:.{6}";

  private final Called called = new Called();
  private final FakePosix posix = called.posix;
  private final List<String> changes = new ArrayList<>();
  private String script = "#!/bin/sh\n";

  @BeforeEach
  void programs() {
    posix.directory("/run").directory("/run/service/.s6-svscan");
    called.ends(
        "s6-rc-compile",
        child -> {
          String path = CString.text(child.arguments()[2]);
          World.database(posix, path);
          posix.file(path + "/servicedirs/web/run", CString.of(script), 0755);
          return 0;
        });
    called.ends(
        "s6-rc-update",
        child -> {
          byte[][] words = child.arguments();
          for (int i = 0; i < words.length; i++)
            if (CString.is(words[i], "-f"))
              changes.add(CString.text(posix.bytes(CString.text(words[i + 1]))));
          goesOver(words[words.length - 1]);
          return 0;
        });
  }

  /** The live directory has another database. */
  private void goesOver(byte[] database) {
    byte[] link = CString.of("/run/s6-rc/compiled");
    posix.rename(Posix.CWD, link, Posix.CWD, CString.of("/run/before" + changes.size()));
    posix.symlink(database, Posix.CWD, link);
  }

  private String deploy(String line) {
    return called.line(line).replaceAll(STAMP, "X");
  }

  private String link(String path) {
    byte[] text = new byte[200];
    int length = posix.readlink(Posix.CWD, CString.of(path), text);
    return length < 0 ? "none" : CString.text(CString.slice(text, 0, length));
  }

  private boolean isThere(String path) {
    return posix.access(Posix.CWD, CString.of(path), Posix.F_OK) >= 0;
  }

  @Test
  void theFirstOneWaitsForABoot() {
    assertEquals("s6-rc-compile -- /etc/s6-rc/compiled/.current:X /src\n0", deploy("deploy /src"));
    assertTrue(
        link("/etc/s6-rc/compiled/current").matches("/etc/s6-rc/compiled/.current:" + STAMP));
    assertTrue(posix.errors().contains("no s6-svscan works on /run/service"));
  }

  @Test
  void theFirstOneMakesALiveDirectoryWhereAScannerWorks() {
    posix.file("/run/service/.s6-svscan/control", "");
    assertEquals(
        "s6-rc-compile -- /etc/s6-rc/compiled/.current:X /src\n"
            + "s6-rc-init -l /run/s6-rc -c /etc/s6-rc/compiled/current -b -- /run/service\n"
            + "s6-rc -l /run/s6-rc -b -- change default\n0",
        deploy("deploy /src"));
  }

  @Test
  void whatIsChangedIsRestartedAndTheLastGoodOneIsKept() {
    deploy("deploy /src");
    String first = link("/etc/s6-rc/compiled/current");
    World.live(posix, "/run/s6-rc");
    posix.file("/run/s6-rc/compiled/servicedirs/web/run", CString.of(script), 0755);
    assertEquals(
        "s6-rc-compile -- /etc/s6-rc/compiled/.current:X /src\n"
            + "s6-rc-update -t 9 -l /run/s6-rc -f /etc/s6-rc/compiled/.current:X:changes -b --"
            + " /etc/s6-rc/compiled/.current:X\n"
            + "s6-rc -t 9 -l /run/s6-rc -b -- change default\n0",
        deploy("deploy -t 9 /src"));
    assertEquals(List.of(""), changes);
    assertEquals(first, link("/etc/s6-rc/compiled/current:last"));
    String second = link("/etc/s6-rc/compiled/current");
    script = "#!/bin/sh\nother\n";
    deploy("deploy /src");
    assertEquals(List.of("", "\"web\" restart\n"), changes);
    assertEquals(second, link("/etc/s6-rc/compiled/current:last"));
    assertFalse(isThere(first));
    assertTrue(deploy("deploy --undo").endsWith("-- change default\n0"));
    assertEquals(second, link("/etc/s6-rc/compiled/current"));
    assertTrue(isThere(link("/etc/s6-rc/compiled/current:last")));
  }

  @Test
  void whatCannotBeCompiledChangesNothing() {
    called.does("s6-rc-compile", "", 1);
    assertEquals(
        "s6-rc-compile -- /etc/s6-rc/compiled/.current:X /a /b\n1", deploy("deploy /a /b"));
    assertEquals("none", link("/etc/s6-rc/compiled/current"));
    assertEquals("s6-frontend: info: nothing was changed\n", posix.errors());
  }

  @Test
  void whatTheLiveDirectoryRefusesIsRemoved() {
    World.live(posix, "/run/s6-rc");
    called.does("s6-rc-update", "", 9);
    assertTrue(deploy("deploy /src").endsWith("\n9"));
    assertEquals("none", link("/etc/s6-rc/compiled/current"));
    assertEquals(0, posix.names("/etc/s6-rc/compiled").size());
    called.does("s6-rc-update", "", 0);
    assertTrue(deploy("deploy -n /src").endsWith("\n0"));
    assertEquals(0, posix.names("/etc/s6-rc/compiled").size());
    called.ends(
        "s6-rc-update",
        child -> {
          goesOver(child.arguments()[child.arguments().length - 1]);
          return 1;
        });
    assertTrue(deploy("deploy /src").endsWith("\n1"));
    assertTrue(isThere(link("/etc/s6-rc/compiled/current")));
    assertEquals("/run/s6-rc/compiled", link("/etc/s6-rc/compiled/current:last"));
    assertTrue(posix.errors().endsWith("s6-frontend: info: s6 deploy --undo goes back\n"));
  }

  @Test
  void wrongUse() {
    assertEquals("100", called.line("deploy"));
    assertEquals("100", called.line("deploy --undo x"));
    assertEquals("100", called.line("-c relative deploy /src"));
    assertEquals("1", called.line("deploy --undo"));
    posix.file("/db/current/n", "");
    assertEquals("102", called.line("-c /db/current deploy /src"));
  }

  @Test
  void treesAreComparedToTheLastByte() {
    posix
        .file("/a/run", CString.of("x"), 0755)
        .file("/a/data/.f", "1")
        .file("/b/run", CString.of("x"), 0755);
    SameTree same = new SameTree(posix);
    assertFalse(same.isSame(CString.of("/a"), CString.of("/b")));
    posix.file("/b/data/.f", "1");
    assertTrue(same.isSame(CString.of("/a"), CString.of("/b")));
    posix.file("/b/data/.f", "2");
    assertFalse(same.isSame(CString.of("/a"), CString.of("/b")));
    posix.file("/b/data/.f", "1").file("/b/run", CString.of("x"), 0700);
    assertFalse(same.isSame(CString.of("/a"), CString.of("/b")));
    posix.file("/b/run", CString.of("x"), 0755);
    posix.symlink(CString.of("1"), Posix.CWD, CString.of("/a/link"));
    posix.symlink(CString.of("2"), Posix.CWD, CString.of("/b/link"));
    assertFalse(same.isSame(CString.of("/a"), CString.of("/b")));
    assertFalse(same.isSame(CString.of("/nosuch"), CString.of("/nosuch")));
  }
}
