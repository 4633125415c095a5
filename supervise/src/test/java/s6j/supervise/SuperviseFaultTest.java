package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Poller;
import s6j.posix.Posix;

/** Whatever fails, the loop survives, and in the end does what it is told. */
class SuperviseFaultTest {
  private static final int LEAST_CALLS = 150;

  @Test
  @Tag("slow")
  void noSingleFailingCallStopsTheLoop() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              Scene scene = scene("3\n");
              int code = live(scene, faulty.around(scene.posix));
              assertTrue(scene.run != null || code != 0);
            });
    assertTrue(calls > LEAST_CALLS, "only " + calls + " calls");
  }

  /** Where s6-setlock is, is asked once, at the start. */
  @Test
  @Tag("slow")
  void norWithALock() {
    List<String> neverStarted = new ArrayList<>();
    FaultyPosix.sweep(
        faulty -> {
          Scene scene = scene("3\n");
          scene.posix.program("/usr/bin/s6-setlock", child -> scene.run = child);
          scene.posix.file("/a/lock-fd", "5\n");
          int code = live(scene, faulty.around(scene.posix));
          if (scene.run == null && code == 0) neverStarted.add(faulty.failed());
        });
    assertEquals(List.of("access Input/output error"), neverStarted);
  }

  private static Scene scene(String notification) {
    Scene scene = new Scene();
    scene.posix.file("/a/notification-fd", notification).file("/a/restart-backoff", "");
    scene.posix.file("/a/timeout-kill", "2000").file("/a/down-signal", "INT");
    scene.posix.program("/a/finish", child -> child.after(20, () -> child.end(0)));
    return scene;
  }

  /**
   * Commands are repeated, since a lost signal is the caller's to send again. The exit code: 0 once
   * it has begun, which nothing but an order ends.
   */
  private static int live(Scene scene, Posix kernel) {
    scene.at(300, () -> endRun(scene.run));
    scene.at(3000, () -> scene.send("d"));
    scene.at(6000, () -> scene.send("d"));
    scene.at(20_000, () -> scene.send("u"));
    scene.at(22_000, () -> scene.send("u"));
    scene.at(70_000, () -> scene.send("u"));
    scene.at(75_000, () -> assertFalse(hasEnded(scene), "not started"));
    scene.at(80_000, () -> scene.send("d"));
    scene.at(85_000, () -> scene.send("d"));
    scene.at(95_000, () -> assertFalse(isUp(scene), "not stopped"));
    scene.at(96_000, () -> scene.send("x"));
    scene.at(98_000, () -> scene.send("x"));
    int code = scene.superviseOn(kernel, "s6-supervise", "a");
    if (code == 0) scene.leavesNothing();
    else assertTrue(code == 111 || code == 100, "exit code " + code);
    return code;
  }

  private static boolean hasEnded(Scene scene) {
    return scene.run != null && scene.run.hasEnded();
  }

  private static boolean isUp(Scene scene) {
    return scene.run != null && !scene.run.hasEnded();
  }

  private static void endRun(FakePosix run) {
    if (run != null && !run.hasEnded()) run.end(1);
  }

  /** For a while all calls of one name fail: afterwards everything is as it should be. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "poll",
        "read",
        "write",
        "writeAt",
        "open",
        "close",
        "rename",
        "kill",
        "spawn",
        "pipe",
        "waitpid",
        "access",
        "directoryEntries",
        "unlink",
        "nextSignal",
        "setNonBlocking",
        "seek"
      })
  void aBadTimePasses(String name) {
    Scene scene = scene("3\n");
    Posix kernel = failing(scene.posix, name, 200, 2500);
    live(scene, kernel);
    assertTrue(scene.run.hasEnded());
  }

  private static Posix failing(FakePosix real, String name, long fromMillis, long toMillis) {
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
              return method.getReturnType() == long.class
                  ? (Object) (long) -Errno.EIO
                  : (Object) (-Errno.EIO);
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
