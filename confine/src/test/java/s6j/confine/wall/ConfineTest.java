package s6j.confine.wall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;

class ConfineTest {
  private static final String BIND = "1000";
  private static final String BIND_ALL = "5000";

  private FakePosix posix;

  @BeforeEach
  void machine() {
    posix = machineWithPrograms();
  }

  private static FakePosix machineWithPrograms() {
    FakePosix machine = new FakePosix().become(0, 0);
    for (String path : List.of("/tmp", "/var/tmp", "/etc", "/srv/data", "/home"))
      machine.directory(path);
    machine.file("/etc/secret", "x");
    machine.program("/bin/daemon", child -> {});
    machine.account("web", 33, 33);
    machine.landlock(4);
    return machine;
  }

  private static String outcome(Posix posix, String... words) {
    byte[][] arguments = new byte[words.length + 1][];
    arguments[0] = CString.of("s6-confine");
    for (int i = 0; i < words.length; i++) arguments[i + 1] = CString.of(words[i]);
    Program program = Confine.declaration();
    try {
      return "exit " + program.main.run(posix, program, arguments);
    } catch (FakePosix.Executed executed) {
      return executed.line();
    }
  }

  private String call(String... words) {
    return outcome(posix, words);
  }

  @Test
  void nothingIsDoneThatIsNotAskedFor() {
    assertEquals("/bin/daemon x", call("daemon", "x"));
    assertEquals(List.of(), posix.rights());
    assertEquals(List.of(), posix.mounted());
  }

  @Test
  void noNewPrivileges() {
    assertEquals("/bin/daemon", call("-n", "daemon"));
    assertEquals(List.of("forgo"), posix.rights());
  }

  @Test
  void whatIsBoundedIsDroppedAndNoMore() {
    assertEquals("/bin/daemon", call("-b", "CAP_CHOWN,kill net_raw", "daemon"));
    assertEquals(38, posix.rights().size());
    for (int kept : new int[] {0, 5, 13}) assertFalse(posix.rights().contains("drop " + kept));
    assertTrue(posix.rights().contains("drop 40"));
  }

  @Test
  void allButSome() {
    assertEquals("/bin/daemon", call("-b", "~sys_admin,CAP_SYS_PTRACE", "daemon"));
    assertEquals(List.of("drop 19", "drop 21"), posix.rights());
  }

  @Test
  void noneAtAll() {
    assertEquals("/bin/daemon", call("-b", "", "daemon"));
    assertEquals(41, posix.rights().size());
  }

  @Test
  void aUserKeepsWhatIsAmbient() {
    assertEquals("/bin/daemon", call("-a", "net_bind_service", "-u", "web", "-n", "daemon"));
    assertEquals(List.of("keep", "set 400 400", "raise 10", "forgo"), posix.rights());
    assertEquals(33, posix.getuid());
    assertEquals(33, posix.getgid());
  }

  @Test
  void usersAndGroupsThatAreNot() {
    assertEquals("exit 100", call("-u", "nobody-here", "daemon"));
    assertEquals("exit 100", call("-u", "web:none", "daemon"));
    assertEquals("exit 100", call("-u", "77", "daemon"));
    for (String number : new String[] {"4294967295", "4294967296", "2147483648"}) {
      assertEquals("exit 100", call("-u", number + ":78", "daemon"));
      assertEquals("exit 100", call("-u", "77:" + number, "daemon"));
    }
    assertEquals("/bin/daemon", call("-u", "77:78", "daemon"));
    assertEquals(77, posix.getuid());
    assertEquals(78, posix.getgid());
  }

  @Test
  void furtherGroups() {
    posix.group("media", 44).group("www", 45);
    assertEquals("/bin/daemon", call("-u", "web::media:46", "daemon"));
    assertEquals(33, posix.getgid());
    assertEquals(java.util.Set.of(44, 46), posix.supplementaryGroups());
    posix.become(0, 0);
    assertEquals("/bin/daemon", call("-u", "77:www:media", "daemon"));
    assertEquals(45, posix.getgid());
    assertEquals("exit 100", call("-u", "web::none", "daemon"));
    assertEquals("exit 100", call("-u", "77::media", "daemon"));
  }

  @Test
  void wallsAreBuiltInTheirOrder() {
    posix.chdir(CString.of("/srv"));
    assertEquals(
        "/bin/daemon",
        call("-x", "/etc/secret", "-x", "/home", "-w", "/srv/data", "-t", "-r", "/", "daemon"));
    assertEquals(
        List.of(
            "none / none 84000",
            "flags / +1 -0 all",
            "/srv/data /srv/data none " + BIND_ALL,
            "flags /srv/data +0 -1",
            "tmpfs /tmp tmpfs 6 mode=1777",
            "tmpfs /var/tmp tmpfs 6 mode=1777",
            "/dev/null /etc/secret none " + BIND,
            "tmpfs /home tmpfs f mode=0,size=4k,nr_inodes=1"),
        posix.mounted());
    assertEquals(List.of("unshare 20000"), posix.rights());
    assertEquals("/srv", posix.workingDirectory());
  }

  @Test
  void whereNothingIsMountedItIsFirst() {
    assertEquals("/bin/daemon", call("-r", "/etc", "daemon"));
    assertEquals(
        List.of("none / none 84000", "/etc /etc none " + BIND_ALL, "flags /etc +1 -0 all"),
        posix.mounted());
  }

  @Test
  void whatIsMissing() {
    assertEquals("/bin/daemon", call("-r", "-/none", "-x", "-/none", "-w", "-/none", "daemon"));
    assertEquals("exit 111", call("-r", "/none", "daemon"));
    String said = "s6-confine: fatal: unable to make read-only /none: No such file or directory\n";
    assertTrue(posix.errors().endsWith(said), posix.errors());
    assertEquals("exit 111", call("-x", "/none", "daemon"));
    assertEquals("exit 111", call("-w", "/none", "daemon"));
  }

  @Test
  void aNetworkOfItsOwn() {
    assertEquals("/bin/daemon", call("-N", "daemon"));
    assertEquals(List.of("unshare 40000000"), posix.rights());
  }

  @Test
  void whoIsNotRootCannot() {
    posix.become(7, 7);
    for (String option : List.of("-N", "-t", "-r/etc", "-x/etc", "-bkill"))
      assertEquals("exit 111", call(option, "daemon"), option);
    assertEquals("/bin/daemon", call("-n", "daemon"));
  }

  @Test
  void filesThatCanBeOpened() {
    String[] words = {"-L", "rx:/etc", "-L", "rw:/etc/secret", "-L", "r:-/none", "daemon"};
    assertEquals("/bin/daemon", call(words));
    assertEquals(
        List.of("ruleset 7fff", "beneath /etc d", "beneath /etc/secret 4006", "restrict"),
        posix.rights());
    assertEquals("exit 111", call("-L", "r:/none", "daemon"));
    assertEquals("/bin/daemon", call("-u", "web", "-L", "r:/", "daemon"));
    assertEquals(
        List.of("forgo", "restrict"),
        posix.rights().subList(posix.rights().size() - 2, posix.rights().size()));
  }

  @Test
  void aKernelWithoutLandlock() {
    posix.landlock(0);
    assertEquals("exit 111", call("-L", "r:/", "daemon"));
    String said = "s6-confine: fatal: unable to use Landlock: Operation not supported\n";
    assertEquals(said, posix.errors());
    assertEquals("/bin/daemon", call("-l", "-L", "r:/", "daemon"));
    assertEquals(List.of(), posix.rights());
    posix.landlock(1);
    assertEquals("/bin/daemon", call("-l", "-L", "w:/", "daemon"));
    assertEquals(List.of("ruleset 1fff", "beneath / 1ff2", "restrict"), posix.rights());
  }

  @Test
  void wrongUse() {
    for (String rule : List.of("", "r", "/etc", ":/etc", "ra:/etc", "r:etc", "r:", "r:-"))
      assertEquals("exit 100", call("-L", rule, "daemon"), rule);
    assertEquals("exit 100", call("-l", "daemon"));
    assertEquals("exit 100", call());
    assertEquals("exit 100", call("-b", "cap_flying", "daemon"));
    assertTrue(posix.errors().endsWith("unknown capability: cap_flying\n"), posix.errors());
    assertEquals("exit 100", call("-a", "~kill", "daemon"));
    for (String option : List.of("-r", "-w", "-x")) {
      assertEquals("exit 100", call(option, "etc", "daemon"));
      assertEquals("exit 100", call(option, "", "daemon"));
      assertEquals("exit 100", call(option, "-", "daemon"));
    }
    assertEquals("exit 127", call("nowhere"));
  }

  /** Whatever the system refuses, the program is not run with less around it. */
  @Test
  void noCallThatFailsIsPassedOver() {
    String[] words = {
      "-n",
      "-b",
      "kill",
      "-a",
      "kill",
      "-u",
      "web",
      "-t",
      "-N",
      "-r",
      "/etc",
      "-w",
      "/srv/data",
      "-x",
      "/home",
      "-S",
      "~ptrace",
      "-L",
      "rwx:/",
      "daemon"
    };
    FakePosix whole = machineWithPrograms();
    assertEquals("/bin/daemon", outcome(whole, words));
    FaultyPosix.sweep(
        faulty -> {
          FakePosix machine = machineWithPrograms();
          String outcome = outcome(faulty.around(machine), words);
          if (!outcome.startsWith("/bin")) return;
          assertEquals(whole.rights(), machine.rights());
          assertEquals(whole.mounted(), machine.mounted());
        });
  }
}
