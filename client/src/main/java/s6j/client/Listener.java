package s6j.client;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A subscriber that takes all there is. */
final class Listener implements Flow.Subscriber<ServiceEvent>, Listening {
  private final Consumer<ServiceEvent> consumer;
  private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();

  private Listener(Consumer<ServiceEvent> consumer) {
    this.consumer = consumer;
  }

  static Listening of(Service service, Consumer<ServiceEvent> consumer) {
    Listener listener = new Listener(consumer);
    ServiceEvents.subscribe(service, listener);
    return listener;
  }

  @Override
  public void onSubscribe(Flow.Subscription opened) {
    subscription.set(opened);
    opened.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(ServiceEvent event) {
    consumer.accept(event);
  }

  /** Of a service that is gone nothing more is heard; a fault of the listener is told as others. */
  @Override
  public void onError(Throwable failure) {
    if (failure instanceof NotSupervisedException) return;
    Thread own = Thread.currentThread();
    own.getUncaughtExceptionHandler().uncaughtException(own, failure);
  }

  @Override
  public void onComplete() {}

  @Override
  public void close() {
    Flow.Subscription opened = subscription.get();
    if (opened != null) opened.cancel();
  }
}
