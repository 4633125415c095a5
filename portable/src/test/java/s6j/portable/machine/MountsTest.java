package s6j.portable.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.formats.files.MountTable;
import s6j.portable.Outcome;
import s6j.posix.CString;
import s6j.posix.FakePosix;

class MountsTest {
  private final FakePosix posix =
      new FakePosix().become(0, 0).directory("/m").directory("/n").directory("/a b");

  private String run(String... words) {
    return Outcome.of(posix, words);
  }

  @Test
  void laterWordsWin() {
    assertEquals("exit 0", run("s6-mount", "-r", "-t", "tmpfs", "-o", "size=1,rw,x", "t", "/m"));
    assertEquals("exit 0", run("s6-mount", "-o", "rw,nosuid", "-rt", "tmpfs", "t", "/m"));
    assertEquals("exit 0", run("s6-mount", "-o", "rbind", "/n", "/m"));
    assertEquals(
        List.of("t /m tmpfs 0 size=1,x", "t /m tmpfs 3", "/n /m none 5000"), posix.mounted());
    assertEquals("exit 100", run("s6-mount", "t"));
    assertEquals("exit 111", run("s6-mount", "t", "/nosuch"));
  }

  @Test
  void waysOfSpreadingExcludeEachOther() {
    MountOptions options = new MountOptions();
    options.add(CString.of("rshared,private,rslave"));
    assertEquals(MountWord.SLAVE | MountWord.REC, options.flags());
    options.add(CString.of("private"));
    assertEquals(MountWord.PRIVATE, options.flags());
  }

  @Test
  void tables() {
    posix.file(
        "/tab",
        "# nothing\n\n t\t/a\\040b  tmpfs rw,nofail,size=1\nu /m tmpfs noauto 0 0\n"
            + "swap none swap sw 0 0\nv /n tmpfs user,exec 0 0\nw /m\nx /nosuch tmpfs");
    assertEquals("exit 2", run("s6-mount", "-a", "-z", "/tab"));
    assertEquals(List.of("t /a b tmpfs 0 size=1", "v /n tmpfs 6"), posix.mounted());
    assertEquals(
        "s6-mount: warning: no mount in /tab, line 7\n"
            + "s6-mount: warning: unable to mount x on /nosuch: No such file or directory\n",
        posix.errors());
    assertEquals("exit 111", run("s6-mount", "-a"));
  }

  @Test
  void manyFailuresAreNoSuccess() {
    posix.file("/tab", "t /nosuch tmpfs\n".repeat(256));
    assertEquals("exit 255", run("s6-mount", "-a", "-z", "/tab"));
  }

  @Test
  void theLastMountedIsTheFirstToGo() {
    run("s6-mount", "-t", "tmpfs", "t", "/m");
    run("s6-mount", "-t", "tmpfs", "t", "/a b");
    assertEquals("exit 0", run("s6-umount", "/m"));
    assertEquals("exit 111", run("s6-umount", "/m"));
    assertEquals("exit 100", run("s6-umount"));
    MountTable table = new MountTable(posix);
    posix.file("/tab", "t /m tmpfs\nt /a\\040b tmpfs");
    table.read(CString.of("/tab"));
    table.goToEnd();
    StringBuilder order = new StringBuilder();
    while (table.previous()) order.append(CString.text(table.field(1))).append(';');
    assertEquals("/a b;/m;", order.toString());
    posix.file("/tab", "");
    table.read(CString.of("/tab"));
    table.goToEnd();
    assertEquals(false, table.previous());
  }

  @Test
  void allOfTheKernelsTable() {
    run("s6-mount", "-t", "tmpfs", "t", "/m");
    run("s6-mount", "-t", "tmpfs", "t", "/a b");
    posix.file("/proc/mounts", "t /m tmpfs rw 0 0\nt /nosuch x\nt /a\\040b tmpfs rw 0 0\n");
    assertEquals("exit 0", run("s6-mount"));
    assertEquals(posix.text("/proc/mounts"), posix.output());
    assertEquals("exit 1", run("s6-umount", "--all"));
    assertEquals(List.of(), posix.mounted());
    posix.file("/proc/mounts", "t /m tmpfs rw\nnospace\n");
    assertEquals("exit 111", run("s6-umount", "-a"));
    assertEquals(
        "s6-umount: warning: unable to umount /nosuch: No such file or directory\n"
            + "s6-umount: fatal: bad /proc/mounts format\n",
        posix.errors());
  }

  @Test
  void hostname() {
    assertEquals("exit 0", run("s6-hostname", "--"));
    assertEquals("exit 0", run("s6-hostname"));
    assertEquals("--\n", posix.output());
    assertEquals("exit 111", run("s6-hostname", "n".repeat(65)));
    assertEquals("s6-hostname: fatal: unable to set hostname: Invalid argument\n", posix.errors());
  }
}
