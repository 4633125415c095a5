package s6j.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A stream of events that somebody reads, however slowly. What has changed is kept as names alone,
 * each once, until there is room: who reads late gets the latest, and takes no memory meanwhile.
 */
final class EventStream {
  private final Response response;
  private final Callback callback;
  private final Function<Set<String>, String> text;
  private final Runnable end;
  private final Set<String> waiting = new LinkedHashSet<>();
  private boolean isWriting;
  private boolean isOver;

  /** {@code text} makes events of names; {@code end} is run once when nobody reads any more. */
  EventStream(
      Response response, Callback callback, Function<Set<String>, String> text, Runnable end) {
    this.response = response;
    this.callback = callback;
    this.text = text;
    this.end = end;
  }

  void offer(Set<String> names) {
    synchronized (this) {
      if (isOver) return;
      waiting.addAll(names);
      if (isWriting) return;
      isWriting = true;
    }
    write();
  }

  private void write() {
    Set<String> names;
    synchronized (this) {
      if (waiting.isEmpty()) {
        isWriting = false;
        return;
      }
      names = new LinkedHashSet<>(waiting);
      waiting.clear();
    }
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.apply(names));
    response.write(false, bytes, Callback.from(this::write, this::fail));
  }

  private void fail(Throwable failure) {
    synchronized (this) {
      if (isOver) return;
      isOver = true;
    }
    end.run();
    callback.failed(failure);
  }
}
