package s6j.front.ask;

import com.google.gson.JsonArray;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import s6j.front.definition.Json;

/** {@code s6j status}: all services in one table, with what is odd about them. */
@Command(
    name = "status",
    description = "Shows all services of a live or scan directory, or the named ones.",
    footer = {
      "",
      "States: up, down; starting, stopping; failing: wanted up, and it does not stay so; stopped: "
          + "gave up, or was brought down past s6-rc; skipped: left out because of a condition.",
      "",
      "Exit codes: 0; 1 something is failing or stopped; 100 usage; 111 s6-rc has no answer.",
      "",
      "Examples:",
      "  s6j status",
      "  s6j status -l /run/user/live web db",
      "  s6j status -s /run/service",
      "  s6j status --json | jq -r '.[] | select(.word == \"failing\") | .name'"
    })
public final class StatusCommand implements Callable<Integer> {
  @Mixin private LiveOption live;

  @Option(
      names = {"-s", "--scandir"},
      paramLabel = "SCANDIR",
      description = "the services of a scan directory, without s6-rc")
  private Path scandir;

  @Option(
      names = {"-a", "--all"},
      description = "those of s6-rc itself, too")
  private boolean isAll;

  @Option(names = "--json", description = "answer in JSON")
  private boolean isJson;

  @Parameters(paramLabel = "NAME", description = "services or bundles")
  private List<String> names = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<ServiceState> services =
        ServiceTree.of(scandir, live.path).services(names).stream().filter(this::isShown).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (isJson) out.println(Json.text(json(services)));
    else table(services).lines().forEach(out::println);
    boolean isOdd = services.stream().anyMatch(service -> service.word().isOdd());
    return isOdd ? 1 : 0;
  }

  private boolean isShown(ServiceState service) {
    return isAll || !names.isEmpty() || !service.name().startsWith("s6rc-");
  }

  private static JsonArray json(List<ServiceState> services) {
    JsonArray array = new JsonArray();
    services.forEach(service -> array.add(service.json()));
    return array;
  }

  public static TextTable table(List<ServiceState> services) {
    TextTable table = new TextTable("SERVICE", "STATE", "SINCE", "PID", "READY", "NOTE");
    for (ServiceState service : services) table.add(row(service));
    return table;
  }

  static String[] row(ServiceState service) {
    boolean isRunning = service.is("running");
    return new String[] {
      service.name(),
      service.word().toString(),
      TextTable.age(service.number("seconds")),
      isRunning ? String.valueOf(service.number("pid")) : "-",
      service.readiness(),
      service.note()
    };
  }
}
