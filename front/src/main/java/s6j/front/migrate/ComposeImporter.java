package s6j.front.migrate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import s6j.front.importer.Import;
import s6j.front.importer.ImportReport;
import s6j.front.importer.ImportSettings;
import s6j.front.importer.Importer;
import s6j.front.toml.Nearest;

/**
 * Files of docker compose: what a supervisor can do of them. Services run on the machine itself, so
 * their command must be said, and images, networks, ports and volumes are told.
 */
final class ComposeImporter implements Importer {
  private static final List<String> KNOWN =
      List.of(
          "services", "version", "name", "volumes", "networks", "configs", "secrets", "include");

  @Override
  public String kind() {
    return "compose";
  }

  @Override
  public Import read(List<Path> sources, ImportSettings settings, ImportReport report)
      throws IOException {
    Import made = new Import(report);
    for (Path source : sources) {
      Optional<YamlValue> file = YamlValue.read(source, report);
      if (file.isPresent()) read(source, file.get(), made, settings, report);
    }
    return made;
  }

  private static void read(
      Path source, YamlValue file, Import made, ImportSettings settings, ImportReport report)
      throws IOException {
    Path directory = source.toAbsolutePath().normalize().getParent();
    Map<String, YamlValue> services = file.get("services").map(YamlValue::map).orElse(Map.of());
    if (services.isEmpty()) report.broken(file.place(), "no services: in it");
    file.map().forEach((key, value) -> tellTop(key, value, report));
    DollarText values = new DollarText(EnvFile.beside(directory, report), false, report);
    Map<String, Set<String>> conditions = conditions(services);
    for (Map.Entry<String, YamlValue> service : services.entrySet()) {
      report.enter(service.getKey());
      new ComposeService(service.getKey(), service.getValue(), directory, values, settings, report)
          .addTo(made, conditions.getOrDefault(service.getKey(), Set.of()));
      report.enter("");
    }
  }

  private static void tellTop(String key, YamlValue value, ImportReport report) {
    if (key.startsWith("x-") || List.of("services", "version", "name").contains(key)) return;
    if (KNOWN.contains(key))
      report.left(value.place(), key, "on the machine itself there are none");
    else report.left(value.place(), key + ": unknown key", Nearest.hint(key, KNOWN));
  }

  /** What others wait for, of each service. */
  private static Map<String, Set<String>> conditions(Map<String, YamlValue> services) {
    Map<String, Set<String>> conditions = new LinkedHashMap<>();
    for (YamlValue service : services.values())
      service
          .get("depends_on")
          .ifPresent(
              needs ->
                  needs
                      .map()
                      .forEach(
                          (name, need) ->
                              conditions
                                  .computeIfAbsent(name, key -> new LinkedHashSet<>())
                                  .add(need.get("condition").map(YamlValue::text).orElse(""))));
    return conditions;
  }
}
