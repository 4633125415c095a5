package s6j.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import s6j.client.LogDirectory;
import s6j.client.LogLine;
import s6j.client.SupervisionException;
import s6j.formats.Tai64n;
import s6j.formats.timer.TimerStatus;

/** What is told of services when somebody asks: nothing of it is kept. */
final class Details {
  private static final int DEATH = 14;
  private static final int MOST_DEATHS = 50;
  private static final int MILLION = 1_000_000;

  private final WatchedTree tree;
  private final Suite suite;
  private final Path scandir;
  private final Path live;

  Details(WatchedTree tree, Suite suite, Path scandir, Path live) {
    this.tree = tree;
    this.suite = suite;
    this.scandir = scandir;
    this.live = live;
  }

  JsonObject why(ServiceRow row) throws IOException {
    if (!row.name().isPlain()) return said("its name is no text");
    Suite.Answer answer =
        suite.run("s6", "-s", scandir.toString(), "-l", live.toString(), "why", row.name().text());
    return said(answer.out().isBlank() ? answer.err() : answer.out().strip());
  }

  private static JsonObject said(String text) {
    JsonObject json = new JsonObject();
    json.addProperty("why", text);
    return json;
  }

  /** The ends of its death tally, the last one first. */
  JsonArray history(ServiceRow row) {
    JsonArray ends = new JsonArray();
    if (row.directory() == null) return ends;
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(row.directory().resolve("supervise/death_tally"));
    } catch (IOException none) {
      return ends;
    }
    int count = bytes.length / DEATH;
    for (int i = count - 1; i >= Math.max(0, count - MOST_DEATHS); i--) {
      JsonObject end = new JsonObject();
      end.addProperty("time", Tai64n.decode(bytes, i * DEATH) / MILLION);
      int signal = bytes[i * DEATH + Tai64n.SIZE + 1] & 0xff;
      if (signal != 0) end.addProperty("signal", signal);
      else end.addProperty("exit", bytes[i * DEATH + Tai64n.SIZE] & 0xff);
      ends.add(end);
    }
    return ends;
  }

  /** The last lines of the log of a service; empty if none is known. */
  JsonArray log(ServiceRow row, int lines) {
    JsonArray array = new JsonArray();
    Path directory = logDirectory(row).orElse(null);
    if (directory == null) return array;
    try {
      for (LogLine line : LogDirectory.at(directory).tail(lines)) array.add(line(line));
    } catch (SupervisionException gone) {
      // It has just been rotated or removed.
    }
    return array;
  }

  static JsonObject line(LogLine line) {
    JsonObject json = new JsonObject();
    line.time().ifPresent(time -> json.addProperty("time", time.toEpochMilli()));
    json.addProperty("text", line.text());
    return json;
  }

  /** Where the logger of a service writes: by what its process was started with. */
  Optional<Path> logDirectory(ServiceRow row) {
    ServiceRow logger = logger(row);
    if (logger == null || logger.pid() <= 1) return Optional.empty();
    Path process = Path.of("/proc/" + logger.pid());
    try {
      Path works = Files.readSymbolicLink(process.resolve("cwd"));
      String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      for (String word : line.split("\0")) {
        if (!word.startsWith("/") && !word.startsWith(".")) continue;
        Path directory = works.resolve(word);
        if (Files.isRegularFile(directory.resolve("current"))) return Optional.of(directory);
      }
    } catch (IOException | RuntimeException gone) {
      // Nobody can tell then.
    }
    return Optional.empty();
  }

  private @Nullable ServiceRow logger(ServiceRow row) {
    String name = row.name().text();
    for (String other : new String[] {name + "/log", name + "-log"}) {
      ServiceRow logger = tree.row(new ServiceText(other).id());
      if (logger != null) return logger;
    }
    if (!row.isLive() || !row.name().isPlain()) return row;
    String last = name;
    try {
      String lines = suite.run("s6-rc-db", "-l", live.toString(), "pipeline", name).out();
      for (String line : lines.split("\n"))
        if (line.startsWith(last + "/")) last = line.substring(last.length() + 1);
    } catch (IOException unknown) {
      return row;
    }
    return tree.row(new ServiceText(last).id());
  }

  /** The last start of s6-rc; an empty object if there was none. */
  JsonElement times() throws IOException {
    Suite.Answer answer = suite.run("s6-rc", "-l", live.toString(), "--json", "times");
    try {
      return answer.code() == 0 ? JsonParser.parseString(answer.out()) : new JsonObject();
    } catch (JsonSyntaxException e) {
      throw new IOException(e);
    }
  }

  JsonArray timers() {
    JsonArray timers = new JsonArray();
    for (ServiceRow row : tree.rows().values()) {
      if (row.directory() == null) continue;
      Path file = row.directory().resolve("supervise/timers");
      try {
        if (Files.isRegularFile(file)) add(timers, row, Files.readAllBytes(file));
      } catch (IOException gone) {
        // Then it has no timers.
      }
    }
    return timers;
  }

  private static void add(JsonArray timers, ServiceRow row, byte[] bytes) {
    TimerStatus status = new TimerStatus(bytes, bytes.length);
    while (status.read()) {
      JsonObject timer = new JsonObject();
      timer.addProperty("daemon", row.name().shown());
      timer.addProperty("name", new String(status.name, StandardCharsets.UTF_8));
      timer.addProperty("state", new String(status.state, StandardCharsets.UTF_8));
      if (status.next != TimerStatus.NONE) timer.addProperty("next", status.next / MILLION);
      if (status.last != TimerStatus.NONE) timer.addProperty("last", status.last / MILLION);
      timers.add(timer);
    }
  }

  /** A drawing of the live services, or null if there are none. */
  @Nullable String graph() throws IOException {
    Suite.Answer answer = suite.run("s6-rc-db", "-l", live.toString(), "graph", "--format=svg");
    return answer.code() == 0 ? answer.out() : null;
  }
}
