package s6j.front.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import s6j.front.toml.Place;
import s6j.front.toml.Toml;
import s6j.front.toml.Value;

/** A table as TOML that reads back as the same, with the place of each value in a comment. */
final class ExplainedText {
  private final StringBuilder text = new StringBuilder();

  private ExplainedText() {}

  static String of(Value.Table table) {
    ExplainedText explained = new ExplainedText();
    explained.content(table, "");
    return explained.text.toString();
  }

  /** Tables come last: what stands behind the head of one belongs to it. */
  private void content(Value.Table table, String above) {
    table
        .entries()
        .forEach(
            (key, value) -> {
              if (!isTables(value)) entry(Toml.key(key), value);
            });
    table
        .entries()
        .forEach(
            (key, value) -> {
              if (isTables(value)) tables(above + Toml.key(key), value);
            });
  }

  /** A table, or an array of nothing but tables. */
  private static boolean isTables(Value value) {
    if (value instanceof Value.Table) return true;
    return value instanceof Value.Items items
        && !items.items().isEmpty()
        && items.items().stream().allMatch(item -> item instanceof Value.Table);
  }

  private void tables(String path, Value value) {
    if (value instanceof Value.Table table) {
      boolean isNeeded = table.entries().values().stream().anyMatch(one -> !isTables(one));
      if (isNeeded || table.entries().isEmpty()) head("[" + path + "]", table.place());
      content(table, path + ".");
    } else if (value instanceof Value.Items items) {
      for (Value item : items.items()) {
        head("[[" + path + "]]", item.place());
        content((Value.Table) item, path + ".");
      }
    }
  }

  private void head(String line, Place place) {
    if (text.length() > 0) text.append('\n');
    text.append(line).append(said(place));
  }

  private static String said(Place place) {
    return "  # " + place + "\n";
  }

  private void entry(String key, Value value) {
    if (value instanceof Value.Items items && isOfSeveral(items)) {
      text.append(key).append(" = [\n");
      for (Value item : items.items())
        text.append("  ").append(inline(item)).append(',').append(said(item.place()));
      text.append("]\n");
    } else if (value instanceof Value.Text script && script.text().indexOf('\n') >= 0) {
      text.append(said(value.place()).strip()).append('\n');
      text.append(key).append(" = ").append(Toml.text(script.text())).append('\n');
    } else text.append(key).append(" = ").append(inline(value)).append(said(value.place()));
  }

  private static boolean isOfSeveral(Value.Items items) {
    String file = items.place().file();
    return items.items().stream().anyMatch(item -> !item.place().file().equals(file));
  }

  private static String inline(Value value) {
    if (value instanceof Value.Whole whole) return String.valueOf(whole.number());
    if (value instanceof Value.Flag flag) return String.valueOf(flag.isSet());
    if (value instanceof Value.Items items)
      return "[" + joined(items.items().stream().map(ExplainedText::inline).toList()) + "]";
    if (value instanceof Value.Table table)
      return "{ "
          + joined(
              table.entries().entrySet().stream()
                  .map(one -> Toml.key(one.getKey()) + " = " + inline(one.getValue()))
                  .toList())
          + " }";
    return Toml.quote(value instanceof Value.Text one ? one.text() : value.kind());
  }

  private static String joined(List<String> words) {
    return words.stream().collect(Collectors.joining(", "));
  }

  /** Each value that is no table, by its path of keys. */
  static void each(Value.Table table, BiConsumer<String, Value> reader) {
    each(table, "", reader);
  }

  private static void each(Value.Table table, String above, BiConsumer<String, Value> reader) {
    for (Map.Entry<String, Value> one : new ArrayList<>(table.entries().entrySet())) {
      String path = above + Toml.key(one.getKey());
      if (one.getValue() instanceof Value.Table inner) each(inner, path + ".", reader);
      else reader.accept(path, one.getValue());
    }
  }
}
