package s6j.front.ask;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import s6j.front.definition.Json;
import s6j.front.run.Programs;
import s6j.front.run.Running;

/** {@code s6j graph}: a picture of a compiled set. */
@Command(
    name = "graph",
    description = "Draws the services of a database or of a live directory, and what they need.",
    footer = {
      "",
      "Exit codes: those of rc-db.",
      "",
      "Examples:",
      "  s6j graph -c db >services.svg",
      "  s6j graph --dot | dot -Tpdf >services.pdf"
    })
public final class GraphCommand implements Callable<Integer> {
  private static final String LIVE = "/run/s6-rc";

  @Option(
      names = {"-c", "--compiled"},
      paramLabel = "DB",
      description = "a compiled database")
  private @Nullable Path compiled;

  @Option(
      names = {"-l", "--live"},
      paramLabel = "LIVE",
      description = "a live directory (S6J_LIVE, or " + LIVE + ")")
  private @Nullable Path live;

  @Option(names = "--dot", description = "in the DOT language instead of SVG")
  private boolean isDot;

  @Option(names = "--json", description = "as JSON: services with what they need, bundles")
  private boolean isJson;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<String> arguments = new ArrayList<>();
    if (compiled != null) arguments.addAll(List.of("-c", compiled.toString()));
    else arguments.addAll(List.of("-l", live()));
    if (isJson) {
      spec.commandLine().getOut().println(Json.text(new SetDescription(arguments).json()));
      return 0;
    }
    arguments.add("graph");
    if (!isDot) arguments.add("--format=svg");
    Running.Answer answer = Programs.run("s6-rc-db", arguments.toArray(new String[0]));
    spec.commandLine().getOut().print(answer.out());
    spec.commandLine().getOut().flush();
    spec.commandLine().getErr().print(answer.err());
    spec.commandLine().getErr().flush();
    return answer.code();
  }

  private String live() {
    if (live != null) return live.toString();
    String said = System.getenv("S6J_LIVE");
    return said == null || said.isEmpty() ? LIVE : said;
  }
}
