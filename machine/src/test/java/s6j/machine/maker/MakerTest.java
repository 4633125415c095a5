package s6j.machine.maker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.machine.Called;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;

class MakerTest {
  private static final String SCAN = "/made/run-image/service/";

  private final FakePosix posix = machine();

  private static FakePosix machine() {
    FakePosix posix = new FakePosix().become(0, 0).account("log", 99, 98);
    for (String program : new String[] {"s6-linux-init", "s6-linux-init-hpr", "execlineb"})
      posix.program("/bin/" + program, child -> child.exit(0));
    return posix;
  }

  private String make(String... options) {
    return Called.as(posix, words(options));
  }

  private static String[] words(String... options) {
    String[] words = new String[options.length + 2];
    words[0] = "s6-linux-init-maker";
    System.arraycopy(options, 0, words, 1, options.length);
    words[words.length - 1] = "/made";
    return words;
  }

  /** Programs that lie nowhere in the test are warned of, and no matter. */
  private String said() {
    return posix.errors().replaceAll("(?m)^.*unable to find s6-.*\n", "");
  }

  @Test
  void aMachine() {
    assertEquals("exit 0", make("-u", "log", "-L", "-e", "A=1", "-e", "B=", "-e", "C", "-D", "4"));
    assertEquals("", said());
    assertEquals(List.of("bin", "env", "run-image", "scripts"), posix.names("/made"));
    assertEquals("1\n", posix.text("/made/env/A"));
    assertEquals("\n", posix.text("/made/env/B"));
    assertEquals("", posix.text("/made/env/C"));
    assertEquals(
        "#!/bin/execlineb -S0\n\ns6-linux-init -v 1 -m 0022 -c \"/etc/s6-linux-init/current\""
            + " -p \"/usr/bin:/bin\" -D \"4\" -- \"$@\"\n",
        posix.text("/made/bin/init"));
    assertEquals("#!/bin/execlineb -S0\n\ns6-linux-init-hpr -h $@\n", posix.text("/made/bin/halt"));
    assertEquals(
        List.of(
            "s6-linux-init-logouthookd",
            "s6-linux-init-runleveld",
            "s6-linux-init-shutdownd",
            "s6-svscan-log"),
        posix.names("/made/run-image/service").subList(1, 5));
    assertTrue(posix.text(SCAN + "s6-svscan-log/run").contains("s6-setuidgid \"log\"\n"));
    assertTrue(posix.text(SCAN + ".s6-svscan/SIGINT").contains(" -a -r -- now\n"));
    assertEquals("#!/bin/execlineb -P\n\n", posix.text(SCAN + ".s6-svscan/SIGTERM"));
    assertEquals(02750, posix.permissions("/made/run-image/uncaught-logs"));
    assertEquals(0755, posix.permissions("/made/bin/init"));
    assertEquals(0600, posix.permissions(SCAN + "s6-linux-init-shutdownd/fifo"));
    assertTrue(posix.text("/made/scripts/rc.init").startsWith("#!/bin/sh -e\n"));
  }

  @Test
  void aContainer() {
    assertEquals("exit 0", make("-C", "-B", "-S", "-N", "-R", "o9", "-W", "7", "-G", "x y"));
    assertEquals("", said());
    String init = posix.text("/made/bin/init");
    assertTrue(init.contains("s6-softlimit -H -o9 --\n"), init);
    assertTrue(init.contains(" -W 7 -N -C -B -- \"$@\"\n"), init);
    assertFalse(posix.exists("/made/bin/telinit"));
    assertFalse(posix.exists("/made/scripts/runlevel"));
    assertFalse(posix.exists("/made/run-image/uncaught-logs"));
    assertEquals("0\n", posix.text("/made/run-image/s6-linux-init-container-results/exitcode"));
    assertTrue(posix.text(SCAN + ".s6-svscan/finish").contains("s6-linux-init-hpr -fr }"));
    assertTrue(posix.text(SCAN + ".s6-svscan/SIGTERM").contains("shutdown -h -- now\n"));
    assertTrue(posix.text(SCAN + "s6-linux-init-early-getty/run").endsWith("\nx y\n"));
    assertFalse(posix.exists(SCAN + "s6-linux-init-early-getty/notification-fd"));
  }

  @Test
  void scriptsOfTheMachine() {
    posix.file("/skel/runlevel", "1").file("/skel/rc.init", "2").file("/skel/rc.shutdown", "3");
    assertEquals("exit 0", make("-f", "/skel"));
    assertEquals("2", posix.text("/made/scripts/rc.init"));
    assertEquals(0755, posix.permissions("/made/scripts/rc.init"));
    assertFalse(posix.exists("/made/scripts/rc.shutdown.final"));
  }

  @Test
  void whatIsWrongIsToldAndNothingLeft() {
    for (String wrong : new String[] {"-z", "-E", "-V", "-Vx", "-m9", "-qx", "-tx"})
      assertEquals("exit 100", make(wrong), wrong);
    assertEquals("exit 100", make("-c", "x"));
    assertEquals("exit 100", make("-d", "x"));
    assertEquals("exit 100", make("-s", "x"));
    assertEquals("exit 100", make("-t", "4"));
    assertEquals("exit 100", make("-W", "2"));
    assertEquals("exit 100", make("-R", "x"));
    assertEquals("exit 100", make("-u", "nobody-there"));
    assertEquals("exit 111", make("-e", "a/b=1"));
    assertEquals("exit 111", make("-f", "/nosuch"));
    assertNull(posix.names("/made"));
    assertEquals("exit 0", make());
    assertEquals("exit 111", make());
    String errors = said();
    assertTrue(errors.contains(": fatal: unable to find user nobody-there in passwd database\n"));
    assertTrue(errors.contains(": fatal: unable to write to /made/env/a/b: No such file"), errors);
    assertTrue(errors.contains(": fatal: unable to mkdir /made: File exists\n"), errors);
  }

  /** The kernel starts init without a PATH. */
  @Test
  void initNamesWhatIsElsewhereByPath() {
    posix.unlink(Posix.CWD, CString.of("/bin/s6-linux-init"));
    posix.program("/s6j/bin/s6-linux-init", child -> child.exit(0));
    posix.program("/s6j/bin/s6-linux-init-shutdownd", child -> child.exit(0));
    posix.setOwnPath("/s6j/bin/s6-linux-init");
    assertEquals("exit 0", make("-p", "/s6j/bin:/bin"));
    assertTrue(posix.text("/made/bin/init").contains("\n/s6j/bin/s6-linux-init -v 1 "));
    assertTrue(posix.text(SCAN + "s6-linux-init-shutdownd/run").contains("\ns6-linux-init-shut"));
  }

  @Test
  void doubtsAreWarnings() {
    assertEquals("exit 0", make("-s", "/x", "-C", "-d", "/dev"));
    assertEquals(2, said().lines().filter(line -> line.contains(": warning: ")).count());
  }

  /** Whatever fails, nothing is left but what could not be removed, and it is told. */
  @Test
  void anyCallMayFail() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              FakePosix kernel = machine();
              String code = Called.as(faulty.around(kernel), words("-L", "-e", "A=1"));
              if (code.equals("exit 0")) return;
              assertEquals("exit 111", code);
              assertFalse(kernel.errors().isEmpty());
              assertNull(kernel.names("/made"));
            });
    assertTrue(calls > 100, "only " + calls + " calls");
  }
}
