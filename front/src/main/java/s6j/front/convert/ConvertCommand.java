package s6j.front.convert;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import s6j.front.definition.Definition;
import s6j.front.definition.Json;
import s6j.front.definition.Schema;
import s6j.front.toml.Problem;

/** {@code s6j convert}: definitions become source directories. */
@Command(
    name = "convert",
    description = {
      "Writes the s6-rc source directories of the definitions NAME.toml in directories, or of "
          + "single files. rc-compile does the same by itself when it meets such files; this shows "
          + "what comes of them, and makes something to keep under version control."
    },
    footer = {
      "",
      "Nothing is written while anything is wrong; all problems are told, with file, line and "
          + "column. An account that is not on this machine is a warning. OUT is replaced as a "
          + "whole, and only if nobody else wrote into it.",
      "",
      "Exit codes: 0; 1 something is wrong with the definitions, or OUT is not ours; 100 usage; "
          + "111 a file cannot be read or written.",
      "",
      "Examples:",
      "  s6j convert --print services/web.toml      look at what it becomes",
      "  s6j convert --check services               only say what is wrong",
      "  s6j convert -o source services && rc-compile db source"
    })
public final class ConvertCommand implements Callable<Integer> {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT",
      description = "the directory to write")
  private @Nullable Path output;

  @Option(names = "--check", description = "write nothing")
  private boolean isCheck;

  @Option(names = "--print", description = "print the files instead of writing them")
  private boolean isPrint;

  @Option(
      names = "--also",
      paramLabel = "DIR",
      description = "source directories of the same set that are written by hand")
  private List<Path> others = List.of();

  @Option(
      names = "--log-root",
      paramLabel = "DIR",
      defaultValue = "/var/log",
      description = "where loggers without a directory write (${DEFAULT-VALUE})")
  private String logRoot;

  @Option(names = "--json", description = "answer in JSON")
  private boolean isJson;

  @Option(
      names = "--schema",
      help = true,
      description = "only print the JSON schema of definitions, for editors")
  private boolean isSchema;

  @Parameters(paramLabel = "SOURCE", arity = "1..*", description = "directories or NAME.toml files")
  private List<Path> sources;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (isSchema) {
      spec.commandLine().getOut().println(Json.text(Schema.definition()));
      return 0;
    }
    if (output == null && !isCheck && !isPrint)
      throw new picocli.CommandLine.ParameterException(
          spec.commandLine(), "one of -o OUT, --print and --check is needed");
    Conversion conversion = Conversion.of(sources, others, logRoot);
    if (!conversion.problems.none()) return tell(conversion);
    for (Problem warning : conversion.warnings.sorted())
      spec.commandLine().getErr().println("s6j: warning: " + warning);
    if (isPrint) print(conversion);
    boolean hasChanged = false;
    if (output != null && !isCheck) {
      OutputTree tree = new OutputTree(output);
      List<String> obstacles = tree.obstacles();
      if (!obstacles.isEmpty()) return refuse(obstacles);
      hasChanged = tree.write(conversion.files);
    }
    if (isJson) spec.commandLine().getOut().println(Json.text(json(conversion, hasChanged)));
    return 0;
  }

  private int tell(Conversion conversion) {
    for (Problem problem : conversion.problems.sorted())
      spec.commandLine().getErr().println("s6j: " + problem);
    if (isJson) spec.commandLine().getOut().println(Json.text(json(conversion, false)));
    return 1;
  }

  private int refuse(List<String> obstacles) {
    PrintWriter err = spec.commandLine().getErr();
    obstacles.stream().limit(10).forEach(obstacle -> err.println("s6j: " + obstacle));
    err.println("s6j: " + output + " is left as it is: move it away, or choose another -o");
    return 1;
  }

  private void print(Conversion conversion) {
    PrintWriter out = spec.commandLine().getOut();
    conversion.files.forEach(
        (path, file) -> {
          out.println("==> " + path + (file.isExecutable() ? " (executable)" : ""));
          out.print(file.content());
        });
    out.flush();
  }

  private JsonObject json(Conversion conversion, boolean hasChanged) {
    JsonObject answer = new JsonObject();
    answer.addProperty("ok", conversion.problems.none());
    answer.addProperty("files", conversion.count());
    if (output != null) answer.addProperty("output", output.toString());
    answer.addProperty("changed", hasChanged);
    answer.add("problems", Json.problems(conversion.problems.sorted()));
    answer.add("warnings", Json.problems(conversion.warnings.sorted()));
    JsonArray services = new JsonArray();
    for (Definition definition : conversion.definitions)
      services.add(Json.definition(definition, conversion.owner(definition)));
    answer.add("services", services);
    return answer;
  }
}
