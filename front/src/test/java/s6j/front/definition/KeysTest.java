package s6j.front.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import s6j.front.toml.Problems;
import s6j.front.toml.TomlFile;
import s6j.front.toml.Value;

/**
 * The page and the schema say what the keys declare. With {@code -Ddocs.write=true} they are
 * written anew.
 */
class KeysTest {
  private static final boolean IS_WRITTEN = Boolean.getBoolean("docs.write");
  private static final Path PAGE = Path.of("../docs/definitions.md");
  private static final Path SCHEMA = Path.of("../docs/definitions.schema.json");
  private static final String HEAD = "| key | value | becomes, or means |\n|---|---|---|\n";

  @TestFactory
  Stream<DynamicTest> thePageHasTheTableOfEachHeading() {
    Map<String, StringBuilder> tables = new LinkedHashMap<>();
    for (Key<?> key : Keys.all())
      addRows(tables.computeIfAbsent(key.heading, one -> new StringBuilder(HEAD)), "", key);
    return tables.entrySet().stream()
        .map(table -> DynamicTest.dynamicTest(table.getKey(), () -> compare(table)));
  }

  private static void addRows(StringBuilder table, String above, Key<?> key) {
    String row = "| `" + above + key.name + "` | " + key.type.takes() + " | " + key.text + " |\n";
    table.append(row);
    for (Key<?> inner : key.type.keys()) addRows(table, above + key.name + ".", inner);
  }

  private static void compare(Map.Entry<String, StringBuilder> table) throws IOException {
    String page = Files.readString(PAGE);
    int heading = page.indexOf("\n## " + table.getKey() + "\n");
    assertTrue(heading >= 0, "no heading " + table.getKey());
    int start = page.indexOf(HEAD, heading);
    int end = start < 0 ? -1 : page.indexOf("\n\n", start) + 1;
    int next = page.indexOf("\n## ", heading + 1);
    String own = start < 0 || next >= 0 && start > next ? "" : page.substring(start, end);
    if (IS_WRITTEN && !own.isEmpty())
      Files.writeString(PAGE, page.substring(0, start) + table.getValue() + page.substring(end));
    else assertEquals(table.getValue().toString(), own);
  }

  @Test
  void theSchemaIsThatOfTheKeys() throws IOException {
    String schema = Json.text(Schema.definition()) + "\n";
    if (IS_WRITTEN) Files.writeString(SCHEMA, schema);
    assertEquals(schema, Files.readString(SCHEMA), "s6j convert --schema >" + SCHEMA);
  }

  @Test
  void eachKeySaysWhatItIs() {
    TreeSet<String> names = new TreeSet<>();
    for (Key<?> key : Keys.all()) {
      assertTrue(names.add(key.name), key.name + " is declared twice");
      assertTrue(!key.text.isEmpty() && !key.heading.isEmpty(), key.name);
    }
  }

  @TestFactory
  Stream<DynamicTest> theExamplesAreValid() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String directory : List.of("../examples/one-file", "src/main/resources/s6j/front/convert"))
      try (Stream<Path> list = Files.list(Path.of(directory))) {
        files.addAll(list.filter(file -> file.toString().endsWith(".toml")).sorted().toList());
      }
    return files.stream().map(file -> DynamicTest.dynamicTest(file.toString(), () -> check(file)));
  }

  private static void check(Path file) throws IOException {
    assertEquals(List.of(), faults(Files.readString(file)));
  }

  @Test
  void theSchemaFindsFaults() {
    assertEquals(List.of("ruun"), faults("ruun = 'x'"));
    assertEquals(List.of("umask"), faults("umask = '99'"));
    assertEquals(List.of(), faults("umask = '{{name}}'"));
    assertEquals(List.of("restart"), faults("restart = { policy = 'on-failure', deths = 3 }"));
    assertEquals(List.of(), faults("restart = { policy = 'on-failure', deaths = 3 }"));
    assertEquals(List.of("lock-fd"), faults("lock-fd = 2"));
    assertEquals(List.of("mode"), faults("[mode.dev]\nneeds = 3"));
    assertEquals(List.of(), faults("[mode.dev]\nneeds = 'x'\n[timeouts]\nup = '5s'"));
    assertEquals(List.of("timeouts"), faults("[timeouts]\nup = 'soon'"));
  }

  /** The keys of a text that the schema refuses. */
  private static List<String> faults(String toml) {
    Problems problems = new Problems();
    Value.Table table =
        TomlFile.read("a.toml", toml.getBytes(java.nio.charset.StandardCharsets.UTF_8), problems)
            .orElseThrow(() -> new AssertionError(problems.sorted()));
    JsonObject schema = Schema.definition().getAsJsonObject();
    JsonObject properties = schema.getAsJsonObject("properties");
    List<String> faults = new ArrayList<>();
    for (Map.Entry<String, JsonElement> one : json(table).getAsJsonObject().entrySet())
      if (!properties.has(one.getKey())
          || !accepts(schema, properties.getAsJsonObject(one.getKey()), one.getValue()))
        faults.add(one.getKey());
    return faults;
  }

  private static JsonElement json(Value value) {
    if (value instanceof Value.Table table) {
      JsonObject object = new JsonObject();
      table.entries().forEach((key, one) -> object.add(key, json(one)));
      return object;
    }
    if (value instanceof Value.Items items) {
      JsonArray array = new JsonArray();
      items.items().forEach(item -> array.add(json(item)));
      return array;
    }
    if (value instanceof Value.Text text) return new com.google.gson.JsonPrimitive(text.text());
    return JsonParser.parseString(
        value instanceof Value.Whole whole
            ? String.valueOf(whole.number())
            : String.valueOf(((Value.Flag) value).isSet()));
  }

  /** The few keywords of JSON schemas that ours has. */
  private static boolean accepts(JsonObject root, JsonObject schema, JsonElement value) {
    if (schema.has("$ref")) return accepts(root, root, value);
    if (schema.has("enum")) return schema.getAsJsonArray("enum").contains(value);
    if (schema.has("anyOf"))
      return schema.getAsJsonArray("anyOf").asList().stream()
          .anyMatch(one -> accepts(root, one.getAsJsonObject(), value));
    return switch (schema.get("type").getAsString()) {
      case "object" -> value.isJsonObject() && isTable(root, schema, value.getAsJsonObject());
      case "array" ->
          value.isJsonArray()
              && value.getAsJsonArray().asList().stream()
                  .allMatch(item -> accepts(root, schema.getAsJsonObject("items"), item));
      case "boolean" -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean();
      case "integer" -> value.isJsonPrimitive() && isWhole(schema, value);
      default ->
          value.isJsonPrimitive()
              && value.getAsJsonPrimitive().isString()
              && (!schema.has("pattern")
                  || java.util.regex.Pattern.compile(schema.get("pattern").getAsString())
                      .matcher(value.getAsString())
                      .find());
    };
  }

  private static boolean isWhole(JsonObject schema, JsonElement value) {
    if (!value.getAsJsonPrimitive().isNumber()) return false;
    long number = value.getAsLong();
    return !schema.has("minimum")
        || number >= schema.get("minimum").getAsLong()
            && number <= schema.get("maximum").getAsLong();
  }

  private static boolean isTable(JsonObject root, JsonObject schema, JsonObject table) {
    JsonObject properties =
        schema.has("properties") ? schema.getAsJsonObject("properties") : new JsonObject();
    for (Map.Entry<String, JsonElement> one : table.entrySet()) {
      JsonElement own = properties.get(one.getKey());
      if (own == null) own = schema.get("additionalProperties");
      if (!own.isJsonObject() || !accepts(root, own.getAsJsonObject(), one.getValue()))
        return false;
    }
    return true;
  }
}
