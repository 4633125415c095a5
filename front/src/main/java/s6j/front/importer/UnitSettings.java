package s6j.front.importer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import s6j.front.toml.Place;

/** The assignments of a unit and its drop-ins, asked for by section and key. */
final class UnitSettings {
  /** Here the empty value is one, and not nothing. */
  static final String CAPABILITIES = "Service.CapabilityBoundingSet";

  private final Map<String, List<Span>> values = new LinkedHashMap<>();
  private final Map<String, List<Span>> keys = new LinkedHashMap<>();
  private final Map<String, Boolean> taken = new LinkedHashMap<>();
  private final Specifiers specifiers;
  private final ImportReport report;

  UnitSettings(List<UnitFile.Assignment> assignments, Specifiers specifiers, ImportReport report) {
    this.specifiers = specifiers;
    this.report = report;
    for (UnitFile.Assignment assignment : assignments) add(assignment);
  }

  /** An empty value takes back what was said before. */
  private void add(UnitFile.Assignment assignment) {
    String key = assignment.section() + "." + assignment.key();
    List<Span> list = values.computeIfAbsent(key, name -> new ArrayList<>());
    List<Span> names = keys.computeIfAbsent(key, name -> new ArrayList<>());
    if (assignment.value().isEmpty() && !key.equals(CAPABILITIES)) {
      list.clear();
      names.clear();
    } else {
      list.add(assignment.value());
      names.add(assignment.key());
    }
  }

  /** All values of a key. */
  List<Span> all(String key) {
    taken.put(key, true);
    return values.getOrDefault(key, List.of());
  }

  /** The last value of a key. */
  Optional<Span> last(String key) {
    List<Span> all = all(key);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** Nothing of the unit is told by itself. */
  void allTaken() {
    keys.keySet().forEach(key -> taken.put(key, true));
  }

  /** A value with its specifiers replaced. */
  String expanded(Span value) {
    return specifiers.expand(value.text, value.place());
  }

  String text(String key, String otherwise) {
    return last(key).map(value -> specifiers.expand(value.text, value.place())).orElse(otherwise);
  }

  boolean has(String key) {
    return !values.getOrDefault(key, List.of()).isEmpty();
  }

  /** Where a key was said last. */
  Place place(String key, Place otherwise) {
    List<Span> names = keys.getOrDefault(key, List.of());
    return names.isEmpty() ? otherwise : names.get(names.size() - 1).place();
  }

  boolean flag(String key, boolean otherwise) {
    Optional<Span> value = last(key);
    if (value.isEmpty()) return otherwise;
    String word = value.get().text.toLowerCase(java.util.Locale.ROOT);
    if (List.of("1", "yes", "y", "true", "t", "on").contains(word)) return true;
    if (!List.of("0", "no", "n", "false", "f", "off").contains(word))
      report.broken(value.get().place(), "neither yes nor no: " + value.get());
    return false;
  }

  /** Milliseconds; empty if nothing, or, reported, no time is said. */
  Optional<Long> time(String key) {
    Optional<Span> value = last(key);
    if (value.isEmpty()) return Optional.empty();
    long millis = TimeSpan.millis(value.get().text);
    if (millis != TimeSpan.NONE) return Optional.of(millis);
    report.broken(value.get().place(), "no time: " + value.get(), "such as 30, 90s or 1min 30s");
    return Optional.empty();
  }

  Optional<Integer> number(String key, int least, int most) {
    Optional<Span> value = last(key);
    if (value.isEmpty()) return Optional.empty();
    String text = value.get().text;
    int number = text.matches("[+-]?[0-9]{1,8}") ? Integer.parseInt(text) : Integer.MIN_VALUE;
    if (number >= least && number <= most) return Optional.of(number);
    report.broken(value.get().place(), "no number from " + least + " to " + most + ": " + text);
    return Optional.empty();
  }

  /** The words of all values, quotes removed and specifiers replaced. */
  List<UnitWords.Item> words(String key) {
    List<UnitWords.Item> words = new ArrayList<>();
    for (Span value : all(key)) words.addAll(words(value));
    return words;
  }

  List<UnitWords.Item> words(Span value) {
    return UnitWords.of(value, report).stream()
        .map(
            item ->
                new UnitWords.Item(
                    specifiers.expand(item.text(), item.place()), item.place(), item.isQuoted()))
        .toList();
  }

  /** Tells of each assignment that nobody asked for. */
  void tellRest(ImportSettings settings) {
    for (Map.Entry<String, List<Span>> key : keys.entrySet())
      if (!taken.containsKey(key.getKey()))
        UnitDirectives.tellLeft(
            key.getKey(), key.getValue(), values.get(key.getKey()), report, settings);
  }
}
