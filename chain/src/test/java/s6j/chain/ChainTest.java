package s6j.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import s6j.cli.Program;
import s6j.posix.FakePosix;

/** What all chainloaders have in common: spec 0.1, 0.3. */
class ChainTest {
  private static String call(FakePosix posix, String... words) {
    return Outcome.of(posix, Setsid.declaration(), words).line();
  }

  @Test
  void executesTheNextProgramByPath() {
    assertEquals("exec /bin/prog a b", call(Outcome.process(), "-q", "prog", "a", "b"));
  }

  @Test
  void leavesOptionsOfTheNextProgramAlone() {
    assertEquals("exec /bin/prog -x", call(Outcome.process(), "-q", "--", "prog", "-x"));
    assertEquals("exec /bin/prog -x", call(Outcome.process(), "-q", "prog", "-x"));
  }

  @Test
  void keepsThePid() {
    FakePosix posix = Outcome.process();
    int pid = posix.getpid();
    call(posix, "-q", "prog");
    assertEquals(pid, posix.getpid());
    assertEquals(0, posix.others().size());
  }

  @Test
  void aMissingProgramIs127() {
    assertEquals("exit 127", call(Outcome.process(), "-q", "nowhere"));
  }

  @Test
  void aProgramThatCannotBeExecutedIs126() {
    FakePosix posix = Outcome.process().file("/bin/text", "no program");
    assertEquals("exit 126", call(posix, "-q", "text"));
  }

  @Test
  void itIs111UnderTheNamesOfDaemontoolsAndRunit() {
    FakePosix posix = Outcome.process();
    assertEquals("exit 111", Outcome.of(posix, Setsid.daemontools(), "nowhere").line());
    assertEquals("exit 111", Outcome.of(posix, Chpst.declaration(), "nowhere").line());
  }

  /** 100 everywhere but in envdir 0.76, which fails with 111. */
  @Test
  void withoutAProgramItIsAUsageError() {
    int seen = 0;
    for (Program program : ChainPrograms.all()) {
      if (program.name.contains("ioconnect")) continue;
      Outcome outcome = Outcome.of(Outcome.process(), program);
      boolean isEnvdir = program.name.equals("envdir");
      assertEquals(isEnvdir ? "exit 111" : "exit 100", outcome.line(), program.name);
      String usage = program.name + ": usage: " + program.name + " " + program.usage + "\n";
      assertTrue(outcome.errors().startsWith(usage), outcome.errors());
      seen++;
    }
    assertTrue(seen > 15);
  }

  @Test
  void unknownOptionsAreUsageErrorsButInSoftlimit() {
    for (Program program : ChainPrograms.all()) {
      if (program.options().length == 0) continue;
      String line = Outcome.of(Outcome.process(), program, "-Z", "prog", "prog").line();
      boolean passes = program.name.equals("s6-softlimit");
      assertEquals(passes ? "exec /bin/prog prog" : "exit 100", line, program.name);
    }
  }

  @Test
  void noNameIsGivenTwice() {
    Set<String> names = new HashSet<>();
    for (Program program : ChainPrograms.all()) {
      assertTrue(names.add(program.name), program.name);
      if (program.shortName != null) assertTrue(names.add(program.shortName), program.shortName);
    }
  }
}
