package s6j.front.importer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import s6j.front.convert.DefinitionTree;
import s6j.front.definition.Definition;
import s6j.front.toml.Place;
import s6j.front.toml.Problem;

/** What an importer made of sources: definitions that fit together, and what is to be told. */
public record Imported(List<Definition> definitions, DefinitionTree tree, ImportReport report) {
  public static Imported of(Importer importer, List<Path> sources, ImportSettings settings)
      throws IOException {
    ImportReport report = new ImportReport();
    Import made = importer.read(sources, settings, report);
    DefinitionTree tree = new DefinitionTree(List.of());
    int refused = -1;
    while (!report.isBroken() && refused < report.refused().size()) {
      refused = report.refused().size();
      tree = settled(made, report);
    }
    List<Definition> definitions = sorted(made);
    report.enter("");
    if (definitions.isEmpty() && report.broken().isEmpty())
      report.broken(Place.of(sources.get(0).toString()), "no service is in it");
    return new Imported(definitions, tree, report);
  }

  /** Without what is refused, and what that needs told; more may be refused then. */
  private static DefinitionTree settled(Import made, ImportReport report) {
    made.removeRefused();
    new Settlement(made, report).settle();
    for (Definition definition : made.all()) {
      report.enter(made.subject(definition.name.text()));
      checkName(definition, report);
    }
    made.removeRefused();
    DefinitionTree tree = new DefinitionTree(sorted(made));
    readBack(made, tree, report);
    return tree;
  }

  private static List<Definition> sorted(Import made) {
    List<Definition> definitions = new ArrayList<>(made.all());
    definitions.sort((a, b) -> a.name.text().compareTo(b.name.text()));
    return definitions;
  }

  /** The name becomes that of a file: it may not lead elsewhere. */
  private static void checkName(Definition definition, ImportReport report) {
    String name = definition.name.text();
    if (name.isEmpty() || name.startsWith(".") || name.indexOf('/') >= 0)
      report.broken(definition.name.place(), "no name for a service: " + name);
  }

  /** What convert would say is told with the place where the service came from. */
  private static void readBack(Import made, DefinitionTree tree, ImportReport report) {
    for (Problem problem : tree.problems()) {
      Place place = problem.place();
      String file = place.file();
      report.enter("");
      for (Definition definition : made.all()) {
        if (!file.equals(definition.name + ".toml")) continue;
        place = definition.name.place();
        report.enter(made.subject(definition.name.text()));
      }
      report.broken(place, problem.text(), problem.hint());
    }
  }

  /** Whether anything is there to be written. */
  public boolean isSomething() {
    return !report.isBroken() && !definitions.isEmpty();
  }
}
