package s6j.machine.end;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.machine.Called;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;

/** What the last scripts call. */
class EndTest {
  private static final byte[] NONE = {};

  private static FakePosix mounted(String... directories) {
    FakePosix posix = new FakePosix().become(0, 0);
    StringBuilder table = new StringBuilder();
    for (String line : directories) {
      String[] words = line.split(" ");
      posix.directory(words[0].replace("\\040", " "));
      byte[] place = CString.of(words[0].replace("\\040", " "));
      posix.mount(CString.of("x"), place, CString.of(words[1]), 0, NONE);
      table.append("x ").append(line).append(" rw 0 0\n");
    }
    return posix.file("/proc/mounts", table.toString());
  }

  @Test
  void whatAMachineCanDoWithoutIsUnmounted() {
    FakePosix posix =
        mounted(
            "/proc proc", "/sys sysfs", "/dev devtmpfs", "/run tmpfs", "/a\\040b ext4", "/c proc");
    assertEquals("exit 0", Called.as(posix, "s6-linux-init-umountall"));
    assertEquals(
        List.of("x /proc proc 0", "x /sys sysfs 0", "x /dev devtmpfs 0", "x /run tmpfs 0"),
        posix.mounted());
    assertEquals("exit 111", Called.as(new FakePosix(), "s6-linux-init-umountall"));
  }

  @Test
  void failuresAreCountedAndWhatIsInUseBecomesReadOnly() {
    FakePosix posix = mounted("/a ext4", "/b ext4");
    posix.file("/proc/mounts", posix.text("/proc/mounts") + "x /nosuch ext4 rw 0 0\n");
    FaultyPosix busy = new FaultyPosix().failCall("unmount", 2, Errno.EBUSY);
    assertEquals("exit 1", Called.as(busy.around(posix), "s6-linux-init-umountall"));
    assertEquals(List.of("x /b ext4 0", "/b  21"), trimmed(posix.mounted()));
    assertEquals(
        "s6-linux-init-umountall: warning: unable to umount /nosuch: No such file or directory\n",
        posix.errors());
  }

  private static List<String> trimmed(List<String> mounts) {
    return mounts.stream().map(String::trim).toList();
  }

  @Test
  void manyMountsAreToldAndUnmounted() {
    String[] many = new String[100];
    for (int i = 0; i < many.length; i++) many[i] = "/m" + i + " tmpfs";
    FakePosix posix = mounted(many);
    assertEquals("exit 100", Called.as(posix, "s6-linux-init-umountall"));
    assertEquals(List.of(), posix.mounted());
    assertEquals("s6-linux-init-umountall: fatal: too many mount points\n", posix.errors());
  }

  @Test
  void nuke() {
    FakePosix posix = new FakePosix();
    assertEquals("exit 0", Called.as(posix, "s6-linux-init-nuke"));
    assertEquals(List.of("KILL -1"), posix.kills());
    FaultyPosix faulty = new FaultyPosix().failCall(1);
    assertEquals("exit 1", Called.as(faulty.around(new FakePosix()), "s6-linux-init-nuke"));
  }

  private static String echo(String... words) {
    FakePosix posix = new FakePosix();
    String[] all = new String[words.length + 1];
    all[0] = "s6-linux-init-echo";
    System.arraycopy(words, 0, all, 1, words.length);
    String code = Called.as(posix, all);
    return code.equals("exit 0") ? posix.output() : code;
  }

  @Test
  void words() {
    assertEquals("a b\n", echo("a", "b"));
    assertEquals("\n", echo());
    assertEquals("a:b", echo("-ns:x", "a", "b"));
    assertEquals("a\0b\n", echo("-s", "", "a", "b"));
    assertEquals("-n\n", echo("--", "-n"));
    assertEquals("exit 100", echo("-z"));
    FaultyPosix faulty = new FaultyPosix().failCall(1);
    Posix full = faulty.around(new FakePosix());
    assertEquals("exit 111", Called.as(full, "s6-linux-init-echo", "a"));
    assertTrue(faulty.failed().startsWith("write"));
  }
}
