package s6j.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events as listeners and subscribers are told of them. */
@SuppressWarnings("try")
class EventsTest {
  @TempDir Path directory;

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @Test
  void aListenerIsToldOfEachEventInOrder() throws Exception {
    try (PlayedService played = new PlayedService(directory.resolve("web"));
        Listening listening = played.service.listen(event -> told.add(event.kind().name()))) {
      assertEquals(1, played.tell("suU?dD"));
      played.tell("Ox");
      for (String kind : "SUPERVISED UP READY DOWN FULLY_DOWN GAVE_UP LEFT".split(" "))
        assertEquals(kind, next());
    }
    assertEquals(0, fifos("web"));
  }

  @Test
  void oneThreadHearsManyServices() throws Exception {
    List<PlayedService> all = new ArrayList<>();
    List<Listening> listenings = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        PlayedService played = new PlayedService(directory.resolve("s" + i));
        all.add(played);
        listenings.add(played.service.listen(event -> told.add(event.service().name())));
      }
      for (PlayedService played : all) {
        assertEquals(1, played.tell("u"));
        assertEquals(played.service.name(), next());
      }
    } finally {
      listenings.forEach(Listening::close);
      all.forEach(PlayedService::close);
    }
    for (int i = 0; i < 100; i++) assertEquals(0, fifos("s" + i));
  }

  /** Who asks for one is told of one, and of the next when it asks again. */
  @Test
  void aSubscriberIsToldOfNoMoreThanItAskedFor() throws Exception {
    try (PlayedService played = new PlayedService(directory.resolve("web"))) {
      Subscriber subscriber = new Subscriber();
      played.service.events().subscribe(subscriber);
      played.tell("uUd");
      subscriber.subscription.request(1);
      assertEquals("UP", next());
      assertNull(told.poll(20, TimeUnit.MILLISECONDS));
      subscriber.subscription.request(2);
      assertEquals("READY", next());
      assertEquals("DOWN", next());
      subscriber.subscription.cancel();
      assertEquals(0, fifos("web"));
      assertEquals(0, played.tell("u"));
      subscriber.subscription.request(1);
      subscriber.subscription.cancel();
    }
  }

  @Test
  void aSubscriberThatAsksForNothingIsRefused() throws Exception {
    try (PlayedService played = new PlayedService(directory.resolve("web"))) {
      Subscriber subscriber = new Subscriber();
      played.service.events().subscribe(subscriber);
      subscriber.subscription.request(0);
      assertTrue(next().startsWith("java.lang.IllegalArgumentException"));
      assertEquals(0, fifos("web"));
    }
  }

  @Test
  void aSubscriberThatFailsAtOnceLeavesNothing() throws Exception {
    try (PlayedService played = new PlayedService(directory.resolve("web"))) {
      Subscriber faulty =
          new Subscriber() {
            @Override
            public void onSubscribe(Flow.Subscription opened) {
              throw new IllegalStateException("faulty");
            }
          };
      var events = played.service.events();
      assertThrows(IllegalStateException.class, () -> events.subscribe(faulty));
      assertThrows(NullPointerException.class, () -> events.subscribe(null));
      assertEquals(0, fifos("web"));
    }
  }

  @Test
  void aSubscriberThatIsTooSlowIsToldSo() throws Exception {
    try (PlayedService played = new PlayedService(directory.resolve("web"))) {
      Subscriber subscriber = new Subscriber();
      played.service.events().subscribe(subscriber);
      while (fifos("web") > 0) played.tell("u".repeat(100));
      subscriber.subscription.request(Long.MAX_VALUE);
      for (int i = 0; i < EventSubscription.MOST_WAITING; i++) assertEquals("UP", next());
      assertTrue(next().contains("1024 events wait for a subscriber"));
    }
  }

  @Test
  void aServiceThatIsGoneIsToldOf() throws Exception {
    try (PlayedService played = new PlayedService(directory.resolve("web"))) {
      Subscriber subscriber = new Subscriber();
      played.service.events().subscribe(subscriber);
      subscriber.subscription.request(5);
      played.tell("u");
      assertEquals("UP", next());
      try (var fifos = Files.list(directory.resolve("web/event"))) {
        for (Path fifo : fifos.toList()) Files.delete(fifo);
      }
      assertTrue(next().startsWith("s6j.client.NotSupervisedException"));
    }
    Subscriber none = new Subscriber();
    Service.at(directory.resolve("none")).events().subscribe(none);
    assertTrue(next().startsWith("s6j.client.NotSupervisedException"));
  }

  /** A listener that throws hears no more, and others do. */
  @Test
  void aFaultyListenerIsAlone() throws Exception {
    CountDownLatch thrown = new CountDownLatch(1);
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> thrown.countDown());
    try (PlayedService played = new PlayedService(directory.resolve("web"));
        Listening faulty =
            played.service.listen(
                event -> {
                  throw new IllegalStateException("faulty");
                });
        Listening good = played.service.listen(event -> told.add(event.kind().name()))) {
      assertEquals(2, played.tell("u"));
      assertEquals("UP", next());
      assertTrue(thrown.await(60, TimeUnit.SECONDS));
      played.tell("d");
      assertEquals("DOWN", next());
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  private String next() throws InterruptedException {
    String next = told.poll(60, TimeUnit.SECONDS);
    assertTrue(next != null, "nothing is told");
    return next;
  }

  private long fifos(String service) throws IOException {
    try (var fifos = Files.list(directory.resolve(service).resolve("event"))) {
      return fifos.count();
    }
  }

  private class Subscriber implements Flow.Subscriber<ServiceEvent> {
    Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription opened) {
      subscription = opened;
    }

    @Override
    public void onNext(ServiceEvent event) {
      told.add(event.kind().name());
    }

    @Override
    public void onError(Throwable failure) {
      told.add(failure.toString());
    }

    @Override
    public void onComplete() {
      told.add("complete");
    }
  }
}
