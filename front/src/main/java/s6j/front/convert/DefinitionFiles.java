package s6j.front.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import s6j.front.definition.Template;
import s6j.front.definition.Unit;
import s6j.front.toml.Name;
import s6j.front.toml.Nearest;
import s6j.front.toml.Place;
import s6j.front.toml.Problems;
import s6j.front.toml.Value;

/**
 * Finds the files NAME.toml in sources, what overrides them in NAME.toml.d of any source, and the
 * directories that are definitions already.
 */
final class DefinitionFiles {
  private static final String SUFFIX = ".toml";
  private static final String OVERRIDES = SUFFIX + ".d";

  /** A file NAME.toml. */
  private record Base(String service, Path file, byte[] content) {}

  final List<Unit> units = new ArrayList<>();

  /** Templates by name: the instances that their bundles hold. */
  final TreeMap<String, List<Unit>> templates = new TreeMap<>();

  /** Names of definition directories, with where they are. */
  final TreeMap<String, Place> directories = new TreeMap<>();

  /** What each service, template or instance is made of, in the order of the layers. */
  final TreeMap<String, List<Path>> made = new TreeMap<>();

  private final List<Base> bases = new ArrayList<>();

  /** Files of NAME.toml.d by their own names, by NAME. */
  private final TreeMap<String, TreeMap<String, Path>> overrides = new TreeMap<>();

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
      else readSource(source);
    } catch (NoSuchFileException e) {
      problems.add(new Place(source.toString(), 0, 0), "no such file or directory");
    } catch (IOException e) {
      problems.add(new Place(source.toString(), 0, 0), "cannot be read: " + e.getMessage());
    }
  }

  private void readDirectory(Path source) throws IOException {
    for (Path entry : entries(source)) {
      String name = entry.getFileName().toString();
      boolean isDirectory = Files.isDirectory(entry);
      if (isDirectory && name.endsWith(OVERRIDES)) readOverrides(entry);
      else if (isDirectory) directories.put(name, new Place(entry.toString(), 0, 0));
      else if (name.endsWith(SUFFIX)) readFile(entry);
    }
  }

  /** Without those whose names begin with a dot, by their names. */
  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.filter(path -> !path.getFileName().toString().startsWith(".")).sorted().toList();
    }
  }

  private void readSource(Path file) throws IOException {
    readFile(file);
    Path folder = file.resolveSibling(file.getFileName() + ".d");
    if (Files.isDirectory(folder)) readOverrides(folder);
  }

  private void readFile(Path file) throws IOException {
    if (file.getFileName().toString().endsWith(SUFFIX)) read(file, Files.readAllBytes(file));
    else problems.add(Place.of(file.toString()), "not a definition", "files are called NAME.toml");
  }

  /** Of files of one name, the one of the last source counts. */
  private void readOverrides(Path folder) throws IOException {
    String name = folder.getFileName().toString();
    String service = name.substring(0, name.length() - OVERRIDES.length());
    TreeMap<String, Path> own = overrides.computeIfAbsent(service, key -> new TreeMap<>());
    for (Path file : entries(folder))
      if (file.getFileName().toString().endsWith(SUFFIX))
        own.put(file.getFileName().toString(), file);
  }

  /** The content of a file NAME.toml. */
  void read(Path file, byte[] content) {
    String name = file.getFileName().toString();
    files++;
    bases.add(new Base(name.substring(0, name.length() - SUFFIX.length()), file, content));
  }

  /** Makes units of what was read. */
  void close() {
    for (Base base : bases) {
      String home = base.file.toAbsolutePath().normalize().getParent().toString();
      merged(base).ifPresent(table -> add(base.service, table, home));
    }
    overrides.forEach((name, all) -> all.values().forEach(file -> tellUseless(name, file)));
  }

  private Optional<Value.Table> merged(Base base) {
    Layers layers = new Layers(problems);
    Value.Table table = layers.lay(null, base.file, base.content).orElse(null);
    made.put(base.service, layers.files);
    return table == null ? Optional.empty() : Optional.of(overridden(base.service, table, layers));
  }

  private Value.Table overridden(String name, Value.Table below, Layers layers) {
    Value.Table table = below;
    for (Path file : overrides.getOrDefault(name, new TreeMap<>()).values()) {
      try {
        table = layers.lay(table, file, Files.readAllBytes(file)).orElse(table);
      } catch (IOException e) {
        problems.add(new Place(file.toString(), 0, 0), "cannot be read: " + e.getMessage());
      }
    }
    return table;
  }

  private void tellUseless(String name, Path file) {
    if (made.containsKey(name)) return;
    String text = "overrides " + name + ", which is ";
    if (directories.containsKey(name))
      problems.add(Place.of(file.toString()), text + "a definition directory", "edit that");
    else
      problems.add(
          Place.of(file.toString()), text + "not there", Nearest.hint(name, made.keySet()));
  }

  private void add(String service, Value.Table table, String home) {
    Place place = table.place();
    if (!service.endsWith("@")) {
      units.add(Unit.of(new Name(service, place), plain(table, service + "@.toml"), home));
      return;
    }
    String name = service.substring(0, service.length() - 1);
    Unit unit = Unit.of(new Name(name, place), table, home);
    List<Unit> instances = new ArrayList<>();
    Template template = new Template(unit, problems);
    for (Unit instance : template.instances()) instances.add(overridden(instance, service));
    int scale = Math.min(template.scale(), instances.size());
    if (templates.put(name, instances.subList(0, scale)) != null)
      problems.add(place, "the template " + name + " is defined twice");
    units.addAll(instances);
  }

  /** What is said of one instance of a template in files of its own. */
  private Unit overridden(Unit instance, String template) {
    String name = instance.name().text();
    Layers layers = new Layers(problems);
    layers.files.addAll(made.getOrDefault(template, List.of()));
    Value.Table table = overridden(name, instance.table(), layers);
    made.put(name, layers.files);
    return instance.of(plain(table, template + ".toml"));
  }

  private Value.Table plain(Value.Table table, String file) {
    for (String key : List.of("instances", "instance", "scale"))
      if (table.entries().containsKey(key))
        problems.add(
            table.entries().get(key).place(), key + " is for templates", "call the file " + file);
    return table;
  }
}
