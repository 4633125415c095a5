package s6j.faults.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import s6j.faults.story.BadStory;
import s6j.faults.story.Story;
import s6j.faults.story.Telling;
import s6j.posix.FakePosix;
import s6j.posix.Signal;

/** The stories on a fake machine: as told, in several orders of turns, and with failing calls. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class StoriesTest {
  private static final int SEEDS = 5;

  /** Of the calls of a story so many are made to fail, evenly spread; 0 for all of them. */
  private static final int FAILING = Integer.getInteger("s6j.stories.failing", 20);

  static List<Story> stories() {
    List<Story> all = Story.all(Path.of("../stories"));
    assertFalse(all.isEmpty());
    return all;
  }

  @ParameterizedTest
  @MethodSource("stories")
  void itHappensAsTold(Story story) {
    for (long seed = 1; seed <= SEEDS; seed++)
      try (FakeGround ground = new FakeGround(seed)) {
        tell(story, ground);
      } catch (RuntimeException | AssertionError wrong) {
        throw new AssertionError(story + ", seed " + seed, wrong);
      }
  }

  /** Those with a scanner, but for what there is only with a supervisor a process. */
  static List<Story> scannersStories() {
    return stories().stream()
        .filter(story -> story.starts("s6-svscan"))
        .filter(story -> !story.name().equals("supervisor-killed.story"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("scannersStories")
  void itHappensAsToldInHostedMode(Story story) {
    for (long seed = 1; seed <= SEEDS; seed++)
      try (FakeGround ground = new FakeGround(seed, true)) {
        tell(story, ground);
      } catch (RuntimeException | AssertionError wrong) {
        throw new AssertionError(story + " hosted, seed " + seed, wrong);
      }
  }

  private static void tell(Story story, FakeGround ground) {
    try (Telling telling = new Telling(story, ground)) {
      telling.tell();
    }
    nothingIsLeft(ground);
  }

  private static void nothingIsLeft(FakeGround ground) {
    FakePosix init = ground.machine.init;
    ground.pass(1000);
    assertEquals("", SimulatedTree.told(init.others()), "still there");
    assertEquals(List.of(), init.complaints());
    assertEquals(List.of(), init.openDescriptors());
  }

  @ParameterizedTest
  @MethodSource("stories")
  @Tag("slow")
  void noFailingCallLosesTheTree(Story story) {
    tellWithFailures(story, false);
  }

  @ParameterizedTest
  @MethodSource("scannersStories")
  @Tag("slow")
  void noFailingCallLosesTheHostedTree(Story story) {
    tellWithFailures(story, true);
  }

  private static void tellWithFailures(Story story, boolean hosted) {
    long calls = calls(story, hosted);
    assertTrue(calls > 10, calls + " calls");
    long stride = FAILING == 0 ? 1 : Math.max(1, calls / FAILING);
    for (long call = 1; call <= calls; call += stride)
      try (FakeGround ground = new FakeGround(1, hosted)) {
        tellWithFailure(story, ground, call);
      }
  }

  private static long calls(Story story, boolean hosted) {
    try (FakeGround ground = new FakeGround(1, hosted)) {
      tell(story, ground);
      return ground.machine.daemonCalls();
    }
  }

  /**
   * Either the story ends as told, or somebody has said what failed, and the same daemons, ended
   * and started anew among the same files, make it end as told. They end in any case.
   */
  private static void tellWithFailure(Story story, FakeGround ground, long call) {
    ground.machine.failCall(call);
    try (Telling telling = new Telling(story, ground)) {
      telling.tellLoosely();
      if (!comesTrue(telling)) {
        saysWhy(telling, ground);
        end(telling, ground);
        telling.tellLoosely();
        telling.tellEnd();
      }
      end(telling, ground);
      nothingIsLeft(ground);
      assertNotNull(ground.machine.failed());
    } catch (RuntimeException | AssertionError wrong) {
      String what = story + ": call " + call + " fails, " + ground.machine.failed();
      throw new AssertionError(what, wrong);
    }
  }

  private static boolean comesTrue(Telling telling) {
    try {
      telling.tellEnd();
      return true;
    } catch (BadStory otherwise) {
      return false;
    }
  }

  private static void saysWhy(Telling telling, FakeGround ground) {
    String said = ground.complaints();
    String failed = ground.machine.failed();
    String errno = failed.substring(failed.lastIndexOf(": ") + 2);
    assertTrue(
        said.contains(errno) || telling.wasRefused(),
        "the end is another, and nobody says why:\n" + said);
  }

  /** Who could not pass on that all shall end has said so, and ends when all are told. */
  private static void end(Telling telling, FakeGround ground) {
    try {
      telling.end();
    } catch (AssertionError goesOn) {
      saysWhy(telling, ground);
      for (FakePosix process : ground.machine.init.others()) process.signal(Signal.SIGTERM);
      telling.end();
    }
  }

  // ---- what is not so is noticed -------------------------------------------------------------

  private static final String GOOD =
      """
      # A service is up.
      script a/run
          live
      & s6-supervise a
      ~ s6-svstat -o up,wantedup a
      > true true
      finally
      $ s6-svok a
      """;

  @Test
  void anotherEndIsNoticed() {
    tell(GOOD);
    assertFails(GOOD.replace("> true true", "> true false"), "a.story:5: s6-svstat -o up,wantedup");
    assertFails(GOOD.replace("$ s6-svok a", "$ s6-svok b"), "a.story:8: s6-svok b");
    assertFails(GOOD + "> said\n", "expected:\n> said\n= 0\nfound:\n= 0");
    assertFails(GOOD + "= 1\n", "expected:\n= 1\nfound:\n= 0");
    assertFails(GOOD.replace("live", "on TERM nothing\n    live"), "s6-supervise a goes on");
  }

  @Test
  void descriptorsThatAreLeftOpenAreNoticed() {
    try (FakeGround ground = new FakeGround(1)) {
      ground.machine.neverCloses = true;
      AssertionError left =
          assertThrows(AssertionError.class, () -> tell(Story.of("a.story", GOOD), ground));
      String said = left.getCause().getMessage();
      assertTrue(said.startsWith("left open: 3 /story/a/supervise/lock, opened in Lock"), said);
      assertTrue(said.endsWith(" by Svstat.read"), said);
    }
  }

  private static void tell(String text) {
    try (FakeGround ground = new FakeGround(1)) {
      tell(Story.of("a.story", text), ground);
    }
  }

  private static void assertFails(String text, String why) {
    Throwable wrong = assertThrows(Throwable.class, () -> tell(text));
    assertTrue(wrong.getMessage().contains(why), wrong.getMessage());
  }
}
