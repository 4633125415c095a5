package s6j.front.migrate;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import s6j.front.convert.DefinitionTree;
import s6j.front.definition.Definition;
import s6j.front.definition.Json;
import s6j.front.importer.ImportReport;
import s6j.front.importer.ImportSettings;
import s6j.front.importer.Imported;
import s6j.front.importer.Importer;
import s6j.front.importer.MedicImporter;
import s6j.front.importer.OverlayImporter;
import s6j.front.importer.SupervisionScriptsImporter;
import s6j.front.importer.SupervisordImporter;
import s6j.front.importer.SystemdImporter;
import s6j.front.importer.Telling;
import s6j.front.importer.XmlImporter;
import s6j.front.toml.Nearest;

/** {@code s6j import}: the services of another system become definitions. */
@Command(
    name = "import",
    description = {
      "Makes definitions NAME.toml of the services of another system, to be looked at, edited, and "
          + "converted. What cannot be carried over is listed with file and line."
    },
    footer = {
      "",
      "KIND and what SOURCE is then:",
      "  systemd              .service and .target files, or directories of them",
      "  supervisord          supervisord.conf, or files that it includes",
      "  supervision-scripts  a definition directory, or a directory of them",
      "  medic                a package, ROOT/scripts/PKG",
      "  s6-overlay           a root with cont-init.d, services.d, s6-rc.d, or its etc",
      "  xml                  a service list",
      "  runit, daemontools   a scan directory, or a service directory",
      "  dinit                a directory of service descriptions, or single ones",
      "  openrc               an etc with init.d, conf.d and runlevels",
      "  cron                 a crontab, a cron.d, or an etc that has them",
      "  procfile             a Procfile",
      "  compose              a compose.yaml of docker compose",
      "  process-compose      a process-compose.yaml",
      "",
      "A service that is broken, or would have more rights than before, is refused; the rest is "
          + "written. DIR is replaced as a whole, and only if nobody else wrote into it. "
          + "docs/import.md has what is carried over, and how.",
      "",
      "Exit codes: 0 written, even if things had to be left out; 1 nothing is written: nothing in "
          + "SOURCE can be carried over, DIR is not ours, or --strict and something was left out or "
          + "refused; 2 written, but services were refused; 100 usage; 111 a file cannot be read or "
          + "written.",
      "",
      "Examples:",
      "  s6j import systemd --print /etc/systemd/system/web.service",
      "  s6j import supervisord /etc/supervisord.conf --to services",
      "  s6j convert --check services"
    })
public final class ImportCommand implements Callable<Integer> {
  private static final Map<String, Importer> IMPORTERS = new LinkedHashMap<>();

  static {
    for (Importer importer :
        List.of(
            new SystemdImporter(),
            new SupervisordImporter(),
            new SupervisionScriptsImporter(),
            new MedicImporter(),
            new OverlayImporter(),
            new XmlImporter(),
            new ServiceTreeImporter("runit"),
            new ServiceTreeImporter("daemontools"),
            new DinitImporter(),
            new OpenRcImporter(),
            new CronImporter(),
            new ProcfileImporter(),
            new ComposeImporter(),
            new ProcessComposeImporter())) IMPORTERS.put(importer.kind(), importer);
  }

  @Option(names = "--to", paramLabel = "DIR", description = "the directory of definitions to write")
  private @Nullable Path target;

  @Option(names = "--check", description = "write nothing")
  private boolean isCheck;

  @Option(names = "--print", description = "print the definitions instead of writing them")
  private boolean isPrint;

  @Option(names = "--strict", description = "write nothing if anything must be left out")
  private boolean isStrict;

  @Option(
      names = "--accept-weaker",
      description =
          "carry over what would have more rights than in the other system, too; it is told, and "
              + "not refused")
  private boolean isWeakerAccepted;

  @Option(names = "--all", description = "tell each thing with its place, not the like in one line")
  private boolean isAll;

  @Option(
      names = "--order-needs",
      description =
          "a service that the other system only starts later (After, Before, priority) needs what "
              + "is started before; otherwise mere order is left out")
  private boolean isOrderNeeds;

  @Option(
      names = "--no-logger",
      description = "no loggers for output that the other system keeps by default")
  private boolean isNoLogger;

  @Option(
      names = "--instance",
      paramLabel = "NAME@INSTANCE",
      description = "an instance of a template that the sources do not name")
  private List<String> instances = List.of();

  @Option(names = "--json", description = "answer in JSON")
  private boolean isJson;

  @Parameters(index = "0", paramLabel = "KIND", description = "the other system, see below")
  private String kind;

  @Parameters(index = "1..*", paramLabel = "SOURCE", arity = "1..*", description = "what to read")
  private List<Path> sources;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Importer importer = IMPORTERS.get(kind);
    if (importer == null)
      throw usage("no such kind: " + kind + "; " + known(Nearest.hint(kind, IMPORTERS.keySet())));
    if (target == null && !isCheck && !isPrint)
      throw usage("one of --to DIR, --print and --check is needed");
    ImportSettings settings =
        new ImportSettings(isOrderNeeds, !isNoLogger, List.copyOf(instances), isWeakerAccepted);
    Imported imported = Imported.of(importer, sources, settings);
    ImportReport report = imported.report();
    boolean isLess = !report.left().isEmpty() || !report.refused().isEmpty();
    boolean isRefused = !imported.isSomething() || isStrict && isLess;
    List<String> obstacles = obstacles(isRefused);
    boolean isWanted = !isRefused && obstacles.isEmpty() && target != null && !isCheck && !isPrint;
    boolean hasChanged = isWanted && imported.tree().write(target, "import");
    if (isJson)
      out().println(Json.text(json(imported, !isRefused && obstacles.isEmpty(), hasChanged)));
    else tell(imported, isRefused, isWanted);
    obstacles.stream().limit(10).forEach(this::complain);
    if (!obstacles.isEmpty())
      complain(target + " is left as it is: move it away, or choose another --to");
    out().flush();
    if (isRefused || !obstacles.isEmpty()) return 1;
    return report.refused().isEmpty() ? 0 : 2;
  }

  private static String known(String hint) {
    return hint.isEmpty() ? "there are " + String.join(", ", IMPORTERS.keySet()) : hint;
  }

  private ParameterException usage(String text) {
    return new ParameterException(spec.commandLine(), text);
  }

  private List<String> obstacles(boolean isRefused) throws IOException {
    if (isRefused || target == null || isCheck || isPrint) return List.of();
    return DefinitionTree.obstacles(target, "import");
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void complain(Object problem) {
    spec.commandLine().getErr().println("s6j: " + problem);
  }

  private void tell(Imported imported, boolean isRefused, boolean isWritten) {
    ImportReport report = imported.report();
    report.broken().forEach(this::complain);
    if (isPrint && !isRefused) print(imported);
    PrintWriter list = isPrint ? spec.commandLine().getErr() : out();
    new Telling(list, isAll).tell(report);
    if (isStrict && !report.left().isEmpty()) complain("nothing is written: --strict");
    if (!report.refused().isEmpty()) complain("refused: " + String.join(", ", report.refused()));
    if (!isWritten) return;
    list.println(imported.definitions().size() + " definitions in " + target);
    list.flush();
  }

  private void print(Imported imported) {
    imported
        .tree()
        .texts()
        .forEach(
            (name, text) -> {
              out().println("==> " + name);
              out().print(text);
            });
    out().flush();
  }

  private JsonObject json(Imported imported, boolean isOk, boolean hasChanged) {
    JsonObject answer = new JsonObject();
    answer.addProperty("ok", isOk);
    answer.addProperty("kind", kind);
    if (target != null) answer.addProperty("output", target.toString());
    answer.addProperty("changed", hasChanged);
    JsonArray files = new JsonArray();
    for (Definition definition : imported.definitions()) files.add(json(imported, definition));
    answer.add("definitions", files);
    ImportReport report = imported.report();
    answer.add("refused", Json.array(report.refused()));
    answer.add("broken", Json.problems(report.broken()));
    answer.add("weaker", Json.problems(report.told(ImportReport.Rank.WEAKER)));
    answer.add("left", Json.problems(report.told(ImportReport.Rank.BEHAVIOUR)));
    answer.add("different", Json.problems(report.changed()));
    answer.add("other", Json.problems(report.told(ImportReport.Rank.REST)));
    answer.add("people", Json.problems(report.told(ImportReport.Rank.PEOPLE)));
    return answer;
  }

  private JsonObject json(Imported imported, Definition definition) {
    JsonObject object = new JsonObject();
    object.addProperty("name", definition.name.text());
    object.addProperty("type", definition.kind().word());
    object.addProperty("file", definition.name + ".toml");
    object.addProperty("from", definition.name.place().toString());
    if (isPrint) object.addProperty("text", imported.tree().texts().get(definition.name + ".toml"));
    return object;
  }
}
