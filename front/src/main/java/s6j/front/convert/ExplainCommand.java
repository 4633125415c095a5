package s6j.front.convert;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import s6j.front.definition.Definition;
import s6j.front.definition.Json;
import s6j.front.definition.Unit;
import s6j.front.toml.Nearest;
import s6j.front.toml.Problem;
import s6j.front.toml.Value;

/** {@code s6j explain}: a definition as its files make it. */
@Command(
    name = "explain",
    description = {
      "Shows the definition of a service as all its files make it, NAME.toml, what that includes, "
          + "and what NAME.toml.d has, with file, line and column of each value. What it shows is a "
          + "definition itself."
    },
    footer = {
      "",
      "NAME may be an instance, as worker@2, or a variant, as web.production. SOURCE is what "
          + "rc-compile gets: directories, in their order, or files NAME.toml.",
      "",
      "Exit codes: 0; 1 something in the files is wrong, or NAME has none of its own; 3 unknown "
          + "name; 100 usage.",
      "",
      "Examples:",
      "  s6j explain web services",
      "  s6j explain --json web /usr/share/services /etc/services"
    })
public final class ExplainCommand implements Callable<Integer> {
  private static final int UNKNOWN = 3;

  @Option(names = "--json", description = "answer in JSON")
  private boolean isJson;

  @Parameters(index = "0", paramLabel = "NAME", description = "name of the service")
  private String name;

  @Parameters(
      index = "1..*",
      paramLabel = "SOURCE",
      arity = "1..*",
      description = "directories or NAME.toml files")
  private List<Path> sources;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Conversion conversion = Conversion.of(sources, List.of(), "/var/log");
    Optional<Unit> unit = conversion.unit(name);
    if (unit.isEmpty()) return tellMissing(conversion);
    List<Path> files = conversion.layers(unit.get());
    List<Problem> problems =
        conversion.problems.sorted().stream()
            .filter(problem -> files.contains(Path.of(problem.place().file())))
            .toList();
    for (Problem problem : problems) complain(problem);
    Value.Table said = unit.get().said();
    PrintWriter out = spec.commandLine().getOut();
    if (isJson) out.println(Json.text(json(files, said, problems)));
    else {
      out.println("# " + name + ": " + joined(files));
      out.print(ExplainedText.of(said));
    }
    out.flush();
    return problems.isEmpty() ? 0 : 1;
  }

  private static String joined(List<Path> files) {
    return files.stream().map(Path::toString).collect(Collectors.joining(", then "));
  }

  private void complain(Object what) {
    spec.commandLine().getErr().println("s6j: " + what);
  }

  private int tellMissing(Conversion conversion) {
    conversion.problems.sorted().forEach(this::complain);
    Definition made = conversion.definition(name).orElse(null);
    if (made == null) {
      String hint = Nearest.hint(name, conversion.names());
      complain("no such service: " + name + (hint.isEmpty() ? "" : " (" + hint + ")"));
      return UNKNOWN;
    }
    String owner = conversion.owner(made);
    String why = owner.isEmpty() ? "made by what is said at " : "made for " + owner + ", ";
    complain(name + " has no file of its own: it is " + why + made.name.place());
    return 1;
  }

  private JsonObject json(List<Path> files, Value.Table said, List<Problem> problems) {
    JsonObject answer = new JsonObject();
    answer.addProperty("ok", problems.isEmpty());
    answer.addProperty("name", name);
    answer.add("files", Json.array(files));
    JsonArray values = new JsonArray();
    ExplainedText.each(said, (key, value) -> values.add(json(key, value)));
    answer.add("values", values);
    answer.add("problems", Json.problems(problems));
    return answer;
  }

  private static JsonObject json(String key, Value value) {
    JsonObject object = new JsonObject();
    object.addProperty("key", key);
    Json.place(object, value.place());
    object.add("value", json(value));
    return object;
  }

  private static JsonElement json(Value value) {
    if (value instanceof Value.Whole whole) return new JsonPrimitive(whole.number());
    if (value instanceof Value.Flag flag) return new JsonPrimitive(flag.isSet());
    if (value instanceof Value.Items items) {
      JsonArray array = new JsonArray();
      items.items().forEach(item -> array.add(json(item)));
      return array;
    }
    if (value instanceof Value.Table table) {
      JsonObject object = new JsonObject();
      table.entries().forEach((key, one) -> object.add(key, json(one)));
      return object;
    }
    return new JsonPrimitive(value instanceof Value.Text text ? text.text() : value.kind());
  }
}
