package s6j.front.definition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import s6j.front.toml.Name;
import s6j.front.toml.Section;
import s6j.front.toml.Toml;

/**
 * What a key may be set to: how the page calls it, how an editor checks it, what is usually meant
 * without it, how it is read (empty if it is wrong, and told), how it is written back, and the keys
 * in it if it is a table.
 */
record Type<T>(
    String takes,
    Supplier<String> schema,
    @Nullable T usual,
    BiFunction<Section, String, Optional<T>> read,
    Writer<T> write,
    List<Key<?>> keys) {
  /** Writes a key with a value. */
  interface Writer<T> {
    void write(TomlText out, String key, T value);
  }

  static final Type<String> TEXT =
      of("a string", () -> Schema.TEXT, "", Section::text, Toml::quote);
  static final Type<String> LINE = of("one line", () -> Schema.TEXT, "", Type::line, Toml::quote);
  static final Type<Boolean> FLAG =
      of("`true`", () -> Schema.FLAG, false, Section::flag, String::valueOf);
  static final Type<Long> MILLIS =
      of("a time", () -> Schema.TIME, 0L, Section::millis, String::valueOf);
  static final Type<Long> SOME_MILLIS =
      of("a time", () -> Schema.TIME, 0L, Type::someMillis, String::valueOf);
  static final Type<List<String>> TEXTS = texts("strings");
  static final Type<List<Name>> NAMES =
      of(
          "names",
          () -> Schema.TEXTS,
          List.of(),
          (section, key) -> Optional.of(section.names(key)),
          names -> Toml.list(names.stream().map(Name::text).toList()));
  static final Type<Map<String, String>> MAP =
      new Type<>(
          "a table of strings or numbers",
          () -> Schema.mapOf(Schema.SCALAR),
          Map.of(),
          Section::map,
          (out, key, map) -> out.table(key, () -> new TreeMap<>(map).forEach(out::quoted)),
          List.of());

  /** The instances of a template, which only its expansion reads. */
  static final Type<List<String>> INSTANCES =
      of(
          "names, or a number",
          () -> Schema.any(Schema.TEXTS, Schema.whole(0, 10000)),
          List.of(),
          Type::unread,
          Toml::list);

  /** Tables that only the expansion of templates and modes reads. */
  static final Type<Void> OVERLAYS = early("a table of tables", Schema.mapOf("{$ref: '#'}"));

  /** A value on one line, as a function spells it. */
  static <T> Type<T> of(
      String takes,
      Supplier<String> schema,
      @Nullable T usual,
      BiFunction<Section, String, Optional<T>> read,
      Function<T, String> spell) {
    Writer<T> write = (out, key, value) -> out.line(key, spell.apply(value));
    return new Type<>(takes, schema, usual, read, write, List.of());
  }

  /** What is gone before the rest is read. */
  static Type<Void> early(String takes, String schema) {
    return of(takes, () -> schema, null, Type::unread, String::valueOf);
  }

  private static <T> Optional<T> unread(Section section, String key) {
    return Optional.empty();
  }

  static Type<List<String>> texts(String what) {
    return of(
        what,
        () -> Schema.TEXTS,
        List.of(),
        (table, key) -> Optional.of(table.texts(key)),
        Toml::list);
  }

  static Type<Integer> whole(int least, int most) {
    return of(
        "a number from " + least,
        () -> Schema.whole(least, most),
        0,
        (section, key) -> section.whole(key, least, most).map(Long::intValue),
        String::valueOf);
  }

  /** A text that is empty or matches a pattern, or else is {@code wrong} with a hint. */
  static Type<String> matching(String takes, String pattern, String wrong, String hint) {
    return of(
        takes,
        () -> Schema.text(pattern),
        "",
        (section, key) -> {
          String text = section.text(key).orElse("");
          if (text.isEmpty() || text.matches(pattern)) return Optional.of(text);
          section.bad(key, wrong + text, hint);
          return Optional.empty();
        },
        Toml::quote);
  }

  private static Optional<String> line(Section section, String key) {
    Optional<String> text = section.text(key);
    if (text.orElse("").indexOf('\n') >= 0) section.bad(key, "must be one line", "");
    return text.map(line -> line.replace('\n', ' '));
  }

  private static Optional<Long> someMillis(Section section, String key) {
    Optional<Long> millis = section.millis(key);
    if (millis.orElse(1L) == 0) section.bad(key, "cannot be 0", "such as \"5s\"");
    return millis;
  }

  private static <E extends Enum<E> & Word> Map<String, E> words(Class<E> all) {
    Map<String, E> words = new LinkedHashMap<>();
    for (E one : all.getEnumConstants()) words.put(one.word(), one);
    return words;
  }

  private static String shown(Map<String, ?> words) {
    return words.keySet().stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
  }

  /** A word of an enum; usually this one is meant. */
  static <E extends Enum<E> & Word> Type<E> word(E usual) {
    Map<String, E> words = words(usual.getDeclaringClass());
    return of(
        shown(words),
        () -> Schema.words(words.keySet()),
        usual,
        (section, key) -> section.word(key, words),
        one -> Toml.quote(one.word()));
  }

  /** A table with a key for each constant of an enum, all with values of one type. */
  static <E extends Enum<E> & Word, T> Type<Map<E, T>> each(Class<E> all, Type<T> type) {
    Map<String, E> words = words(all);
    return new Type<>(
        "a table of " + shown(words) + ", each " + type.takes,
        () -> Schema.each(words.keySet(), type.schema.get()),
        Map.of(),
        (section, key) -> section.section(key).map(inner -> readEach(inner, words, type)),
        (out, key, map) -> out.table(key, () -> writeEach(out, map, type)),
        List.of());
  }

  private static <E, T> Map<E, T> readEach(Section section, Map<String, E> words, Type<T> type) {
    Map<E, T> map = new TreeMap<>();
    words.forEach(
        (word, one) -> {
          if (section.take(word).isPresent())
            type.read.apply(section, word).ifPresent(value -> map.put(one, value));
        });
    section.close();
    return map;
  }

  private static <E extends Word, T> void writeEach(TomlText out, Map<E, T> map, Type<T> type) {
    Map<String, T> sorted = new TreeMap<>();
    map.forEach((one, value) -> sorted.put(one.word(), value));
    sorted.forEach((word, value) -> type.write.write(out, word, value));
  }
}
