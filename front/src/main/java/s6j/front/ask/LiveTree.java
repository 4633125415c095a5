package s6j.front.ask;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import s6j.front.run.Programs;
import s6j.front.run.Running;

/** A live directory of s6-rc, seen through the programs of the suite. */
record LiveTree(Path live) implements ServiceTree {
  static final String DEFAULT = "/run/s6-rc";
  private static final String VARIABLE = "S6J_LIVE";

  /** The environment's S6J_LIVE, else where s6-rc looks. */
  static LiveTree of(@Nullable Path given) {
    if (given != null) return new LiveTree(given);
    return new LiveTree(Path.of(isSaid() ? System.getenv(VARIABLE) : DEFAULT));
  }

  /** Whether the environment names one. */
  static boolean isSaid() {
    String said = System.getenv(VARIABLE);
    return said != null && !said.isEmpty();
  }

  @Override
  public List<ServiceState> services(List<String> names) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-l", live.toString(), "--json", "status"));
    arguments.addAll(names);
    Running.Answer answer = Programs.run("s6-rc", arguments.toArray(new String[0]));
    if (answer.code() != 0) throw new IOException(answer.err().strip());
    return parsed(answer.out());
  }

  private List<ServiceState> parsed(String json) throws IOException {
    try {
      List<ServiceState> services = new ArrayList<>();
      for (JsonElement element : JsonParser.parseString(json).getAsJsonArray())
        services.add(service(element.getAsJsonObject()));
      return services;
    } catch (JsonSyntaxException | IllegalStateException e) {
      throw new IOException("s6-rc status --json makes no sense: " + e.getMessage(), e);
    }
  }

  private ServiceState service(JsonObject told) throws IOException {
    String name = told.get("name").getAsString();
    boolean notifies = Files.exists(serviceDirectory(name).resolve("notification-fd"));
    ServiceState state = new ServiceState(told, skipped(name), notifies);
    return state.word() == ServiceState.Word.FAILING
        ? state.with(StartOfScript.troubles(name, serviceDirectory(name)))
        : state;
  }

  @Override
  public Reason why(String name) throws IOException {
    Running.Answer answer = Programs.run("s6-rc", "-l", live.toString(), "why", name);
    if (answer.code() != 0 && answer.code() != 1)
      return new Reason(answer.code(), answer.err().strip(), "");
    ServiceState state = services(List.of(name)).get(0);
    String skipped = state.isUp() ? state.skipped() : "";
    if (!skipped.isEmpty()) return new Reason(1, name + " was skipped: " + skipped, skipped);
    String trouble = state.trouble().isEmpty() ? "" : "\n" + name + ": " + state.trouble();
    return new Reason(answer.code(), answer.out().strip() + trouble, "");
  }

  /** The end of its pipeline. */
  @Override
  public String logger(String service) throws IOException {
    Running.Answer answer = Programs.run("s6-rc-db", "-l", live.toString(), "pipeline", service);
    String last = service;
    for (String line : answer.out().lines().toList())
      if (line.startsWith(last + "/") && line.length() > last.length() + 1)
        last = line.substring(last.length() + 1);
    return last;
  }

  /** Why a service was skipped; an empty string if it was not. */
  String skipped(String name) {
    try {
      Path file = live.resolve("skipped").resolve(name);
      return Files.exists(file) ? Files.readString(file).strip() : "";
    } catch (IOException e) {
      return "";
    }
  }

  Path serviceDirectory(String name) {
    return live.resolve("servicedirs").resolve(name);
  }
}
