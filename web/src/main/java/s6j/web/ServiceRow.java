package s6j.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A service as the page shows it.
 *
 * @param directory null for a oneshot
 * @param pid 0 if its process does not run
 * @param state of docs/web.md
 * @param json what is told of it
 */
record ServiceRow(
    ServiceText name,
    @Nullable Path directory,
    long pid,
    String state,
    boolean isLive,
    JsonObject json) {

  static JsonArray array(Collection<String> words) {
    JsonArray array = new JsonArray();
    words.forEach(array::add);
    return array;
  }
}
