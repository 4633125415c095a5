package s6j.front.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import s6j.front.definition.Definition;
import s6j.front.definition.Key;
import s6j.front.definition.Keys;
import s6j.front.importer.DirectoryFiles;
import s6j.front.importer.Import;
import s6j.front.importer.ImportReport;
import s6j.front.importer.ImportSettings;
import s6j.front.importer.Importer;
import s6j.front.importer.SourceText;
import s6j.front.toml.Name;

/**
 * Service scripts of OpenRC: init.d, conf.d and runlevels of an etc. One with a command becomes a
 * longrun, one with a start of its own a oneshot; the script itself goes on to say what it does.
 */
final class OpenRcImporter implements Importer {
  private static final List<String> STARTED = List.of("sysinit", "boot", "default");

  @Override
  public String kind() {
    return "openrc";
  }

  @Override
  public Import read(List<Path> sources, ImportSettings settings, ImportReport report)
      throws IOException {
    Reading reading = new Reading(settings, report);
    for (Path source : sources) {
      Path etc = source.endsWith("init.d") ? source.resolveSibling(".") : source;
      if (Files.isDirectory(etc.resolve("init.d"))) reading.readEtc(etc);
      else report.broken(DirectoryFiles.place(source), "no init.d is in it");
    }
    reading.finish();
    return reading.made;
  }

  /** One import. */
  private static final class Reading {
    private final ImportSettings settings;
    private final ImportReport report;
    private final Import made;

    /** By name: who says that it comes before that one. */
    private final Map<String, List<Name>> before = new LinkedHashMap<>();

    /** Who says that it is something that others need. */
    private final Map<String, String> providers = new LinkedHashMap<>();

    Reading(ImportSettings settings, ImportReport report) {
      this.settings = settings;
      this.report = report;
      this.made = new Import(report);
    }

    void readEtc(Path etc) throws IOException {
      Set<String> started = new LinkedHashSet<>();
      for (String level : STARTED)
        for (Path link : DirectoryFiles.entries(etc.resolve("runlevels").resolve(level)))
          started.add(link.getFileName().toString());
      for (Path file : DirectoryFiles.entries(etc.resolve("init.d"))) {
        String name = file.getFileName().toString();
        if (!Files.isRegularFile(file) || name.startsWith(".") || name.endsWith(".sh")) continue;
        report.enter(name);
        readScript(file, etc.resolve("conf.d").resolve(name), started.contains(name));
        report.enter("");
      }
    }

    private void readScript(Path file, Path configuration, boolean isStarted) throws IOException {
      SourceText text = SourceText.read(file, report).orElse(null);
      if (text == null) return;
      if (!text.text.startsWith("#!")
          || !text.text.lines().findFirst().orElse("").contains("openrc-run")) {
        report.left(text.place(0), "no script for openrc-run", "");
        return;
      }
      String name = file.getFileName().toString();
      OpenRcScript script = new OpenRcScript(name, file, configuration, text, settings, report);
      Definition definition = script.definition();
      if (isStarted) definition.add(Keys.IN, new Name("default", definition.place));
      for (String thing : script.provides()) providers.putIfAbsent(thing, name);
      for (Name later : script.before())
        before
            .computeIfAbsent(later.text(), key -> new ArrayList<>())
            .add(new Name(name, later.place()));
      made.add(definition);
    }

    /** Needs that only somebody provides are needs of that. */
    void finish() {
      before.forEach(
          (later, names) -> {
            Definition definition = made.get(made.has(later) ? later : providers.get(later));
            if (definition != null) definition.addAll(Keys.AFTER, names);
          });
      for (Definition definition : made.all())
        for (Key<List<Name>> key : List.of(Keys.NEEDS, Keys.WANTS, Keys.AFTER))
          for (Name other : List.copyOf(definition.get(key))) settle(definition, key, other);
    }

    private void settle(Definition definition, Key<List<Name>> key, Name other) {
      String provider = providers.get(other.text());
      if (provider == null || made.has(other.text())) return;
      definition.removeIf(key, other::equals);
      definition.add(key, new Name(provider, other.place()));
    }
  }
}
