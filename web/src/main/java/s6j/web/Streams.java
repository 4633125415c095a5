package s6j.web;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** All that is streamed: one thread looks after all of them. */
final class Streams {
  /** At the same time; each takes a descriptor. */
  static final int MOST = 2000;

  private static final int MOST_LOGS = 100;
  private static final int BEAT_SECONDS = 15;
  private static final int LOG_MILLIS = 200;
  private static final int LONGEST_LINE = 8192;
  private static final Set<String> BEAT = Set.of("");

  private final WatchedTree tree;
  private final ScheduledExecutorService clock;
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger logs = new AtomicInteger();

  Streams(WatchedTree tree, ScheduledExecutorService clock) {
    this.tree = tree;
    this.clock = clock;
    tree.listen(ids -> open.forEach(stream -> stream.offer(ids)));
    clock.scheduleWithFixedDelay(
        () -> open.forEach(stream -> stream.offer(BEAT)),
        BEAT_SECONDS,
        BEAT_SECONDS,
        TimeUnit.SECONDS);
  }

  /** A stream of what changes; it begins with all there is. */
  void openEvents(Response response, Callback callback) {
    if (open.size() >= MOST) {
      Routes.refuse(response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, "too many streams");
      return;
    }
    EventStream[] self = new EventStream[1];
    self[0] =
        new EventStream(
            response, callback, ids -> Routes.events(tree, ids), () -> open.remove(self[0]));
    begin(response);
    open.add(self[0]);
    self[0].offer(BEAT);
    self[0].offer(tree.rows().keySet());
  }

  private static void begin(Response response) {
    response.setStatus(HttpStatus.OK_200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    response.getHeaders().put("X-Accel-Buffering", "no");
  }

  /** A stream of the lines that a logger writes from now on. */
  void openLog(Path directory, Response response, Callback callback) throws IOException {
    if (logs.incrementAndGet() > MOST_LOGS) {
      logs.decrementAndGet();
      Routes.refuse(response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, "too many streams");
      return;
    }
    LogFollower follower = follower(directory);
    LogLines lines = new LogLines(follower);
    ScheduledFuture<?>[] turn = new ScheduledFuture<?>[1];
    EventStream stream =
        new EventStream(
            response,
            callback,
            names -> names.contains("line") ? lines.take() : ":\n\n",
            () -> {
              logs.decrementAndGet();
              if (turn[0] != null) turn[0].cancel(false);
              lines.close();
            });
    begin(response);
    stream.offer(BEAT);
    int[] quiet = {0};
    turn[0] =
        clock.scheduleWithFixedDelay(
            () -> {
              if (lines.look()) stream.offer(Set.of("line"));
              else if (++quiet[0] % (BEAT_SECONDS * 1000 / LOG_MILLIS) == 0) stream.offer(BEAT);
            },
            LOG_MILLIS,
            LOG_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  private LogFollower follower(Path directory) throws IOException {
    try {
      return LogFollower.at(directory);
    } catch (IOException e) {
      logs.decrementAndGet();
      throw e;
    }
  }

  /** Lines as events. A reader that is slow has the file wait, not the memory. */
  private static final class LogLines {
    private final LogFollower follower;
    private StringBuilder events = new StringBuilder();
    private byte[] rest = {};

    LogLines(LogFollower follower) {
      this.follower = follower;
    }

    /** Reads on, unless the last piece has not been taken yet; whether there is something. */
    synchronized boolean look() {
      if (events.length() > 0) return true;
      try {
        add(follower.read());
      } catch (IOException gone) {
        return false;
      }
      return events.length() > 0;
    }

    synchronized String take() {
      String text = events.isEmpty() ? ":\n\n" : events.toString();
      events = new StringBuilder();
      return text;
    }

    private void add(byte[] more) {
      byte[] all = java.util.Arrays.copyOf(rest, rest.length + more.length);
      System.arraycopy(more, 0, all, rest.length, more.length);
      int from = 0;
      for (int i = rest.length; i < all.length; i++)
        if (all[i] == '\n') {
          event(all, from, i);
          from = i + 1;
        }
      if (all.length - from > LONGEST_LINE) {
        event(all, from, all.length);
        from = all.length;
      }
      rest = java.util.Arrays.copyOfRange(all, from, all.length);
    }

    private void event(byte[] bytes, int from, int to) {
      JsonObject json = new JsonObject();
      int at = from;
      if (to - from >= s6j.formats.Tai64n.LABEL_SIZE) {
        long moment = s6j.formats.Tai64n.parseLabel(bytes, from);
        if (moment != s6j.formats.Tai64n.INVALID) {
          json.addProperty("time", moment / 1_000_000);
          at = Math.min(to, from + s6j.formats.Tai64n.LABEL_SIZE + 1);
        }
      }
      json.addProperty("text", new String(bytes, at, to - at, StandardCharsets.UTF_8));
      events.append("event: line\ndata: ").append(json).append("\n\n");
    }

    synchronized void close() {
      try {
        follower.close();
      } catch (IOException nothingIsLost) {
        // It was only read.
      }
    }
  }
}
