package s6j.front.ask;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import s6j.front.definition.Json;
import s6j.front.run.Programs;
import s6j.front.run.Running;

/** The services and bundles of a compiled set, as s6-rc-db tells them. */
record SetDescription(List<String> database) {
  JsonObject json() throws IOException {
    JsonObject set = new JsonObject();
    JsonArray services = new JsonArray();
    for (String type : List.of("longrun", "oneshot"))
      for (String name : lines("list", type + "s")) services.add(service(name, type));
    set.add("services", services);
    JsonArray bundles = new JsonArray();
    for (String name : lines("list", "bundles")) bundles.add(bundle(name));
    set.add("bundles", bundles);
    return set;
  }

  private JsonObject service(String name, String type) throws IOException {
    JsonObject service = new JsonObject();
    service.addProperty("name", name);
    service.addProperty("type", type);
    service.add("needs", Json.array(lines("dependencies", name)));
    return service;
  }

  private JsonObject bundle(String name) throws IOException {
    JsonObject bundle = new JsonObject();
    bundle.addProperty("name", name);
    bundle.add("contents", Json.array(lines("contents", name)));
    return bundle;
  }

  private List<String> lines(String... words) throws IOException {
    List<String> arguments = new ArrayList<>(database);
    arguments.addAll(List.of(words));
    Running.Answer answer = Programs.run("s6-rc-db", arguments.toArray(new String[0]));
    if (answer.code() != 0) throw new IOException(answer.err().strip());
    return answer.out().lines().toList();
  }
}
