package s6j.web;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What s6-rc knows: its services, the oneshots among them, and the words they are tagged with. */
final class LiveView {
  private static final String TAG = "tag.";

  private final Path live;
  private final Suite suite;
  private @Nullable FileTime stateSeen;
  private @Nullable Path setSeen;
  private final Map<String, JsonObject> services = new HashMap<>();
  private final Map<String, List<String>> tags = new HashMap<>();

  LiveView(Path live, Suite suite) {
    this.live = live;
    this.suite = suite;
  }

  /** Asks again if something has changed. */
  void refresh() {
    try {
      FileTime state = Files.getLastModifiedTime(live.resolve("state"));
      Path set = Files.readSymbolicLink(live.resolve("compiled"));
      if (!set.equals(setSeen)) readTags();
      if (!set.equals(setSeen) || !state.equals(stateSeen)) readStates();
      setSeen = set;
      stateSeen = state;
    } catch (IOException none) {
      services.clear();
      tags.clear();
      setSeen = null;
    }
  }

  private void readStates() throws IOException {
    Suite.Answer answer = suite.run("s6-rc", "-l", live.toString(), "--json", "status");
    if (answer.code() != 0) throw new IOException(answer.err());
    services.clear();
    for (JsonElement one : JsonParser.parseString(answer.out()).getAsJsonArray())
      services.put(one.getAsJsonObject().get("name").getAsString(), one.getAsJsonObject());
  }

  private void readTags() throws IOException {
    tags.clear();
    String place = live.toString();
    for (String bundle : suite.run("s6-rc-db", "-l", place, "list", "bundles").out().split("\n"))
      if (bundle.startsWith(TAG))
        for (String name : suite.run("s6-rc-db", "-l", place, "contents", bundle).out().split("\n"))
          tags.computeIfAbsent(name, none -> new ArrayList<>()).add(bundle.substring(TAG.length()));
  }

  boolean knows(String name) {
    return services.containsKey(name);
  }

  List<String> tags(String name) {
    return tags.getOrDefault(name, List.of());
  }

  List<ServiceRow> oneshots() {
    List<ServiceRow> rows = new ArrayList<>();
    for (Map.Entry<String, JsonObject> one : services.entrySet())
      if (one.getValue().get("type").getAsString().equals("oneshot"))
        rows.add(oneshot(one.getKey(), one.getValue()));
    return rows;
  }

  private ServiceRow oneshot(String text, JsonObject told) {
    ServiceText name = new ServiceText(text);
    String state = told.get("state").getAsString().equals("up") ? "done" : "down";
    JsonObject json = new JsonObject();
    json.addProperty("id", name.id());
    json.addProperty("name", name.shown());
    json.addProperty("kind", "oneshot");
    json.addProperty("state", state);
    json.addProperty("live", true);
    if (!tags(text).isEmpty()) json.add("tags", ServiceRow.array(tags(text)));
    return new ServiceRow(name, null, 0, state, true, json);
  }
}
