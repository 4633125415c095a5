package s6j.front.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import s6j.front.definition.Keys;
import s6j.front.toml.Name;
import s6j.front.toml.Nearest;
import s6j.front.toml.Place;
import s6j.front.toml.Problems;
import s6j.front.toml.Section;
import s6j.front.toml.TomlFile;
import s6j.front.toml.Value;

/**
 * The files that one definition is made of, each laid over those before it. Of a file, what it
 * includes comes first; then it unsets keys, sets its own, and appends to lists.
 */
final class Layers {
  /** What a definition may be made of: files that include each other twice would have no end. */
  private static final int MOST = 1000;

  private static final List<String> OWN =
      List.of(Keys.INCLUDE.name, Keys.UNSET.name, Keys.APPEND.name);

  /** All of them, in the order in which they were laid. */
  final List<Path> files = new ArrayList<>();

  private final Problems problems;
  private final List<Path> open = new ArrayList<>();
  private boolean isEndless;

  Layers(Problems problems) {
    this.problems = problems;
  }

  /** Lays the content of a file over what is there, which is null at first. */
  Optional<Value.Table> lay(Value.@Nullable Table below, Path file, byte[] content) {
    Optional<Value.Table> read = TomlFile.read(file.toString(), content, problems);
    return read.map(table -> laid(below, file, table)).or(() -> Optional.ofNullable(below));
  }

  private Value.Table laid(Value.@Nullable Table below, Path file, Value.Table table) {
    Section section = new Section(table, "", problems);
    Value.Table bottom = below == null ? new Value.Table(Map.of(), table.place()) : below;
    open.add(normal(file));
    for (Name name : section.names(Keys.INCLUDE.name)) bottom = including(bottom, file, name);
    open.remove(open.size() - 1);
    files.add(file);
    for (Name path : section.names(Keys.UNSET.name)) bottom = unset(bottom, path);
    Value.Table merged = bottom.under(table.without(OWN));
    Value.Table more = section.section(Keys.APPEND.name).map(one -> one.table).orElse(null);
    return more == null ? merged : appended(merged, more, List.of());
  }

  private static Path normal(Path file) {
    return file.toAbsolutePath().normalize();
  }

  /** A leading {@code -} says that it may be missing. */
  private Value.Table including(Value.Table below, Path from, Name name) {
    boolean isOptional = name.text().startsWith("-");
    Path file = from.resolveSibling(isOptional ? name.text().substring(1) : name.text());
    if (open.contains(normal(file)))
      return refused(below, name.place(), file + " includes itself, by this file");
    if (files.size() + open.size() >= MOST) {
      if (!isEndless) problems.add(name.place(), "more than " + MOST + " files are included");
      isEndless = true;
      return below;
    }
    if (Files.exists(file) && !Files.isRegularFile(file))
      return refused(below, name.place(), file + " is no regular file");
    try {
      return lay(below, file, Files.readAllBytes(file)).orElse(below);
    } catch (NoSuchFileException e) {
      return isOptional ? below : refused(below, name.place(), "no such file: " + file);
    } catch (IOException e) {
      return refused(below, name.place(), file + " cannot be read: " + e.getMessage());
    }
  }

  private Value.Table refused(Value.Table below, Place place, String text) {
    problems.add(place, text);
    return below;
  }

  /** What is not there need not be taken away; a key that no definition has is a mistake. */
  private Value.Table unset(Value.Table below, Name name) {
    List<String> path = keys(name.text());
    if (path.isEmpty()) return refused(below, name.place(), "no path of keys: " + name);
    if (Keys.has(path.get(0))) return without(below, path);
    problems.add(
        name.place(), "no such key: " + path.get(0), Nearest.hint(path.get(0), Keys.names()));
    return below;
  }

  private static List<String> keys(String path) {
    try {
      return org.tomlj.Toml.parseDottedKey(path);
    } catch (IllegalArgumentException | org.tomlj.TomlParseError e) {
      return List.of();
    }
  }

  private static Value.Table without(Value.Table table, List<String> path) {
    String first = path.get(0);
    if (path.size() == 1) return table.without(List.of(first));
    if (!(table.entries().get(first) instanceof Value.Table inner)) return table;
    return with(table, first, without(inner, path.subList(1, path.size())));
  }

  private static Value.Table with(Value.Table table, String key, Value value) {
    Map<String, Value> entries = new LinkedHashMap<>(table.entries());
    entries.put(key, value);
    return new Value.Table(entries, table.place());
  }

  private Value.Table appended(Value.Table below, Value.Table more, List<String> above) {
    Value.Table result = below;
    for (Map.Entry<String, Value> one : more.entries().entrySet()) {
      List<String> path = new ArrayList<>(above);
      path.add(one.getKey());
      Value present = below.entries().get(one.getKey());
      result = with(result, one.getKey(), appended(present, one.getValue(), path));
    }
    return result;
  }

  private Value appended(@Nullable Value present, Value more, List<String> path) {
    if (more instanceof Value.Table table && !(present instanceof Value.Items)) {
      if (present instanceof Value.Table inner) return appended(inner, table, path);
      if (present == null) return appended(new Value.Table(Map.of(), table.place()), table, path);
    }
    if (present == null) return new Value.Items(items(more), more.place());
    boolean isList = present instanceof Value.Items || present instanceof Value.Table;
    if (isList || Keys.takesTexts(path)) {
      List<Value> all = new ArrayList<>(items(present));
      all.addAll(items(more));
      return new Value.Items(all, present.place());
    }
    String text = String.join(".", path) + " is " + present.kind() + " at " + present.place();
    problems.add(more.place(), text + ", which nothing can be appended to", "set it anew");
    return present;
  }

  private static List<Value> items(Value value) {
    return value instanceof Value.Items items ? items.items() : List.of(value);
  }
}
