package s6j.posix;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * A time limit on each property, which jqwik has none of. A property whose time is up fails: its
 * thread is interrupted, which {@link FakePosix} and whatever waits notice. One that goes on all
 * the same cannot be stopped by Java; its stack is printed and the process ends, so that the build
 * fails.
 */
public final class TimeLimit implements AroundPropertyHook {
  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(TimeLimit::daemon);

  private final Duration limit;
  private final Duration grace;
  private final Consumer<String> lastResort;

  public TimeLimit() {
    this(Duration.ofMinutes(20), Duration.ofMinutes(1), TimeLimit::end);
  }

  TimeLimit(Duration limit, Duration grace, Consumer<String> lastResort) {
    this.limit = limit;
    this.grace = grace;
    this.lastResort = lastResort;
  }

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    String name = context.extendedLabel();
    Thread running = Thread.currentThread();
    AtomicBoolean isOver = new AtomicBoolean();
    Future<?> end =
        at(
            limit,
            () -> {
              isOver.set(true);
              running.interrupt();
            });
    Future<?> giveUp = at(limit.plus(grace), () -> giveUp(name, running));
    try {
      PropertyExecutionResult result = property.execute();
      return isOver.get() ? result.mapToFailed("no end within " + limit + ": " + name) : result;
    } finally {
      end.cancel(false);
      giveUp.cancel(false);
      if (isOver.get()) Thread.interrupted();
    }
  }

  private void giveUp(String name, Thread running) {
    StringBuilder text = new StringBuilder("no end within " + limit + ": " + name);
    for (StackTraceElement frame : running.getStackTrace()) text.append("\n\tat ").append(frame);
    lastResort.accept(text.toString());
  }

  private static void end(String why) {
    System.err.println(why);
    Runtime.getRuntime().halt(1);
  }

  private static ScheduledFuture<?> at(Duration time, Runnable action) {
    return CLOCK.schedule(action, time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static Thread daemon(Runnable clock) {
    Thread thread = new Thread(clock, "time limit of properties");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }

  /** Outside of all other hooks. */
  @Override
  public int aroundPropertyProximity() {
    return -100;
  }
}
