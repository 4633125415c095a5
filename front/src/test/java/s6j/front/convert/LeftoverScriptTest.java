package s6j.front.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import s6j.front.definition.Definition;
import s6j.front.definition.Keys;
import s6j.front.definition.Leftovers;
import s6j.front.toml.Place;

class LeftoverScriptTest {
  @TempDir Path directory;

  private Sources of(String text) {
    return new Sources(directory).put("a.toml", text);
  }

  private void shell(String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("/bin/sh", "-c", script)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
  }

  /** A process in a session of its own that outlives the run. */
  private ProcessHandle left(LeftoverScript script, String daemon)
      throws IOException, InterruptedException {
    shell(script.marking() + "setsid sh -c '" + daemon + "' & echo $! >pid; sleep 0.3");
    long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
    Optional<ProcessHandle> handle = ProcessHandle.of(pid);
    assertTrue(handle.isPresent() && handle.get().isAlive());
    return handle.get();
  }

  private static LeftoverScript script(Leftovers leftovers) {
    Definition definition = new Definition("a", Place.of("a"), Definition.Kind.LONGRUN);
    definition.set(Keys.LEFTOVERS, leftovers);
    definition.put(Keys.TIMEOUTS, s6j.front.definition.TimeoutWord.KILL, 1000L);
    return new LeftoverScript(definition);
  }

  @Test
  @Timeout(60)
  void whatIsLeftIsToldToEnd() throws Exception {
    LeftoverScript script = script(Leftovers.TERMINATE);
    ProcessHandle left =
        left(script, "trap \"echo term >got; exit\" TERM; while sleep 0.1; do :; done");
    shell(script.ending());
    left.onExit().get(5, TimeUnit.SECONDS);
    assertEquals("term\n", Files.readString(directory.resolve("got")));
  }

  @Test
  @Timeout(60)
  void whatDoesNotEndIsKilled() throws Exception {
    for (Leftovers leftovers : new Leftovers[] {Leftovers.TERMINATE, Leftovers.KILL}) {
      LeftoverScript script = script(leftovers);
      ProcessHandle left = left(script, "trap \"\" TERM; exec sleep 100");
      shell(script.ending());
      left.onExit().get(5, TimeUnit.SECONDS);
      assertFalse(left.isAlive());
    }
  }

  @Test
  void orItsSupervisorSeesToIt() {
    assertNull(of("run = 'x'\nkill = 'process'").made("a/kill"));
    assertEquals("tree\n", of("run = 'x'\nkill = 'tree'").made("a/kill"));
    String all = "run = 'x'\nkill = 'mixed'\nkill-grace = '2s'\nfollow = true";
    assertEquals("mixed follow 2000\n", of(all).made("a/kill"));
    assertEquals("group 0\n", of("run = 'x'\nkill = 'group'\nkill-grace = 0").made("a/kill"));
    assertEquals("process follow\n", of("run = 'x'\nfollow = true").made("a/kill"));
  }

  @Test
  void onlyWhereItIsSaid() {
    assertEquals("", script(Leftovers.LEAVE).marking() + script(Leftovers.LEAVE).ending());
    assertNull(of("run = 'x'").made("a/finish"));
    Sources sources = of("run = 'x'\nleftovers = 'terminate'\ntimeouts = { kill = 2000 }");
    assertTrue(sources.made("a/run").contains("export INVOCATION_ID="));
    assertTrue(sources.made("a/finish").contains("_tries=10\n"), sources.made("a/finish"));
    assertEquals("7000\n", sources.made("a/timeout-finish"));
    sources = of("run = 'x'\nleftovers = 'kill'\nfinish = 'y'\ntimeouts = { finish = 1 }");
    assertEquals("1\n", sources.made("a/timeout-finish"));
    assertEquals("#!/bin/sh\ny\n", sources.made("a/data/finish"));
  }
}
