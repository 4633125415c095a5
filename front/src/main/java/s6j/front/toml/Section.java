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

  public String text(String key, String otherwise) {
    return take(key).flatMap(value -> text(key, value)).orElse(otherwise);
  }

  public String text(String key) {
    return text(key, "");
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

  public boolean flag(String key) {
    Value value = take(key).orElse(null);
    if (value instanceof Value.Flag flag) return flag.isSet();
    if (value != null) wrong(key, value, "true or false");
    return false;
  }

  public long whole(String key, long otherwise, long least, long most) {
    Value value = take(key).orElse(null);
    if (value == null) return otherwise;
    if (!(value instanceof Value.Whole whole)) return wrong(key, value, "a number", otherwise);
    if (whole.number() >= least && whole.number() <= most) return whole.number();
    problems.add(value.place(), shown(key) + " must be from " + least + " to " + most);
    return otherwise;
  }

  /** Milliseconds: a number, or a string such as 300ms, 5s, 2m, 1h. */
  public long millis(String key, long otherwise) {
    Value value = take(key).orElse(null);
    if (value instanceof Value.Text text) return duration(key, text, otherwise);
    return whole(key, otherwise, 0, Duration.LONGEST);
  }

  private long duration(String key, Value.Text text, long otherwise) {
    long millis = Duration.parse(text.text());
    if (millis >= 0) return millis;
    String hint = "such as 300ms, 5s, 2m or 1h";
    problems.add(text.place(), shown(key) + " is no time: " + text.text(), hint);
    return otherwise;
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
  public Map<String, String> map(String key) {
    Map<String, String> map = new LinkedHashMap<>();
    section(key)
        .ifPresent(section -> section.all((name, value) -> map.put(name, scalar(name, value))));
    return map;
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
  public <T> T word(String key, Map<String, T> words, T otherwise) {
    String text = text(key);
    if (text.isEmpty() && !table.entries().containsKey(key)) return otherwise;
    T meaning = words.get(text);
    if (meaning != null) return meaning;
    if (take(key).orElseThrow() instanceof Value.Text)
      problems.add(place(key), shown(key) + " is " + text, "must be " + Nearest.list(words));
    return otherwise;
  }

  public void wrong(String key, Value value, String wanted) {
    problems.add(value.place(), shown(key) + " takes " + wanted + ", not " + value.kind());
  }

  private long wrong(String key, Value value, String wanted, long otherwise) {
    wrong(key, value, wanted);
    return otherwise;
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
