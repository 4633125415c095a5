package s6j.front.migrate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import s6j.front.importer.ImportReport;
import s6j.front.importer.SourceText;
import s6j.front.toml.Place;

/** A value in a YAML file, with its place: a text, a list or a map, merged ({@code <<}) or not. */
final class YamlValue {
  private static final String MERGE = "<<";

  /** Maps that are merged into maps, and so on. */
  private static final int DEEPEST = 20;

  private final Node node;
  private final String file;

  private YamlValue(Node node, String file) {
    this.node = node;
    this.file = file;
  }

  /** The value that a file is; empty, and reported, if it is none. */
  static Optional<YamlValue> read(Path path, ImportReport report) {
    SourceText text = SourceText.read(path, report).orElse(null);
    if (text == null) return Optional.empty();
    String file = path.toString();
    try {
      Node node = new Yaml(new LoaderOptions()).compose(new java.io.StringReader(text.text));
      if (node != null) return Optional.of(new YamlValue(node, file));
      report.broken(Place.of(file), "nothing is in it");
    } catch (MarkedYAMLException e) {
      report.broken(place(e.getProblemMark(), file), "no YAML: " + e.getProblem());
    } catch (YAMLException e) {
      report.broken(
          Place.of(file),
          "no YAML: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
    return Optional.empty();
  }

  private static Place place(@Nullable Mark mark, String file) {
    return mark == null
        ? Place.of(file)
        : new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  Place place() {
    return place(node.getStartMark(), file);
  }

  boolean isMap() {
    return node instanceof MappingNode;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  boolean isText() {
    return node instanceof ScalarNode;
  }

  /** Whether nothing stands there. */
  boolean isNull() {
    return isText() && text().matches("(?i)|~|null") && ((ScalarNode) node).isPlain();
  }

  /** As it is written, a number or a truth value too; empty for lists and maps. */
  String text() {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  boolean isTrue() {
    return text().matches("(?i)true|yes|on");
  }

  List<YamlValue> list() {
    List<YamlValue> values = new ArrayList<>();
    if (node instanceof SequenceNode sequence)
      for (Node item : sequence.getValue()) values.add(new YamlValue(item, file));
    return values;
  }

  /** The values by their keys; what is merged is weaker. */
  Map<String, YamlValue> map() {
    Map<String, YamlValue> values = new LinkedHashMap<>();
    collect(node, values, 0);
    return values;
  }

  private void collect(Node from, Map<String, YamlValue> values, int depth) {
    if (!(from instanceof MappingNode mapping) || depth > DEEPEST) return;
    List<Node> merged = new ArrayList<>();
    for (NodeTuple entry : mapping.getValue()) {
      String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
      if (!key.equals(MERGE)) values.putIfAbsent(key, new YamlValue(entry.getValueNode(), file));
      else if (entry.getValueNode() instanceof SequenceNode many) merged.addAll(many.getValue());
      else merged.add(entry.getValueNode());
    }
    for (Node more : merged) collect(more, values, depth + 1);
  }

  /** A value of the map by its key, or nothing. */
  Optional<YamlValue> get(String key) {
    return Optional.ofNullable(map().get(key));
  }

  /** The texts of a list, or the one text that stands in its place. */
  List<String> texts() {
    if (isText()) return List.of(text());
    return list().stream().map(YamlValue::text).toList();
  }

  /** NAME=VALUE of a list, or the entries of a map; a name alone has no value. */
  Map<String, Optional<String>> variables() {
    Map<String, Optional<String>> variables = new LinkedHashMap<>();
    map()
        .forEach(
            (name, value) ->
                variables.put(name, value.isNull() ? Optional.empty() : Optional.of(value.text())));
    for (String text : isList() ? texts() : List.<String>of()) {
      int equals = text.indexOf('=');
      if (equals < 0) variables.put(text, Optional.empty());
      else variables.put(text.substring(0, equals), Optional.of(text.substring(equals + 1)));
    }
    return variables;
  }

  @Override
  public String toString() {
    return text();
  }
}
