package s6j.front.convert;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import s6j.front.definition.Definition;
import s6j.front.definition.Unit;
import s6j.front.toml.Problems;

/** From sources to the files of source definition directories; pure but for reading. */
final class Conversion {
  final Problems problems = new Problems();

  /** What may go wrong later, and is no reason to refuse anything. */
  final Problems warnings = new Problems();

  /** By path below the target; empty if there are problems. */
  final TreeMap<String, SourceFile> files = new TreeMap<>();

  final List<Definition> definitions = new ArrayList<>();
  private final DefinitionFiles sources = new DefinitionFiles(problems);
  private DefinitionSet set;

  private Conversion() {}

  /**
   * Converts the definitions in {@code inputs}, directories or files; the names of directories in
   * them and in {@code others} are taken for definitions of the same set.
   */
  static Conversion of(Collection<Path> inputs, Collection<Path> others, String logRoot) {
    Conversion conversion = new Conversion();
    inputs.forEach(conversion.sources::read);
    others.forEach(conversion::readOther);
    conversion.sources.close();
    conversion.set = Expansion.of(conversion.sources, logRoot, conversion.problems);
    conversion.definitions.addAll(conversion.set.all());
    if (conversion.problems.none()) conversion.write();
    AccountCheck.here(conversion.warnings).check(conversion.definitions);
    return conversion;
  }

  /** What comes of files that are not written yet: contents by name. */
  static Conversion ofTexts(Map<String, String> texts) {
    Conversion conversion = new Conversion();
    texts.forEach(
        (name, text) ->
            conversion.sources.read(Path.of(name), text.getBytes(StandardCharsets.UTF_8)));
    conversion.sources.close();
    conversion.set = Expansion.of(conversion.sources, "/var/log", conversion.problems);
    return conversion;
  }

  private void readOther(Path other) {
    DefinitionFiles directories = new DefinitionFiles(new Problems());
    directories.read(other);
    directories.directories.forEach(sources.directories::putIfAbsent);
  }

  private void write() {
    for (Definition definition : definitions)
      SourceDirectory.of(definition)
          .forEach((path, file) -> files.put(definition.name + "/" + path, file));
  }

  /** The service of a file, an instance, or either in a mode, as it is said. */
  Optional<Unit> unit(String name) {
    for (Unit unit : sources.units) {
      if (unit.name().text().equals(name)) return Optional.of(unit);
      for (String mode : unit.overlaidModes(new Problems()))
        if (name.equals(unit.name() + "." + mode)) return Optional.of(unit.inMode(mode));
    }
    return Optional.empty();
  }

  /** The files of a unit, each laid over those before it. */
  List<Path> layers(Unit unit) {
    String name = unit.name().text();
    List<Path> own = sources.made.get(name);
    int mode = name.lastIndexOf('.');
    return own == null ? sources.made.getOrDefault(name.substring(0, mode), List.of()) : own;
  }

  /** What is in the set under a name. */
  Optional<Definition> definition(String name) {
    return definitions.stream().filter(one -> one.name.text().equals(name)).findFirst();
  }

  /** All names there are. */
  List<String> names() {
    return definitions.stream().map(definition -> definition.name.text()).toList();
  }

  /** How many files NAME.toml were read. */
  int count() {
    return sources.count();
  }

  /** The service that a definition without a file was made for, or an empty string. */
  String owner(Definition definition) {
    return set.owner(definition.name.text()).orElse("");
  }
}
