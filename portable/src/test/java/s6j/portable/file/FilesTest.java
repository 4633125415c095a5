package s6j.portable.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.portable.Outcome;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FileStat;
import s6j.posix.Posix;

class FilesTest {
  private final FakePosix posix = new FakePosix().become(0, 0);

  private String run(String... words) {
    return Outcome.of(posix, words);
  }

  private void link(String target, String name) {
    posix.symlink(CString.of(target), Posix.CWD, CString.of(name));
  }

  private String target(String name) {
    byte[] buffer = new byte[100];
    int length = posix.readlink(Posix.CWD, CString.of(name), buffer);
    return CString.text(CString.slice(buffer, 0, length));
  }

  @Test
  void modes() {
    posix.file("/f", "");
    assertEquals("exit 0", run("s6-chmod", "104755", "f"));
    assertEquals(04755, posix.permissions("/f"));
    assertEquals("exit 100", run("s6-chmod", "u+x", "f"));
    assertEquals("exit 0", run("s6-mkdir", "-m", "u=rwx,g=u-w,o=", "d"));
    assertEquals(0750, posix.permissions("/d"));
    posix.umask(022);
    assertEquals("exit 0", run("s6-mkdir", "-m", "=rwx", "masked"));
    assertEquals(0755, posix.permissions("/masked"));
    for (String mode : List.of("7x", "0755,u+x", "18", "u+x", "u=q", "u=x,", "=,", ""))
      assertEquals("exit 100", run("s6-mkdir", "-m", mode, "no"), mode);
    assertFalse(posix.exists("/no"));
  }

  @Test
  void parentsAreNotOfTheMode() {
    assertEquals("exit 0", run("s6-mkdir", "-vpm", "500", "a/b/c"));
    assertEquals(0755, posix.permissions("/a/b"));
    assertEquals(0500, posix.permissions("/a/b/c"));
    assertEquals(
        "s6-mkdir: created directory a\ns6-mkdir: created directory a/b\n"
            + "s6-mkdir: created directory a/b/c\n",
        posix.errors());
    assertEquals("exit 0", run("s6-mkdir", "-p", "a/b/c"));
  }

  @Test
  void whatIsNoDirectoryIsNotFine() {
    posix.file("/f", "");
    link("nowhere", "/l");
    assertEquals("exit 111", run("s6-mkdir", "-p", "f", "l", "d"));
    assertTrue(posix.exists("/d"), "the others are made");
    assertEquals(
        "s6-mkdir: warning: unable to mkdir f: File exists\n"
            + "s6-mkdir: warning: unable to mkdir l: File exists\n",
        posix.errors());
  }

  @Test
  void fifosAreHiddenByTheMask() {
    assertEquals("exit 0", run("s6-mkfifo", "a"));
    assertEquals(0666, posix.permissions("/a"));
    posix.umask(077);
    assertEquals("exit 0", run("s6-mkfifo", "b"));
    assertEquals(0600, posix.permissions("/b"));
    posix.umask(077);
    assertEquals("exit 0", run("s6-mkfifo", "-m", "622", "c"));
    assertEquals(0622, posix.permissions("/c"));
    assertEquals("exit 111", run("s6-mkfifo", "d", "a", "e"));
    assertFalse(posix.exists("/e"));
  }

  @Test
  void owners() {
    posix.file("/f", "").setEnvironment("UID=3", "GID=4");
    assertEquals("exit 0", run("s6-chown", "-u", "1", "-U", "-g", "9", "f"));
    FileStat stat = new FileStat();
    posix.stat(Posix.CWD, CString.of("/f"), true, stat);
    assertEquals("3:9", stat.uid + ":" + stat.gid);
    posix.setEnvironment("UID=x");
    assertEquals("exit 100", run("s6-chown", "-U", "f"));
    posix.setEnvironment("UID=1");
    assertEquals("exit 100", run("s6-chown", "-U", "f"));
    assertEquals("s6-chown: fatal: invalid $UID\ns6-chown: fatal: GID not set\n", posix.errors());
  }

  @Test
  void linksIntoDirectories() {
    posix.file("/f", "1").directory("/d");
    link("d", "/ld");
    assertEquals("exit 0", run("s6-ln", "f", "ld"));
    assertEquals("1", posix.text("/d/f"));
    assertEquals("exit 1", run("s6-ln", "-sn", "x", "ld"));
    assertEquals("exit 0", run("s6-ln", "-snf", "x", "ld"));
    assertEquals("x", target("/ld"));
    assertEquals(List.of("d", "dev", "f", "ld", "tmp"), posix.names("/"), "nothing is left over");
  }

  @Test
  void forceReplacesInOneStep() {
    posix.file("/f", "1").file("/g", "2");
    posix.link(Posix.CWD, CString.of("/f"), Posix.CWD, CString.of("/same"));
    assertEquals("exit 0", run("s6-ln", "-f", "f", "same"));
    assertEquals("exit 0", run("s6-ln", "-f", "f", "g"));
    assertEquals("1", posix.text("/g"));
    assertEquals(List.of("dev", "f", "g", "same", "tmp"), posix.names("/"));
  }

  @Test
  void followedLinksLinkToFiles() {
    posix.file("/a/f", "1");
    link("a/f", "/l");
    assertEquals("exit 0", run("s6-ln", "-L", "l", "hard"));
    FileStat stat = new FileStat();
    posix.stat(Posix.CWD, CString.of("/hard"), false, stat);
    assertTrue(stat.isRegular());
    assertEquals("exit 0", run("s6-ln", "-LP", "l", "link"));
    posix.stat(Posix.CWD, CString.of("/link"), false, stat);
    assertTrue(stat.isLink());
  }

  @Test
  void manyFailuresAreNoSuccess() {
    String[] words = new String[259];
    words[0] = "s6-ln";
    for (int i = 1; i < 258; i++) words[i] = "no" + i;
    words[258] = "tmp";
    assertEquals("exit 255", run(words));
  }

  @Test
  void whereLinksLead() {
    posix.file("/a/b/f", "");
    link("../b/./f", "/a/b/l");
    link("/a//b", "/x");
    link("loop", "/loop");
    assertEquals("exit 0", run("s6-linkname", "-n", "a/b/l"));
    assertEquals("exit 0", run("s6-linkname", "-f", "x/l"));
    assertEquals("../b/./f/a/b/f\n", posix.output());
    assertEquals("exit 111", run("s6-linkname", "-f", "loop"));
    assertEquals("exit 111", run("s6-linkname", "a/b/f"));
    assertEquals(
        "s6-linkname: fatal: unable to resolve loop: Too many levels of symbolic links\n"
            + "s6-linkname: fatal: unable to resolve a/b/f: Invalid argument\n",
        posix.errors());
  }

  @Test
  void names() {
    posix.file("/d/a", "").file("/d/.h", "");
    assertEquals("exit 0", run("s6-ls", "d"));
    assertEquals("exit 0", run("s6-ls", "-0A", "-x", "a", "d"));
    assertEquals("a\n.\0..\0.h\0", posix.output());
    assertEquals("exit 0", run("s6-rename", "d/a", "d/b"));
    assertEquals(List.of(".h", "b"), posix.names("/d"));
    assertEquals("exit 111", run("s6-rename", "d/a", "d/b"));
    assertEquals(
        "s6-rename: fatal: unable to rename d/a to d/b: No such file or directory\n",
        posix.errors());
  }
}
