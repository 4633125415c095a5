package s6j.front.definition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import s6j.front.toml.Place;

/**
 * The values of the keys of a table, as far as they are said. A list or a map in it is never
 * changed, only replaced by another one.
 */
public abstract class Entries {
  /** The place of what no file says. */
  static final Place NOWHERE = new Place("", 0, 0);

  /** Where the table stands. */
  public final Place place;

  private final Table table;
  private final Map<Key<?>, Object> values = new HashMap<>();
  private final Map<Key<?>, Place> places = new HashMap<>();

  Entries(Table table, Place place) {
    this.table = table;
    this.place = place;
  }

  /** The value, or the one that is meant where the key is not said. */
  public final <T> @Nullable T get(Key<T> key) {
    return find(key).orElse(key.usual);
  }

  /** The value, if the key is said. */
  @SuppressWarnings("unchecked")
  public final <T> Optional<T> find(Key<T> key) {
    return Optional.ofNullable((T) values.get(key));
  }

  /** Where the key stands, or else the table. */
  public final Place place(Key<?> key) {
    return places.getOrDefault(key, place);
  }

  public final <T> void set(Key<T> key, T value) {
    values.put(key, value);
  }

  final void mark(Key<?> key, Place at) {
    places.put(key, at);
  }

  public final void clear(Key<?> key) {
    values.remove(key);
  }

  public final <E> void add(Key<List<E>> key, E item) {
    addAll(key, List.of(item));
  }

  public final <E> void addAll(Key<List<E>> key, Collection<E> items) {
    List<E> all = new ArrayList<>(get(key));
    all.addAll(items);
    set(key, all);
  }

  /** Whether there were such. */
  public final <E> boolean removeIf(Key<List<E>> key, Predicate<E> isUnwanted) {
    List<E> left = new ArrayList<>(get(key));
    boolean isChanged = left.removeIf(isUnwanted);
    if (isChanged) set(key, left);
    return isChanged;
  }

  public final <K, V> void put(Key<Map<K, V>> key, K name, V value) {
    putAll(key, Map.of(name, value));
  }

  public final <K, V> void putAll(Key<Map<K, V>> key, Map<K, V> more) {
    Map<K, V> all = new TreeMap<>(get(key));
    all.putAll(more);
    set(key, all);
  }

  /** Says of some keys what another table of this kind says of them. */
  public final void copy(Entries from, Key<?>... keys) {
    for (Key<?> key : keys) copy(from, key);
  }

  private <T> void copy(Entries from, Key<T> key) {
    from.find(key).ifPresentOrElse(value -> set(key, value), () -> clear(key));
  }

  /** Whether nothing else is said than what is meant anyway. */
  final boolean isUsual() {
    return table.keys().stream().allMatch(key -> key.isUsual(this));
  }

  @Override
  public String toString() {
    return table.keys().stream()
        .map(key -> key.name + "=" + get(key))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
