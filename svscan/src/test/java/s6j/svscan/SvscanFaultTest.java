package s6j.svscan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Poller;
import s6j.posix.Posix;

/** Whatever fails, the scanner survives, and in the end does what it is told. */
class SvscanFaultTest {
  private static final int LEAST_CALLS = 100;

  @Test
  @Tag("slow")
  void noSingleFailingCallStopsTheLoop() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              Scene scene = scene();
              int code = live(scene, faulty.around(scene.posix));
              boolean begun = !scene.starts.isEmpty();
              if (!begun) assertTrue(code == 111 || code == 100, "exit code " + code);
              else assertOrderly(scene, code);
            });
    assertTrue(calls > LEAST_CALLS, "only " + calls + " calls");
  }

  private static Scene scene() {
    Scene scene = new Scene();
    scene.posix.directory("/real/c").directory("/real/c/log").directory("/real/d");
    return scene.service("a").service("b").service("b/log");
  }

  /** Commands are repeated, since a lost signal is the caller's to send again. */
  private static int live(Scene scene, Posix kernel) {
    scene.at(300, () -> scene.kill("a"));
    scene.at(2000, () -> scene.kill("b"));
    scene.at(2100, () -> scene.kill("b/log"));
    scene.at(3000, () -> scene.link("../real/c", "c").link("nowhere", "d").send("a"));
    scene.at(8000, () -> scene.send("a"));
    scene.at(20_000, () -> assertUp(scene, "c", "c/log"));
    scene.at(20_100, () -> scene.unlink("c").send("an"));
    scene.at(24_000, () -> scene.send("h"));
    scene.at(26_000, () -> scene.send("h"));
    scene.at(40_000, () -> assertTrue(!scene.isUp("c") && !scene.isUp("c/log"), "pruned"));
    scene.at(40_100, () -> assertUp(scene, "a", "b", "b/log"));
    scene.at(41_000, () -> scene.send("q"));
    scene.at(43_000, () -> scene.send("q"));
    return scene.runOn(kernel);
  }

  private static void assertUp(Scene scene, String... names) {
    for (String name : names) assertTrue(scene.isUp(name), name + " is not up");
  }

  private static void assertOrderly(Scene scene, int code) {
    // An exec that fails for another reason than a missing file ends in crash, which is missing.
    assertTrue(code == 0 || code == 127, "exit code " + code);
    scene.leavesNothing();
  }

  /** For a while all calls of one name fail: afterwards everything is as it should be. */
  @ParameterizedTest
  @CsvSource({
    "poll, 4",
    "poll, 12",
    "read, 5",
    "write, 28",
    "close, 5",
    "kill, 1",
    "spawn, 11",
    "spawn, 12",
    "spawn, 2",
    "pipe, 24",
    "pipe, 23",
    "waitpid, 4",
    "waitpid, 22",
    "access, 5",
    "stat, 5",
    "stat, 40",
    "directoryEntries, 5",
    "directoryEntries, 2",
    "seek, 5",
    "nextSignal, 5"
  })
  void aBadTimePasses(String name, int errno) {
    Scene scene = scene();
    int code = live(scene, failing(scene.posix, name, errno, 1500, 6000));
    assertOrderly(scene, code);
    assertEquals(0, code);
  }

  private static Posix failing(
      FakePosix real, String name, int errno, long fromMillis, long toMillis) {
    long begin = real.monotonicNanos();
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (proxy, method, arguments) -> {
              long millis = (real.monotonicNanos() - begin) / 1_000_000;
              boolean fails = millis >= fromMillis && millis < toMillis;
              if (!fails || !method.getName().equals(name) || isSleep(method, arguments))
                return invoke(real, method, arguments);
              if (name.equals("close")) invoke(real, method, arguments);
              if (errno == Errno.EINTR && name.equals("poll")) real.pass(1);
              return method.getReturnType() == long.class
                  ? (Object) (long) -errno
                  : (Object) (-errno);
            });
  }

  private static boolean isSleep(Method method, Object[] arguments) {
    return method.getName().equals("poll") && ((Poller) arguments[0]).count == 0;
  }

  private static Object invoke(Posix real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
