package s6j.front.toml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** A table that is read key by key: each with its type, and none that nobody asked for. */
public final class Section {
  public final Value.Table table;
  private final String name;
  private final Problems problems;
  private final TreeSet<String> known = new TreeSet<>();

  /** {@code name} is that of the table, empty for a whole file. */
  public Section(Value.Table table, String name, Problems problems) {
    this.table = table;
    this.name = name;
    this.problems = problems;
  }

  /** The value of a key, which from now on is a known one. */
  public Optional<Value> take(String key) {
    known.add(key);
    return Optional.ofNullable(table.entries().get(key));
  }

  public Place place(String key) {
    Value value = table.entries().get(key);
    return value == null ? table.place() : value.place();
  }

  public Optional<String> text(String key) {
    return take(key).flatMap(value -> text(key, value));
  }

  private Optional<String> text(String key, Value value) {
    if (value instanceof Value.Text text) return Optional.of(text.text());
    wrong(key, value, "a string");
    return Optional.empty();
  }

  /** A string or a number, as a string. */
  public String scalar(String key, Value value) {
    if (value instanceof Value.Whole whole) return String.valueOf(whole.number());
    if (value instanceof Value.Flag flag) return String.valueOf(flag.isSet());
    return text(key, value).orElse("");
  }

  public Optional<Boolean> flag(String key) {
    Value value = take(key).orElse(null);
    if (value instanceof Value.Flag flag) return Optional.of(flag.isSet());
    if (value != null) wrong(key, value, "true or false");
    return Optional.empty();
  }

  public Optional<Long> whole(String key, long least, long most) {
    Value value = take(key).orElse(null);
    if (value instanceof Value.Whole whole) {
      if (whole.number() >= least && whole.number() <= most) return Optional.of(whole.number());
      problems.add(value.place(), shown(key) + " must be from " + least + " to " + most);
    } else if (value != null) wrong(key, value, "a number");
    return Optional.empty();
  }

  /** Milliseconds: a number, or a string such as 300ms, 5s, 2m, 1h. */
  public Optional<Long> millis(String key) {
    if (!(take(key).orElse(null) instanceof Value.Text text))
      return whole(key, 0, Duration.LONGEST);
    long millis = Duration.parse(text.text());
    if (millis >= 0) return Optional.of(millis);
    String hint = "such as 300ms, 5s, 2m or 1h";
    problems.add(text.place(), shown(key) + " is no time: " + text.text(), hint);
    return Optional.empty();
  }

  public List<Name> names(String key) {
    List<Name> names = new ArrayList<>();
    for (Value.Text text : strings(key)) names.add(new Name(text.text(), text.place()));
    return names;
  }

  public List<String> texts(String key) {
    return strings(key).stream().map(Value.Text::text).toList();
  }

  /** An array of strings; one alone stands for itself. */
  private List<Value.Text> strings(String key) {
    Value value = take(key).orElse(null);
    if (value instanceof Value.Text text) return List.of(text);
    if (value instanceof Value.Items items) return strings(key, items);
    if (value != null) wrong(key, value, "an array of strings");
    return List.of();
  }

  private List<Value.Text> strings(String key, Value.Items items) {
    List<Value.Text> strings = new ArrayList<>();
    for (Value item : items.items()) {
      if (item instanceof Value.Text text) strings.add(text);
      else wrong(key, item, "strings");
    }
    return strings;
  }

  /** A table of strings or numbers. */
  public Optional<Map<String, String>> map(String key) {
    return section(key)
        .map(
            section -> {
              Map<String, String> map = new LinkedHashMap<>();
              section.all((name, value) -> map.put(name, scalar(name, value)));
              return map;
            });
  }

  public void all(java.util.function.BiConsumer<String, Value> reader) {
    table.entries().forEach((key, value) -> take(key).ifPresent(one -> reader.accept(key, one)));
  }

  public Optional<Section> section(String key) {
    Value value = take(key).orElse(null);
    if (value instanceof Value.Table inner) return Optional.of(section(key, inner));
    if (value != null) wrong(key, value, "a table");
    return Optional.empty();
  }

  public Section section(String key, Value.Table inner) {
    return new Section(inner, key, problems);
  }

  /** A table, or an array of tables. */
  public List<Section> sections(String key) {
    Value value = take(key).orElse(null);
    List<Section> sections = new ArrayList<>();
    List<Value> all = value instanceof Value.Items items ? items.items() : List.of();
    if (value instanceof Value.Table) all = List.of(value);
    else if (value != null && !(value instanceof Value.Items)) wrong(key, value, "a table");
    for (Value one : all) {
      if (one instanceof Value.Table inner) sections.add(section(key, inner));
      else wrong(key, one, "tables");
    }
    return sections;
  }

  /** One of some words. */
  public <T> Optional<T> word(String key, Map<String, T> words) {
    Optional<String> text = text(key);
    if (text.isPresent() && !words.containsKey(text.get()))
      bad(key, "is " + text.get(), "must be " + Nearest.list(words));
    return text.map(words::get);
  }

  /** Tells of a key in words that need no name of it. */
  public void tell(String key, String text) {
    problems.add(place(key), text);
  }

  public void wrong(String key, Value value, String wanted) {
    problems.add(value.place(), shown(key) + " takes " + wanted + ", not " + value.kind());
  }

  public void bad(String key, String text, String hint) {
    problems.add(place(key), shown(key) + " " + text, hint);
  }

  private String shown(String key) {
    return name.isEmpty() ? key : name + "." + key;
  }

  /** Tells of the keys that nobody asked for. */
  public void close() {
    table
        .entries()
        .forEach(
            (key, value) -> {
              if (known.contains(key)) return;
              String hint = Nearest.hint(key, known);
              problems.add(value.place(), "unknown key " + shown(key), hint);
            });
  }
}
