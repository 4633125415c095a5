package s6j.front.definition;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.List;
import s6j.front.toml.Name;
import s6j.front.toml.Place;
import s6j.front.toml.Problem;

/** Answers for machines; docs/programs/s6j.md tells their members. */
public final class Json {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private Json() {}

  public static String text(JsonElement element) {
    return GSON.toJson(element);
  }

  public static JsonArray array(Collection<?> values) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(value.toString()));
    return array;
  }

  public static JsonArray problems(List<Problem> problems) {
    JsonArray array = new JsonArray();
    for (Problem problem : problems) {
      JsonObject object = new JsonObject();
      place(object, problem.place());
      object.addProperty("message", problem.text());
      if (!problem.hint().isEmpty()) object.addProperty("hint", problem.hint());
      array.add(object);
    }
    return array;
  }

  public static void place(JsonObject object, Place place) {
    object.addProperty("file", place.file());
    object.addProperty("line", place.line());
    object.addProperty("column", place.column());
  }

  public static JsonObject definition(Definition definition, String owner) {
    JsonObject object = new JsonObject();
    object.addProperty("name", definition.name.text());
    object.addProperty("type", definition.kind().word());
    place(object, definition.name.place());
    String description = definition.get(Keys.DESCRIPTION);
    if (!description.isEmpty()) object.addProperty("description", description);
    if (!owner.isEmpty()) object.addProperty("madeFor", owner);
    if (!definition.skipped.isEmpty()) object.addProperty("skipped", definition.skipped);
    object.add("needs", array(definition.get(Keys.NEEDS)));
    for (Key<List<Name>> key : Keys.RELATIONS)
      if (!definition.get(key).isEmpty()) object.add(key.name, array(definition.get(key)));
    if (definition.kind() == Definition.Kind.BUNDLE)
      object.add("contents", array(definition.get(Keys.CONTENTS)));
    object.add("tags", array(definition.get(Keys.TAGS)));
    definition.find(Keys.MODES).ifPresent(modes -> object.add("modes", array(modes)));
    List<Condition> conditions = definition.get(Keys.CONDITION);
    object.add("conditions", array(conditions.stream().map(Condition::reason).toList()));
    return object;
  }
}
