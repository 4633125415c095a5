package s6j.front.definition;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** JSON schemas (draft 07), by which editors check and complete definitions, as lenient text. */
public final class Schema {
  static final String TEXT = "{type: string}";
  static final String FLAG = "{type: boolean}";
  static final String SCALAR = any(TEXT, "{type: integer}", FLAG);
  static final String TEXTS = any(TEXT, listOf(TEXT));
  static final String TIME = any(whole(0, 0xFFFFFFFFL), text("\\d{1,10} ?(ms|s|m|min|h|d)?"));

  private Schema() {}

  /** Strings that are empty, match as a whole, or have double braces, which may mean anything. */
  static String text(String pattern) {
    return "{type: string, pattern: " + new Gson().toJson("^(" + pattern + ")?$|\\{\\{") + "}";
  }

  static String whole(long least, long most) {
    return "{type: integer, minimum: " + least + ", maximum: " + most + "}";
  }

  static String words(Collection<String> words) {
    return "{enum: " + new Gson().toJson(words) + "}";
  }

  static String listOf(String item) {
    return "{type: array, items: " + item + "}";
  }

  static String mapOf(String value) {
    return "{type: object, additionalProperties: " + value + "}";
  }

  static String any(String... schemas) {
    return "{anyOf: [" + String.join(", ", schemas) + "]}";
  }

  /** A table of these properties, {@code NAME: SCHEMA}, and no others. */
  static String table(List<String> properties) {
    String all = String.join(", ", properties);
    return "{type: object, properties: {" + all + "}, additionalProperties: false}";
  }

  static String each(Collection<String> keys, String value) {
    return table(keys.stream().map(key -> key + ": " + value).collect(Collectors.toList()));
  }

  /** The schema of a file NAME.toml. */
  public static JsonElement definition() {
    return JsonParser.parseString(
        "{$schema: 'http://json-schema.org/draft-07/schema#', " + Keys.TABLE.schema().substring(1));
  }
}
