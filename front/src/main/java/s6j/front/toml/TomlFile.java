package s6j.front.toml;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** The bytes of a TOML file as a tree of values, or the problems they have. */
public final class TomlFile {
  private static final int LARGEST = 1 << 20;
  private static final String NUL = "\0";

  private final String name;
  private final Problems problems;

  private TomlFile(String name, Problems problems) {
    this.name = name;
    this.problems = problems;
  }

  /** Empty if there was a problem. */
  public static Optional<Value.Table> read(String name, byte[] content, Problems problems) {
    return new TomlFile(name, problems).read(content);
  }

  private Optional<Value.Table> read(byte[] content) {
    if (content.length > LARGEST) return broken(Place.of(name), "more than a megabyte");
    Optional<String> text = decoded(content);
    if (text.isEmpty()) return Optional.empty();
    return parsed(text.get());
  }

  private Optional<String> decoded(byte[] content) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(content.length + 1);
    CoderResult result = decoder.decode(ByteBuffer.wrap(content), text, true);
    text.flip();
    if (!result.isError()) return Optional.of(text.toString());
    try {
      result.throwException();
    } catch (CharacterCodingException e) {
      problems.add(endOf(text.toString()), "not UTF-8");
    }
    return Optional.empty();
  }

  private Place endOf(String text) {
    int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
    return new Place(name, line, text.length() - text.lastIndexOf('\n'));
  }

  /** The parser recurses: what is nested deeper than its stack is no definition. */
  private Optional<Value.Table> parsed(String text) {
    try {
      TomlParseResult result = org.tomlj.Toml.parse(text);
      result.errors().forEach(error -> problems.add(at(error.position()), error.getMessage()));
      return result.hasErrors() ? Optional.empty() : checked(table(result, Place.of(name)));
    } catch (TomlParseError e) {
      // Escapes in quoted keys are looked at later than all else, and thrown.
      return broken(at(e.position()), e.getMessage());
    } catch (StackOverflowError e) {
      return broken(Place.of(name), "nested too deeply");
    }
  }

  private Optional<Value.Table> checked(Value.Table table) {
    return hasNul(table) ? Optional.empty() : Optional.of(table);
  }

  private boolean hasNul(Value value) {
    if (value instanceof Value.Text text && text.text().contains(NUL))
      return broken(text.place(), "a string with a NUL").isEmpty();
    if (value instanceof Value.Items items) return items.items().stream().anyMatch(this::hasNul);
    if (!(value instanceof Value.Table table)) return false;
    if (table.entries().keySet().stream().anyMatch(key -> key.contains(NUL)))
      return broken(table.place(), "a key with a NUL").isEmpty();
    return table.entries().values().stream().anyMatch(this::hasNul);
  }

  private Optional<Value.Table> broken(Place place, String text) {
    problems.add(place, text);
    return Optional.empty();
  }

  private Value.Table table(TomlTable table, Place place) {
    Map<String, Value> entries = new LinkedHashMap<>();
    List<String> keys = new ArrayList<>(table.keySet());
    keys.sort((a, b) -> position(table, a).compareTo(position(table, b)));
    for (String key : keys) entries.put(key, value(table.get(List.of(key)), position(table, key)));
    return new Value.Table(entries, place);
  }

  private Place position(TomlTable table, String key) {
    return at(table.inputPositionOf(List.of(key)));
  }

  private Value value(Object value, Place place) {
    if (value instanceof String text) return new Value.Text(text, place);
    if (value instanceof Long number) return new Value.Whole(number, place);
    if (value instanceof Boolean flag) return new Value.Flag(flag, place);
    if (value instanceof TomlTable table) return table(table, place);
    if (value instanceof TomlArray array) return items(array, place);
    return new Value.Other(value instanceof Double ? "a fraction" : "a date or time", place);
  }

  private Value.Items items(TomlArray array, Place place) {
    List<Value> items = new ArrayList<>();
    for (int i = 0; i < array.size(); i++)
      items.add(value(array.get(i), at(array.inputPositionOf(i))));
    return new Value.Items(items, place);
  }

  private Place at(@Nullable TomlPosition position) {
    return position == null ? Place.of(name) : new Place(name, position.line(), position.column());
  }
}
