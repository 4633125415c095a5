package s6j.front.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import s6j.front.definition.Definition;
import s6j.front.definition.Keys;
import s6j.front.importer.DirectoryFiles;
import s6j.front.importer.Import;
import s6j.front.importer.ImportReport;
import s6j.front.importer.ImportSettings;
import s6j.front.importer.Importer;
import s6j.front.importer.SourceText;
import s6j.front.importer.Span;
import s6j.front.toml.Name;

/**
 * Service descriptions of dinit. What boot leads to is started by itself; hard dependencies are
 * needs, soft ones are started along with the rest.
 */
final class DinitImporter implements Importer {
  private static final String FIRST = "boot";

  @Override
  public String kind() {
    return "dinit";
  }

  @Override
  public Import read(List<Path> sources, ImportSettings settings, ImportReport report)
      throws IOException {
    Reading reading = new Reading(settings, report);
    for (Path source : sources)
      if (Files.isDirectory(source))
        for (Path file : DirectoryFiles.entries(source)) reading.readFile(file, false);
      else reading.readFile(source, true);
    reading.finish();
    return reading.made;
  }

  /** One import. */
  private static final class Reading {
    private final ImportSettings settings;
    private final ImportReport report;
    private final Import made;

    /** What each leads to: needs, and what is started along. */
    private final Map<String, Set<String>> ways = new LinkedHashMap<>();

    /** By name: who says that it comes before that one. */
    private final Map<String, List<Name>> before = new LinkedHashMap<>();

    Reading(ImportSettings settings, ImportReport report) {
      this.settings = settings;
      this.report = report;
      this.made = new Import(report);
    }

    void readFile(Path path, boolean isNamed) throws IOException {
      String name = path.getFileName().toString();
      if (!isNamed && (name.startsWith(".") || !Files.isRegularFile(path))) return;
      Optional<SourceText> text = SourceText.read(path, report);
      if (text.isEmpty() || !isNamed && !DinitFile.isDescription(text.get())) return;
      report.enter(name);
      DinitFile file = new DinitFile(text.get(), report);
      Path directory = path.toAbsolutePath().normalize().getParent();
      List<Name> needs = names(file, directory, "depends-on", "depends-ms");
      List<Name> along = names(file, directory, "waits-for");
      Set<String> way = new LinkedHashSet<>();
      needs.forEach(need -> way.add(need.text()));
      along.forEach(need -> way.add(need.text()));
      for (Span later : file.all("before"))
        before.computeIfAbsent(later.text, key -> new ArrayList<>()).add(name(name, later));
      ways.put(name, way);
      made.add(new DinitService(name, file, directory, settings, report).definition(needs, along));
      report.enter("");
    }

    private static Name name(String name, Span said) {
      return new Name(name, said.place());
    }

    /** Of the lines, and of the names in directories that lines tell. */
    private List<Name> names(DinitFile file, Path directory, String... keys) throws IOException {
      List<Name> names = new ArrayList<>();
      for (String key : keys) {
        for (Span name : file.all(key)) names.add(new Name(name.text, name.place()));
        for (Span folder : file.all(key + ".d"))
          for (Path entry : DirectoryFiles.entries(directory.resolve(folder.text)))
            if (!entry.getFileName().toString().startsWith("."))
              names.add(new Name(entry.getFileName().toString(), folder.place()));
      }
      return names;
    }

    void finish() {
      before.forEach(
          (later, names) -> {
            Definition definition = made.get(later);
            if (definition != null && definition.kind() != Definition.Kind.BUNDLE)
              definition.addAll(Keys.AFTER, names);
          });
      Set<String> reached = new LinkedHashSet<>();
      Deque<String> next = new ArrayDeque<>(List.of(FIRST));
      while (!next.isEmpty()) {
        String name = next.remove();
        if (reached.add(name)) next.addAll(ways.getOrDefault(name, Set.of()));
      }
      for (String name : reached) {
        Definition definition = made.get(name);
        if (definition != null)
          definition.add(Keys.IN, new Name("default", definition.name.place()));
      }
    }
  }
}
