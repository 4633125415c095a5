package s6j.client.system;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.jnr.JnrPosix;

/**
 * Hears the events of all services by one thread, which lives while somebody listens. Descriptors
 * are opened, read and closed by whoever has the lock, so that none is read that another file got
 * meanwhile; the wait itself holds no lock.
 */
public final class EventHub {
  private static final int TICK_MILLIS = 1000;
  private static final int MOST_READY = 64;

  private static final class Shared {
    static final EventHub HUB = new EventHub();
  }

  private final Posix calls = new JnrPosix();
  private final Posix waiter = new JnrPosix();
  private final Map<Integer, Hearing> hearings = new HashMap<>();
  private final int[] ready = new int[MOST_READY];
  private final byte[] letters = new byte[256];
  private int set = -1;
  private long nextLook;
  private @Nullable Thread thread;

  private EventHub() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "s6j-client end"));
  }

  /** The one of this virtual machine. */
  public static EventHub get() {
    return Shared.HUB;
  }

  /** What is being listened to. */
  public final class Hearing implements AutoCloseable {
    private final EventFifo fifo;
    private final Ear ear;
    private boolean open = true;

    private Hearing(EventFifo fifo, Ear ear) {
      this.fifo = fifo;
      this.ear = ear;
    }

    /** Ends it, and removes the fifo; no letter is told that had not been taken before. */
    @Override
    public void close() {
      synchronized (EventHub.this) {
        if (!open) return;
        open = false;
        hearings.remove(fifo.descriptor());
        fifo.close();
      }
    }
  }

  /** Listens at an event directory: every letter sent after this call is told, none before. */
  public synchronized Hearing listen(Path directory, Ear ear) throws IOException {
    if (set < 0) set = calls.openPollSet();
    if (set < 0) throw SystemAnswer.exception(set, ByteNames.bytes(directory));
    EventFifo fifo = EventFifo.make(calls, directory);
    int added = calls.addToPollSet(set, fifo.descriptor());
    if (added < 0) {
      fifo.close();
      throw SystemAnswer.exception(added, ByteNames.bytes(directory));
    }
    Hearing hearing = new Hearing(fifo, ear);
    hearings.put(fifo.descriptor(), hearing);
    if (thread == null) {
      thread = new Thread(this::run, "s6j-client events");
      thread.setDaemon(true);
      thread.start();
    }
    return hearing;
  }

  private void run() {
    Poller poller = new Poller(1);
    while (goesOn()) {
      poller.clear();
      poller.add(set, Poller.READ);
      if (waiter.poll(poller, TICK_MILLIS) < 0) poller.clear();
      for (Runnable told : take()) told.run();
    }
  }

  private synchronized boolean goesOn() {
    if (hearings.isEmpty()) thread = null;
    return thread != null;
  }

  private synchronized List<Runnable> take() {
    List<Runnable> told = new ArrayList<>();
    int count = calls.readyOfPollSet(set, ready);
    for (int i = 0; i < count; i++) {
      Hearing hearing = hearings.get(ready[i]);
      int got = hearing == null ? 0 : hearing.fifo.read(letters);
      for (int j = 0; j < got; j++) {
        char letter = (char) (letters[j] & 0xff);
        told.add(() -> hearing.ear.hear(letter));
      }
    }
    long now = System.nanoTime();
    if (now - nextLook >= 0) lookForTheGone(told, now);
    return told;
  }

  private void lookForTheGone(List<Runnable> told, long now) {
    nextLook = now + TICK_MILLIS * 1_000_000L;
    for (Hearing hearing : List.copyOf(hearings.values()))
      if (!hearing.fifo.isLinked()) {
        hearing.close();
        told.add(hearing.ear::gone);
      }
  }

  private synchronized void end() {
    for (Hearing hearing : List.copyOf(hearings.values())) hearing.close();
  }
}
