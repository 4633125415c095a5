package s6j.posix;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.lifecycle.LifecycleHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import org.junit.jupiter.api.Test;

/** Properties that never end are told of. */
class TimeLimitTest {
  private static final Duration NOW = Duration.ofMillis(1);
  private static final Duration LATER = Duration.ofHours(1);

  private static final PropertyLifecycleContext CONTEXT =
      proxy(PropertyLifecycleContext.class, "the property");

  /** Answers a word to whatever is asked for one. */
  private static <T> T proxy(Class<T> type, String word) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> word));
  }

  /** A result that can be made a failed one. */
  private static PropertyExecutionResult satisfied(String[] failure) {
    return (PropertyExecutionResult)
        Proxy.newProxyInstance(
            TimeLimitTest.class.getClassLoader(),
            new Class<?>[] {PropertyExecutionResult.class},
            (self, method, arguments) -> {
              if (method.getName().equals("mapToFailed")) failure[0] = arguments[0].toString();
              return self;
            });
  }

  private final String[] failure = new String[1];
  private final PropertyExecutionResult result = satisfied(failure);

  @Test
  void whatEndsInTimeStaysWhatItIs() {
    TimeLimit limit = new TimeLimit(LATER, LATER, why -> {});
    assertSame(result, limit.aroundProperty(CONTEXT, () -> result));
    assertNull(failure[0]);
  }

  @Test
  void whatWaitsForEverFails() {
    TimeLimit limit = new TimeLimit(NOW, LATER, why -> {});
    limit.aroundProperty(
        CONTEXT,
        () -> {
          assertThrows(InterruptedException.class, () -> new CountDownLatch(1).await());
          return result;
        });
    assertTrue(failure[0].contains("the property"), failure[0]);
    assertFalse(Thread.interrupted());
  }

  @Test
  void whatAsksTheKernelForEverFails() {
    TimeLimit limit = new TimeLimit(NOW, LATER, why -> {});
    FakePosix posix = new FakePosix();
    limit.aroundProperty(
        CONTEXT,
        () -> {
          assertThrows(
              IllegalStateException.class,
              () -> {
                while (true) posix.unlink(Posix.CWD, CString.of("/none"));
              });
          return result;
        });
    assertTrue(failure[0].contains("the property"), failure[0]);
  }

  @Test
  void whatDoesNotListenEndsTheProcess() {
    AtomicReference<String> why = new AtomicReference<>();
    TimeLimit limit = new TimeLimit(NOW, NOW, why::set);
    limit.aroundProperty(
        CONTEXT,
        () -> {
          while (why.get() == null) Thread.onSpinWait();
          return result;
        });
    assertTrue(failure[0].contains("the property"), failure[0]);
    assertTrue(why.get().contains("whatDoesNotListenEndsTheProcess"), why.get());
  }

  @Test
  void itIsOnEachProperty() {
    assertTrue(
        ServiceLoader.load(LifecycleHook.class).stream()
            .anyMatch(hook -> hook.type() == TimeLimit.class));
  }
}
