package s6j.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Flow;
import s6j.client.system.Ear;
import s6j.client.system.EventHub;

/** The events of a service as a publisher: each subscriber has a fifo of its own. */
final class ServiceEvents implements Flow.Publisher<ServiceEvent> {
  private final Service service;

  ServiceEvents(Service service) {
    this.service = service;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ServiceEvent> subscriber) {
    try {
      subscribe(service, subscriber);
    } catch (SupervisionException e) {
      EventSubscription refused = new EventSubscription(service, subscriber);
      refused.start();
      refused.fail(e);
    }
  }

  /** The same, but that a refusal is thrown. */
  static void subscribe(Service service, Flow.Subscriber<? super ServiceEvent> subscriber) {
    EventSubscription subscription = new EventSubscription(service, subscriber);
    subscription.hear(listen(service, subscription));
    subscription.start();
  }

  static EventHub.Hearing listen(Service service, Ear ear) {
    try {
      return EventHub.get().listen(directory(service), ear);
    } catch (IOException e) {
      throw SupervisionException.of(
          directory(service), "the event directory of a supervised service", e);
    }
  }

  static Path directory(Service service) {
    return service.path().resolve("event");
  }
}
