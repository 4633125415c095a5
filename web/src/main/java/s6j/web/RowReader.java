package s6j.web;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import s6j.client.Service;
import s6j.client.Status;
import s6j.client.SupervisionException;

/** Reads what supervisors have written. Used by one thread. */
final class RowReader {
  private record Seen(long pid, long ticks, long nanos) {}

  private static final int DEATH = 14;
  private static final double NANOS_OF_TICK = 1e7;

  private final Map<String, Seen> seen = new HashMap<>();

  /** Forgets the processor time of services that are gone. */
  void keep(Map<String, ServiceRow> rows) {
    seen.keySet().retainAll(rows.keySet());
  }

  ServiceRow read(Service service, Locks locks, boolean isLive, List<String> tags) {
    ServiceText name = new ServiceText(service.name());
    String id = name.id();
    Status status = status(service);
    boolean isSupervised = locks.isSupervised(service.path());
    boolean isRunning = isSupervised && status != null && status.state().isUp();
    String state = isSupervised ? state(service, status) : "unsupervised";
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("name", name.shown());
    json.addProperty("kind", "longrun");
    json.addProperty("state", state);
    json.addProperty("live", isLive);
    if (!tags.isEmpty()) json.add("tags", ServiceRow.array(tags));
    if (status != null) {
      json.addProperty("since", millis(status.since()));
      json.addProperty("wanted", status.wantedUp());
      status.exitCode().ifPresent(code -> json.addProperty("exit", code));
      status.signal().ifPresent(signal -> json.addProperty("signal", signal));
    }
    json.addProperty("restarts", deaths(service.path()));
    long pid = isRunning ? status.pid().orElse(0) : 0;
    if (pid > 0) {
      json.addProperty("pid", pid);
      addUse(json, id, pid);
      String health = health(service.path());
      if (health != null) json.addProperty("health", health);
    }
    return new ServiceRow(name, service.path(), pid, state, isLive, json);
  }

  private static @Nullable Status status(Service service) {
    try {
      return service.status();
    } catch (SupervisionException unknown) {
      return null;
    }
  }

  private static String state(Service service, @Nullable Status status) {
    if (status == null) return "unknown";
    return switch (status.state()) {
      case READY -> status.wantedUp() ? "ready" : "stopping";
      case UP -> !status.wantedUp() ? "stopping" : service.tellsReadiness() ? "starting" : "up";
      case FINISHING -> "finishing";
      case DOWN -> status.wantedUp() ? "failing" : "down";
    };
  }

  private static long millis(Instant moment) {
    return moment.toEpochMilli();
  }

  private static long deaths(Path service) {
    try {
      return Files.size(service.resolve("supervise/death_tally")) / DEATH;
    } catch (IOException none) {
      return 0;
    }
  }

  private static @Nullable String health(Path service) {
    Path file = service.resolve("supervise/health");
    try {
      if (!Files.isRegularFile(file)) return null;
      String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
      int blank = text.indexOf(' ');
      return blank > 0 ? text.substring(0, blank) : null;
    } catch (IOException gone) {
      return null;
    }
  }

  private void addUse(JsonObject json, String id, long pid) {
    Use use = Use.of(pid).orElse(null);
    if (use == null) return;
    long now = System.nanoTime();
    Seen before = seen.put(id, new Seen(pid, use.ticks(), now));
    json.addProperty("memory", use.pages() * Use.PAGE);
    if (before == null || before.pid != pid || now == before.nanos) return;
    double part = (use.ticks() - before.ticks) * NANOS_OF_TICK / (now - before.nanos);
    json.addProperty("cpu", Math.round(part * 1000) / 10.0);
  }
}
