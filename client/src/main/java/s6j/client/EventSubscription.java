package s6j.client;

import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import s6j.client.system.Ear;
import s6j.client.system.EventHub;

/**
 * A subscriber's events on their way: what is heard waits until it is asked for, and is told one
 * after the other by the executor that {@code CompletableFuture} uses, never by the thread that
 * hears.
 */
final class EventSubscription implements Flow.Subscription, Ear {
  /** A subscriber that is so far behind is told, and hears no more. */
  static final int MOST_WAITING = 1024;

  private static final Executor EXECUTOR = new CompletableFuture<>().defaultExecutor();

  private final Service service;
  private final Flow.Subscriber<? super ServiceEvent> subscriber;
  private final ConcurrentLinkedQueue<ServiceEvent> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong asked = new AtomicLong();

  /** One who makes it more than 0 tells; others leave word by it that there is more to tell. */
  private final AtomicInteger work = new AtomicInteger();

  private volatile boolean started;
  private volatile boolean over;
  private volatile @Nullable Throwable failure;
  private volatile EventHub.@Nullable Hearing hearing;

  EventSubscription(Service service, Flow.Subscriber<? super ServiceEvent> subscriber) {
    this.service = service;
    this.subscriber = Objects.requireNonNull(subscriber);
  }

  void hear(EventHub.Hearing opened) {
    hearing = opened;
    if (over || failure != null) opened.close();
  }

  void start() {
    try {
      subscriber.onSubscribe(this);
    } catch (RuntimeException e) {
      cancel();
      throw e;
    }
    started = true;
    tellMore();
  }

  @Override
  public void request(long more) {
    if (more <= 0) fail(new IllegalArgumentException("asked for " + more + " events"));
    else {
      asked.accumulateAndGet(more, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
      tellMore();
    }
  }

  @Override
  public void cancel() {
    over = true;
    stopHearing();
  }

  @Override
  public void hear(char letter) {
    var kind = ServiceEvent.Kind.of(letter);
    if (kind.isEmpty() || failure != null) return;
    if (count.incrementAndGet() > MOST_WAITING)
      fail(
          new SupervisionException(
              ServiceEvents.directory(service),
              MOST_WAITING + " events wait for a subscriber, expected one that keeps pace",
              null));
    else {
      waiting.add(new ServiceEvent(service, kind.get(), Instant.now()));
      tellMore();
    }
  }

  @Override
  public void gone() {
    fail(
        new NotSupervisedException(
            ServiceEvents.directory(service), "is gone, expected the events of a service", null));
  }

  /** The subscriber is told once it has heard what came before. */
  void fail(Throwable reason) {
    failure = reason;
    stopHearing();
    tellMore();
  }

  private void stopHearing() {
    EventHub.Hearing open = hearing;
    if (open != null) open.close();
  }

  private void tellMore() {
    if (started && work.getAndIncrement() == 0) EXECUTOR.execute(this::tell);
  }

  private void tell() {
    int seen = work.get();
    do {
      while (!over && asked.get() > 0 && !waiting.isEmpty()) tellNext();
      if (!over && failure != null && waiting.isEmpty()) {
        over = true;
        subscriber.onError(failure);
      }
      seen = work.addAndGet(-seen);
    } while (seen != 0);
  }

  private void tellNext() {
    ServiceEvent next = waiting.remove();
    count.decrementAndGet();
    if (asked.get() != Long.MAX_VALUE) asked.decrementAndGet();
    try {
      subscriber.onNext(next);
    } catch (RuntimeException e) {
      cancel();
      subscriber.onError(e);
    }
  }
}
