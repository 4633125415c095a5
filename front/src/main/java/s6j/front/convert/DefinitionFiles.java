package s6j.front.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import s6j.front.definition.Template;
import s6j.front.definition.Unit;
import s6j.front.toml.Name;
import s6j.front.toml.Place;
import s6j.front.toml.Problems;
import s6j.front.toml.TomlFile;
import s6j.front.toml.Value;

/** Finds the files NAME.toml in sources, and the directories that are definitions already. */
final class DefinitionFiles {
  private static final String SUFFIX = ".toml";

  final List<Unit> units = new ArrayList<>();

  /** Templates by name: their bundles hold the instances. */
  final TreeMap<String, List<Unit>> templates = new TreeMap<>();

  /** Names of definition directories, with where they are. */
  final TreeMap<String, Place> directories = new TreeMap<>();

  private final Problems problems;
  private int files;

  DefinitionFiles(Problems problems) {
    this.problems = problems;
  }

  int count() {
    return files;
  }

  /** A directory, or one file. */
  void read(Path source) {
    try {
      if (Files.isDirectory(source)) readDirectory(source);
      else readFile(source);
    } catch (NoSuchFileException e) {
      problems.add(new Place(source.toString(), 0, 0), "no such file or directory");
    } catch (IOException e) {
      problems.add(new Place(source.toString(), 0, 0), "cannot be read: " + e.getMessage());
    }
  }

  private void readDirectory(Path source) throws IOException {
    List<Path> entries;
    try (Stream<Path> list = Files.list(source)) {
      entries = list.sorted().toList();
    }
    for (Path entry : entries) {
      String name = entry.getFileName().toString();
      if (name.startsWith(".")) continue;
      if (Files.isDirectory(entry)) directories.put(name, new Place(entry.toString(), 0, 0));
      else if (name.endsWith(SUFFIX)) readFile(entry);
    }
  }

  private void readFile(Path file) throws IOException {
    if (file.getFileName().toString().endsWith(SUFFIX)) read(file, Files.readAllBytes(file));
    else problems.add(Place.of(file.toString()), "not a definition", "files are called NAME.toml");
  }

  /** The content of a file NAME.toml. */
  void read(Path file, byte[] content) {
    String name = file.getFileName().toString();
    files++;
    String service = name.substring(0, name.length() - SUFFIX.length());
    Path home = file.toAbsolutePath().normalize().getParent();
    TomlFile.read(file.toString(), content, problems)
        .ifPresent(table -> add(service, table, home.toString()));
  }

  private void add(String service, Value.Table table, String home) {
    Place place = table.place();
    if (!service.endsWith("@")) {
      for (String key : List.of("instances", "instance"))
        if (table.entries().containsKey(key))
          problems.add(
              table.entries().get(key).place(),
              key + " is for templates",
              "call the file " + service + "@.toml");
      units.add(Unit.of(new Name(service, place), table, home));
      return;
    }
    String name = service.substring(0, service.length() - 1);
    Unit unit = Unit.of(new Name(name, place), table, home);
    List<Unit> instances = new Template(unit, problems).instances();
    if (templates.put(name, instances) != null)
      problems.add(place, "the template " + name + " is defined twice");
    units.addAll(instances);
  }
}
