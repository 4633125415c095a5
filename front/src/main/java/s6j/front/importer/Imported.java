package s6j.front.importer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import s6j.front.Definition;
import s6j.front.DefinitionTree;
import s6j.front.Place;
import s6j.front.Problem;

/** What an importer made of sources: definitions that fit together, and what is to be told. */
record Imported(List<Definition> definitions, DefinitionTree tree, Report report) {
  static Imported of(Importer importer, List<Path> sources, Settings settings) throws IOException {
    Report report = new Report();
    Import made = importer.read(sources, settings, report);
    if (!report.isBroken()) new Settlement(made, report).settle();
    List<Definition> definitions = new ArrayList<>(made.all());
    definitions.sort((a, b) -> a.name.text().compareTo(b.name.text()));
    if (definitions.isEmpty() && !report.isBroken())
      report.broken(Place.of(sources.get(0).toString()), "no service is in it");
    for (Definition definition : definitions) checkName(definition, report);
    DefinitionTree tree = new DefinitionTree(definitions);
    if (!report.isBroken()) readBack(definitions, tree, report);
    return new Imported(definitions, tree, report);
  }

  /** The name becomes that of a file: it may not lead elsewhere. */
  private static void checkName(Definition definition, Report report) {
    String name = definition.name.text();
    if (name.isEmpty() || name.startsWith(".") || name.indexOf('/') >= 0)
      report.broken(definition.name.place(), "no name for a service: " + name);
  }

  /** What convert would say is told with the place where the service came from. */
  private static void readBack(List<Definition> definitions, DefinitionTree tree, Report report) {
    for (Problem problem : tree.problems()) {
      Place place = problem.place();
      for (Definition definition : definitions)
        if (place.file().equals(definition.name + ".toml")) place = definition.name.place();
      report.broken(place, problem.text(), problem.hint());
    }
  }
}
