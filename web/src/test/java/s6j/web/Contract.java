package s6j.web;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What docs/openapi.json promises: as much of JSON schemas as it uses. */
final class Contract {
  private final JsonObject file;

  Contract() throws IOException {
    file =
        JsonParser.parseString(Files.readString(Path.of("../docs/openapi.json"))).getAsJsonObject();
  }

  JsonObject paths() {
    return file.getAsJsonObject("paths");
  }

  /** Whether an answer is one that the file has. */
  void check(String method, String path, int status, String type, String body) {
    JsonObject operation = operation(method, path);
    assertNotNull(operation, method + " " + path + " is not in the file");
    JsonObject answer = operation.getAsJsonObject("responses").getAsJsonObject("" + status);
    assertNotNull(answer, method + " " + path + " answers " + status + ": " + body);
    JsonObject content = answer.getAsJsonObject("content");
    String plain = type.replaceAll(";.*", "");
    assertTrue(content.has(plain), path + " answers " + type);
    if (plain.equals("application/json"))
      check(content.getAsJsonObject(plain).get("schema"), JsonParser.parseString(body), path);
  }

  private JsonObject operation(String method, String path) {
    String plain = path.replaceAll("\\?.*", "");
    for (Map.Entry<String, JsonElement> one : paths().entrySet()) {
      String pattern = one.getKey().replace("{id}", "[A-Za-z0-9_-]+");
      if (plain.matches(pattern))
        return one.getValue().getAsJsonObject().getAsJsonObject(method.toLowerCase());
    }
    return null;
  }

  private void check(JsonElement schemaOrName, JsonElement value, String where) {
    JsonObject schema = schemaOrName.getAsJsonObject();
    if (schema.has("$ref")) {
      String name = schema.get("$ref").getAsString().replaceAll(".*/", "");
      schema = file.getAsJsonObject("components").getAsJsonObject("schemas").getAsJsonObject(name);
    }
    String type = schema.get("type").getAsString();
    assertTrue(isOf(type, value), where + " is no " + type + ": " + value);
    if (schema.has("enum"))
      assertTrue(schema.getAsJsonArray("enum").contains(value), where + " " + value);
    if (schema.has("items"))
      for (JsonElement one : value.getAsJsonArray()) check(schema.get("items"), one, where + "[]");
    if (schema.has("required"))
      for (JsonElement name : schema.getAsJsonArray("required"))
        assertTrue(
            value.getAsJsonObject().has(name.getAsString()),
            where + " has no " + name + ": " + value);
    if (!schema.has("properties")) return;
    JsonObject properties = schema.getAsJsonObject("properties");
    for (Map.Entry<String, JsonElement> one : value.getAsJsonObject().entrySet()) {
      assertTrue(properties.has(one.getKey()), where + " has " + one.getKey() + " beyond the file");
      check(properties.get(one.getKey()), one.getValue(), where + "." + one.getKey());
    }
  }

  private static boolean isOf(String type, JsonElement value) {
    return switch (type) {
      case "object" -> value.isJsonObject();
      case "array" -> value instanceof JsonArray;
      case "string" -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
      case "boolean" -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean();
      case "integer" -> value.isJsonPrimitive() && value.getAsString().matches("-?\\d+");
      default -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
    };
  }
}
