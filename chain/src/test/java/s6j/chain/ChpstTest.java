package s6j.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.FakePosix;

class ChpstTest {
  private final FakePosix posix =
      Outcome.process()
          .account("alice", 11, 12)
          .group("tty", 5)
          .group("audio", 29)
          .directory("/e")
          .file("/e/A", "v \n")
          .become(0, 0);

  private Outcome call(String... words) {
    return Outcome.of(posix, Chpst.declaration(), words);
  }

  private String identity(String account) {
    Outcome outcome = call("-u", account, "prog");
    if (!outcome.line().startsWith("exec")) return outcome.line();
    return posix.getuid() + " " + posix.getgid() + " " + posix.supplementaryGroups();
  }

  @Test
  void becomesAUserAndOnlyTheGroupsGiven() {
    assertEquals("11 12 [12]", identity("alice"));
  }

  @Test
  void orTheGroupsNamed() {
    assertEquals("11 5 [5, 29]", identity("alice:tty:audio"));
  }

  @Test
  void orNumbers() {
    assertEquals("7 8 [8, 9]", identity(":7:8:9"));
  }

  @Test
  void aNumberWantsAGroup() {
    assertEquals("exit 111", identity(":7"));
  }

  @Test
  void unknownAccountsAre111() {
    assertEquals("exit 111", identity("bob"));
    assertEquals("exit 111", identity("alice:nogroup"));
    assertEquals("exit 111", identity(":x"));
    assertEquals("exit 111", identity("alice:"));
    assertEquals(0, posix.getuid());
  }

  @Test
  void setsVariables() {
    Outcome outcome = call("-U", "alice:tty", "-e", "/e", "prog");
    assertEquals("11", outcome.variable("UID"));
    assertEquals("5", outcome.variable("GID"));
    assertEquals("v", outcome.variable("A"));
    assertEquals(0, posix.getuid());
  }

  @Test
  void callsTheProgramByAnotherName() {
    Outcome outcome = call("-b", "-prog", "prog", "x");
    assertEquals("exec /bin/prog x", outcome.line());
    assertEquals("-prog", outcome.firstWord());
  }

  @Test
  void closesStandardDescriptors() {
    call("-012", "prog");
    assertEquals(-9, posix.close(0));
    assertEquals(-9, posix.close(1));
    assertEquals(-9, posix.close(2));
  }

  @Test
  void changesTheNiceValue() {
    call("-n", "5", "prog");
    assertEquals(5, posix.niceness());
    call("-n", "-7", "prog");
    assertEquals(-2, posix.niceness());
    call("-n", "+3", "prog");
    assertEquals(1, posix.niceness());
    assertEquals("exit 100", call("-n", "x", "prog").line());
    assertEquals("exit 100", call("-n", "", "prog").line());
  }

  @Test
  void changesRootThenDirectory() {
    posix.directory("/jail/bin").directory("/jail/in");
    posix.program("/jail/bin/prog", child -> child.exit(0));
    assertEquals("exec /bin/prog", call("-C", "/in", "-/", "/jail", "prog").line());
    assertEquals("/jail/in", posix.workingDirectory());
  }

  @Test
  void theLockFileIsTakenAsTheNewUser() {
    posix.directory("/locks").permissions("/locks", 0755, 0, 0);
    assertEquals("exit 111", call("-l", "/locks/l", "-u", "alice", "prog").line());
  }

  @Test
  void locksExcludeEachOtherAndThoseOfSetlock() {
    FakePosix other = posix.another();
    assertEquals("exec /bin/prog", call("-l", "/tmp/l", "prog").line());
    assertEquals(List.of("3 /tmp/l"), posix.openDescriptors());
    assertEquals("exit 111", Outcome.of(other, Chpst.declaration(), "-L", "/tmp/l", "prog").line());
    assertEquals(
        "exit 111", Outcome.of(other, Setlock.daemontools(), "-n", "/tmp/l", "prog").line());
    assertEquals("exit 100", call("-l", "/tmp/l", "-L", "/tmp/l", "prog").line());
  }

  @Test
  void setsSoftLimits() {
    call("-m", "1000", "-d", "900", "-o", "20", "-p", "5", "prog");
    assertEquals(900, soft(ResourceLimit.DATA));
    assertEquals(1000, soft(ResourceLimit.STACK));
    assertEquals(20, soft(ResourceLimit.NOFILE));
    assertEquals(5, soft(ResourceLimit.NPROC));
    call("-d", "900", "-m", "800", "prog");
    assertEquals(800, soft(ResourceLimit.DATA));
    assertEquals("exit 100", call("-o", "=", "prog").line());
  }

  private long soft(int resource) {
    long[] limits = new long[2];
    posix.getLimit(resource, limits);
    return limits[0];
  }

  @Test
  void aNewSessionIsNeverAnError() {
    Outcome outcome = call("-vP", "prog");
    assertEquals("exec /bin/prog", outcome.line());
    assertEquals("", outcome.errors());
    assertNull(outcome.variable("UID"));
  }
}
