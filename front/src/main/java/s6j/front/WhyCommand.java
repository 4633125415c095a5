package s6j.front;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code s6j why}: the reason for the state of a service. */
@Command(
    name = "why",
    description = "Tells why a service is not up, or that it is.",
    footer = {
      "",
      "Exit codes: 0 it is up, and was not skipped; 1 it is not; 3 there is no such service;",
      "100 usage; 111 s6-rc has no answer.",
      "",
      "Example:",
      "  $ s6j why front",
      "  front is not up: it needs slow, which runs as pid 71 for 2 s and has not notified readiness"
    })
final class WhyCommand implements Callable<Integer> {
  @Mixin private LiveOption live;

  @Option(names = "--json", description = "answer in JSON")
  private boolean isJson;

  @Parameters(paramLabel = "NAME", description = "a service")
  private String name;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    LiveTree tree = LiveTree.of(live.path);
    Running.Answer answer = Programs.run("s6-rc", "-l", tree.live().toString(), "why", name);
    if (answer.code() != 0 && answer.code() != 1) return pass(answer);
    ServiceState state = tree.services(List.of(name)).get(0);
    String skipped = state.isUp() ? state.skipped() : "";
    String text = skipped.isEmpty() ? answer.out().strip() : name + " was skipped: " + skipped;
    boolean isUp = answer.code() == 0 && skipped.isEmpty();
    spec.commandLine().getOut().println(isJson ? Json.text(json(isUp, text, skipped)) : text);
    return isUp ? 0 : 1;
  }

  private int pass(Running.Answer answer) {
    spec.commandLine().getErr().print(answer.err());
    spec.commandLine().getErr().flush();
    return answer.code();
  }

  private JsonObject json(boolean isUp, String text, String skipped) {
    JsonObject object = new JsonObject();
    object.addProperty("name", name);
    object.addProperty("up", isUp);
    object.addProperty("why", text);
    if (!skipped.isEmpty()) object.addProperty("skipped", skipped);
    return object;
  }
}
