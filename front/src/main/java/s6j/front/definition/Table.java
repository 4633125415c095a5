package s6j.front.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import s6j.front.toml.Place;
import s6j.front.toml.Section;
import s6j.front.toml.Value;

/**
 * The keys of a table, declared in the order in which they are written back. Those that are
 * declared through {@link #under} share a heading of docs/definitions.md and the kinds of
 * definitions that have them.
 */
record Table(List<Key<?>> keys, String heading, Set<Definition.Kind> kinds) {
  Table() {
    this(new ArrayList<>(), "", Set.of(Definition.Kind.values()));
  }

  /** For more keys of the same table. */
  Table under(String other, Definition.Kind... those) {
    return new Table(keys, other, Set.of(those));
  }

  <T> Key<T> key(String name, Type<T> type, String text) {
    return key(name, type, type.usual(), text);
  }

  <T> Key<T> key(String name, Type<T> type, @Nullable T usual, String text) {
    Key<T> key = new Key<>(name, type, usual, text, this);
    keys.add(key);
    return key;
  }

  /** Reads all keys, and tells of those that are none. */
  void read(Section section, Entries into) {
    for (Key<?> key : keys) key.read(section, into);
    for (Key<?> key : keys) key.settle(section, into);
    section.close();
  }

  void write(TomlText out, Entries entries) {
    for (Key<?> key : keys) key.write(out, entries);
  }

  /** A key that takes such a table; {@code check} looks at what has been read. */
  <E extends Entries> Type<E> type(Function<Place, E> maker, BiConsumer<E, Section> check) {
    return new Type<>(
        "a table",
        this::schema,
        null,
        (section, key) -> section.section(key).flatMap(inner -> read(inner, maker, check)),
        (out, key, value) -> out.table(key, () -> write(out, value)),
        keys);
  }

  /** Such a table, or a value of another type that stands for one. */
  <E extends Entries> Type<E> type(
      Function<Place, E> maker, BiConsumer<E, Section> check, Type<E> other) {
    Type<E> type = type(maker, check);
    return new Type<>(
        other.takes() + ", or a table",
        () -> Schema.any(other.schema().get(), type.schema().get()),
        null,
        (section, key) -> {
          boolean isTable = section.take(key).orElse(null) instanceof Value.Table;
          return (isTable ? type : other).read().apply(section, key);
        },
        type.write(),
        keys);
  }

  /** A list of such tables, or one for a list of one. */
  <E extends Entries> Type<List<E>> list(Function<Place, E> maker, BiConsumer<E, Section> check) {
    return new Type<>(
        "tables",
        () -> Schema.any(schema(), Schema.listOf(schema())),
        List.of(),
        (section, key) ->
            Optional.of(
                section.sections(key).stream()
                    .flatMap(inner -> read(inner, maker, check).stream())
                    .toList()),
        (out, key, all) -> all.forEach(one -> out.item(key, () -> write(out, one))),
        keys);
  }

  private <E extends Entries> Optional<E> read(
      Section section, Function<Place, E> maker, BiConsumer<E, Section> check) {
    E entries = maker.apply(section.table.place());
    read(section, entries);
    check.accept(entries, section);
    boolean isWhole = keys.stream().noneMatch(key -> key.isMissing(entries));
    return isWhole ? Optional.of(entries) : Optional.empty();
  }

  String schema() {
    return Schema.table(keys.stream().map(Key::schema).toList());
  }
}
