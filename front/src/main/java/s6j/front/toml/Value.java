package s6j.front.toml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A value of a TOML file with the place of its key, or of itself inside an array. */
public sealed interface Value {
  Place place();

  /** What a message calls it. */
  String kind();

  /** The same with every string changed. */
  default Value mapped(UnaryOperator<String> change) {
    return this;
  }

  record Text(String text, Place place) implements Value {
    @Override
    public String kind() {
      return "a string";
    }

    @Override
    public Value mapped(UnaryOperator<String> change) {
      return new Text(change.apply(text), place);
    }
  }

  record Whole(long number, Place place) implements Value {
    @Override
    public String kind() {
      return "a number";
    }
  }

  record Flag(boolean isSet, Place place) implements Value {
    @Override
    public String kind() {
      return "true or false";
    }
  }

  /** Dates and fractions, which no key takes. */
  record Other(String kind, Place place) implements Value {}

  record Items(List<Value> items, Place place) implements Value {
    @Override
    public String kind() {
      return "an array";
    }

    @Override
    public Value mapped(UnaryOperator<String> change) {
      return new Items(items.stream().map(item -> item.mapped(change)).toList(), place);
    }
  }

  record Table(Map<String, Value> entries, Place place) implements Value {
    @Override
    public String kind() {
      return "a table";
    }

    @Override
    public Table mapped(UnaryOperator<String> change) {
      Map<String, Value> changed = new LinkedHashMap<>();
      entries.forEach((key, value) -> changed.put(key, value.mapped(change)));
      return new Table(changed, place);
    }

    /** The same with the entries of another laid over it: tables merge, all else is replaced. */
    public Table under(Table overlay) {
      Map<String, Value> merged = new LinkedHashMap<>(entries);
      overlay.entries.forEach((key, value) -> merged.merge(key, value, Table::laid));
      return new Table(merged, place);
    }

    private static Value laid(Value below, Value above) {
      return below instanceof Table lower && above instanceof Table upper
          ? lower.under(upper)
          : above;
    }

    /** The same without some keys. */
    public Table without(List<String> keys) {
      Map<String, Value> rest = new LinkedHashMap<>(entries);
      rest.keySet().removeAll(keys);
      return new Table(rest, place);
    }
  }
}
