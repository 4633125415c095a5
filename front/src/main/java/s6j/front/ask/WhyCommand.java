package s6j.front.ask;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import s6j.front.definition.Json;

/** {@code s6j why}: the reason for the state of a service. */
@Command(
    name = "why",
    description = "Tells why a service is not up, or that it is.",
    footer = {
      "",
      "Exit codes: 0 it is up, and was not skipped; 1 it is not; 3 there is no such service; "
          + "100 usage; 111 s6-rc has no answer.",
      "",
      "Example:",
      "  $ s6j why front",
      "  front is not up: it needs slow, which was stopped 9 s ago"
    })
public final class WhyCommand implements Callable<Integer> {
  @Mixin private LiveOption live;

  @Option(
      names = {"-s", "--scandir"},
      paramLabel = "SCANDIR",
      description = "a service of a scan directory, without s6-rc")
  private Path scandir;

  @Option(names = "--json", description = "answer in JSON")
  private boolean isJson;

  @Parameters(paramLabel = "NAME", description = "a service")
  private String name;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Reason reason = ServiceTree.of(scandir, live.path).why(name);
    if (reason.isAnswer())
      spec.commandLine().getOut().println(isJson ? Json.text(json(reason)) : reason.text());
    else spec.commandLine().getErr().println(told(reason));
    return reason.code();
  }

  private static String told(Reason reason) {
    return reason.text().startsWith("s6-rc: ") ? reason.text() : "s6j: " + reason.text();
  }

  private JsonObject json(Reason reason) {
    JsonObject object = new JsonObject();
    object.addProperty("name", name);
    object.addProperty("up", reason.code() == 0);
    object.addProperty("why", reason.text());
    if (!reason.skipped().isEmpty()) object.addProperty("skipped", reason.skipped());
    return object;
  }
}
