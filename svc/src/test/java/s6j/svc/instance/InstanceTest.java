package s6j.svc.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;
import s6j.svc.Called;
import s6j.svc.Scanner;

/** The instance tools and s6-usertree-maker, docs/specification/s6.md, A.7. */
class InstanceTest {
  private final FakePosix posix = Called.install(new FakePosix());

  /** Programs of other rooms and of execline that scripts name. */
  private static final List<String> OTHERS =
      List.of(
          "execlineb",
          "fdmove",
          "emptyenv",
          "export",
          "backtick",
          "homeof",
          "multisubstitute",
          "s6-envuidgid",
          "s6-applyuidgid",
          "s6-setuidgid",
          "s6-envdir",
          "s6-svscan",
          "s6-log");

  @BeforeEach
  void installOthers() {
    for (String program : OTHERS) posix.program("/usr/bin/" + program, child -> child.exit(0));
  }

  /** Makes the service /sv, with a scanner for its instances. */
  private Scanner service() {
    posix.file("/sv/template/run", CString.of("#!/bin/sh\n"), 0755);
    posix.file("/sv/template/data/check", CString.of("#!/bin/sh\n"), 0700);
    posix.directory("/sv/instances");
    return new Scanner(posix, "/sv/instance");
  }

  private int run(String... words) {
    posix.chdir(CString.of("/"));
    return Called.run(posix, words);
  }

  @Test
  void anInstanceIsACopyOfTheTemplate() {
    Scanner scanner = service();
    scanner.superviseWhenTold("/sv/instances/one");
    assertEquals(0, run("s6-instance-create", "/sv", "one"), posix.errors());
    assertEquals("#!/bin/sh\n", posix.text("/sv/instance/one/run"));
    assertEquals(0700, posix.permissions("/sv/instances/one/data/check"));
    byte[] target = new byte[100];
    int length = posix.readlink(Posix.CWD, CString.of("/sv/instance/one"), target);
    assertEquals("../instances/one", CString.text(CString.slice(target, 0, length)));
  }

  @Test
  void whatDoesNotStartIsRemoved() {
    service();
    assertEquals(99, run("s6-instance-create", "-t", "100", "/sv", "one"));
    assertEquals(List.of(), posix.names("/sv/instances"));
    assertEquals(List.of(".s6-svscan"), posix.names("/sv/instance"));
  }

  @Test
  void namesThatAnInstanceMayNotHave() {
    service();
    for (String name : List.of("", ".x", "a b", "a\nb", "a/b", "../x", "n".repeat(252)))
      for (String tool : List.of("create", "delete", "status", "control"))
        assertEquals(100, run("s6-instance-" + tool, "/sv", name), tool + " " + name);
    assertEquals(List.of(), posix.names("/sv/instances"));
  }

  @Test
  void anInstanceThatExists() {
    service();
    posix.directory("/sv/instances/one").file("/sv/instances/two", "");
    assertEquals(100, run("s6-instance-create", "/sv", "one"));
    assertEquals(100, run("s6-instance-create", "/sv", "two"));
    assertTrue(posix.errors().contains("instance appears to already exist at /sv/instances/one"));
    assertTrue(posix.exists("/sv/instances/one"));
  }

  @Test
  void aTemplateWithoutRun() {
    service();
    posix.unlink(Posix.CWD, CString.of("/sv/template/run"));
    assertEquals(111, run("s6-instance-create", "/sv", "one"));
    posix.file("/sv/template/run", "");
    assertEquals(100, run("s6-instance-create", "/sv", "one"));
    assertTrue(posix.errors().contains("template/run is not executable"));
    assertEquals(List.of(), posix.names("/sv/instances"));
  }

  @Test
  void aServiceThatDoesNotRun() {
    service().leave();
    for (String tool : List.of("create", "delete"))
      assertEquals(1, run("s6-instance-" + tool, "/sv", "one"));
    assertEquals(1, run("s6-instance-list", "/sv"));
    assertEquals(111, run("s6-instance-list", "/nowhere"));
    assertEquals(100, run("s6-instance-list"));
  }

  @Test
  void deletingStopsAndRemoves() {
    Scanner scanner = service();
    scanner.superviseWhenTold("/sv/instances/one");
    assertEquals(0, run("s6-instance-create", "/sv", "one"));
    scanner.when("an", 0, () -> scanner.supervisor.announce("x"));
    assertEquals(0, run("s6-instance-delete", "/sv", "one"), posix.errors());
    assertEquals(List.of(), posix.names("/sv/instances"));
    assertEquals(0, run("s6-instance-delete", "/sv", "one"));
  }

  @Test
  void whatASupervisorStillWorksInStays() {
    Scanner scanner = service();
    scanner.superviseWhenTold("/sv/instances/one");
    assertEquals(0, run("s6-instance-create", "/sv", "one"));
    assertEquals(99, run("s6-instance-delete", "-t", "100", "/sv", "one"));
    assertTrue(posix.exists("/sv/instances/one/run"));
    assertFalse(posix.exists("/sv/instance/one"));
  }

  @Test
  void namesAreListed() {
    service();
    posix.directory("/sv/instance/one").directory("/sv/instance/two");
    assertEquals(0, run("s6-instance-list", "/sv"));
    assertEquals("one\ntwo\n", posix.output());
  }

  @Test
  void controlAndStatusAreTheServicesTools() {
    FakePosix.Executed executed =
        assertThrows(
            FakePosix.Executed.class,
            () -> run("s6-instance-control", "-wd", "-T", "9", "-d", "sv", "one", "ignored"));
    assertEquals("/usr/bin/s6-svc -wd -T 9 -d sv/instance/one", executed.line());
    executed =
        assertThrows(
            FakePosix.Executed.class, () -> run("s6-instance-status", "-o", "up", "sv", "one"));
    assertEquals("/usr/bin/s6-svstat -o up sv/instance/one", executed.line());
    executed =
        assertThrows(FakePosix.Executed.class, () -> run("s6-instance-status", "-w", "sv", "one"));
    assertEquals("/usr/bin/s6-svstat -w sv/instance/one", executed.line());
    assertEquals(100, run("s6-instance-control", "-P", "sv", "one"));
    assertEquals(100, run("s6-instance-status", "sv"));
    assertEquals(100, run("s6-instance-status", "", "one"));
  }

  @Test
  void aMadeService() {
    posix.file("/tmpl/run", CString.of("#!/bin/sh\n"), 0755).file("/tmpl/max-death-tally", "5\n");
    assertEquals(0, run("s6-instance-maker", "-c", "7", "/tmpl", "/made"), posix.errors());
    assertEquals(
        "#!/usr/bin/execlineb -P\n\nfdmove -c 2 1\ns6-svscan -d3 -C7 -- instance\n",
        posix.text("/made/run"));
    assertEquals(0755, posix.permissions("/made/run"));
    assertEquals("3\n", posix.text("/made/notification-fd"));
    assertEquals(List.of("max-death-tally", "run"), posix.names("/made/template"));
    assertEquals(
        List.of("instance", "instances", "notification-fd", "run", "template"),
        posix.names("/made"));
  }

  @Test
  void aMadeServiceWithALogger() {
    posix.file("/tmpl/run", CString.of("#!/bin/sh\n"), 0755);
    assertEquals(
        0,
        run("s6-instance-maker", "-L", "/var/log/x", "-l", "log", "-P", "a b", "/tmpl", "/made"));
    assertTrue(posix.text("/made/run").contains("-C1000 --"));
    assertEquals(
        "#!/usr/bin/execlineb -P\ns6-setuidgid \"log\"\n"
            + "s6-log -bd3 -- t n10 s1000000 \"pa b\" \"/var/log/x\"\n",
        posix.text("/made/log/run"));
  }

  @Test
  void madeSources() {
    posix.file("/tmpl/run", CString.of("#!/bin/sh\n"), 0755);
    assertEquals(0, run("s6-instance-maker", "-r", "svc/lg/pl", "-L", "/log", "/tmpl", "/src"));
    assertEquals("lg\n", posix.text("/src/svc/producer-for"));
    assertEquals("svc\n", posix.text("/src/lg/consumer-for"));
    assertEquals("pl\n", posix.text("/src/lg/pipeline-name"));
    assertEquals("longrun\n", posix.text("/src/svc/type"));
    assertEquals(0644, posix.permissions("/src/svc/run"));
  }

  @Test
  void whatTheMakerRefuses() {
    posix.file("/tmpl/run", CString.of("#!/bin/sh\n"), 0755);
    assertEquals(100, run("s6-instance-maker", "-L", "log", "/tmpl", "/made"));
    assertEquals(100, run("s6-instance-maker", "-t", "4", "/tmpl", "/made"));
    assertEquals(100, run("s6-instance-maker", "-u", "a b", "/tmpl", "/made"));
    assertEquals(100, run("s6-instance-maker", "-r", "svc/lg", "/tmpl", "/made"));
    assertEquals(100, run("s6-instance-maker", "-r", "svc", "-L", "/log", "/tmpl", "/made"));
    assertEquals(100, run("s6-instance-maker", "-r", "/lg", "-L", "/log", "/tmpl", "/made"));
    assertEquals(100, run("s6-instance-maker", "-r", "a/b/c/d", "-L", "/log", "/tmpl", "/made"));
    assertEquals(100, run("s6-instance-maker", "-r", "a\nb", "/tmpl", "/made"));
    assertEquals(111, run("s6-instance-maker", "/nowhere", "/made"));
    assertEquals(111, run("s6-instance-maker", "/tmpl/run", "/made"));
    assertEquals(100, run("s6-instance-maker", "/tmpl"));
    assertFalse(posix.exists("/made"));
  }

  @Test
  void aUsertree() {
    assertEquals(
        0,
        run(
            "s6-usertree-maker",
            "-d",
            "${HOME}/sv",
            "-p",
            "/bin",
            "-E",
            "/env",
            "-e",
            "FOO",
            "-n",
            "5",
            "-s",
            "50000",
            "-t",
            "3",
            "-l",
            "loguser",
            "daemon",
            "/var/log/x",
            "/ut"));
    assertEquals(
        "#!/usr/bin/execlineb -P\nfdmove -c 2 1\nemptyenv -p\nexport USER \"daemon\"\n"
            + "s6-envuidgid -i -- \"daemon\"\ns6-applyuidgid -U --\n"
            + "backtick -in HOME { homeof \"daemon\" }\ns6-envdir -i -- \"/env\"\n"
            + "multisubstitute\n{\n  importas -D \"\" -- \"FOO\" \"FOO\"\n}\n"
            + "multisubstitute\n{\n  importas -i USER USER\n  importas -i HOME HOME\n"
            + "  importas -i UID UID\n  importas -i GID GID\n  importas -i GIDLIST GIDLIST\n}\n"
            + "export \"FOO\" ${\"FOO\"}\nexport PATH \"/bin\"\ns6-svscan -d3 -- \"${HOME}/sv\"\n",
        posix.text("/ut/run"));
    assertEquals(
        "#!/usr/bin/execlineb -P\ns6-setuidgid \"loguser\"\n"
            + "s6-log -bd3 -- t T n5 s50000 \"/var/log/x\"\n",
        posix.text("/ut/log/run"));
  }

  @Test
  void aUsertreeNamesWhatIsNotOnPathByItsPlace() {
    posix.setEnvironment("PATH=/bin").setOwnPath("/usr/bin/s6-usertree-maker");
    posix.program("/bin/fdmove", child -> child.exit(0));
    posix.unlink(Posix.CWD, CString.of("/usr/bin/s6-setuidgid"));
    assertEquals(0, run("s6-usertree-maker", "-l", "log", "daemon", "/var/log/x", "/ut"));
    String run = posix.text("/ut/run");
    assertTrue(run.startsWith("#!/usr/bin/execlineb -P\n/usr/bin/fdmove -c 2 1\n"), run);
    assertTrue(run.endsWith("\n/usr/bin/s6-svscan -d3 -- \"${HOME}/service\"\n"), run);
    String said = "unable to find s6-setuidgid, which a script will look for at /usr/bin/";
    assertTrue(posix.errors().contains(said), posix.errors());
    assertTrue(posix.text("/ut/log/run").contains("\n/usr/bin/s6-setuidgid \"log\"\n"));
  }

  @Test
  void theUsertreesPathIsTheOneOfTheBuild() {
    posix.setBuiltPath("/opt/bin:/bin");
    assertEquals(0, run("s6-usertree-maker", "daemon", "/var/log/x", "/ut"));
    assertTrue(posix.text("/ut/run").contains("\nexport PATH \"/opt/bin:/bin\"\n"));
  }

  @Test
  void whatTheUsertreeMakerRefuses() {
    assertEquals(100, run("s6-usertree-maker", "daemon", "rel", "/ut"));
    assertEquals(100, run("s6-usertree-maker", "daemon", "/l"));
    assertEquals(100, run("s6-usertree-maker", "-d", "rel", "daemon", "/l", "/ut"));
    assertEquals(100, run("s6-usertree-maker", "-e", "A=b", "daemon", "/l", "/ut"));
    assertEquals(100, run("s6-usertree-maker", "-r", "svc", "daemon", "/l", "/ut"));
    assertEquals(100, run("s6-usertree-maker", "-S", "12x", "daemon", "/l", "/ut"));
    assertFalse(posix.exists("/ut"));
    posix.directory("/ut");
    assertEquals(111, run("s6-usertree-maker", "daemon", "/l", "/ut"));
  }
}
