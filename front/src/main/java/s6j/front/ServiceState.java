package s6j.front;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/**
 * How a service is: what {@code rc status --json} tells, and why it was skipped, or an empty
 * string; {@code notifies} if it tells its readiness.
 */
record ServiceState(JsonObject told, String skipped, boolean notifies) {
  String name() {
    return told.get("name").getAsString();
  }

  boolean isLongrun() {
    return told.get("type").getAsString().equals("longrun");
  }

  /** What s6-rc brought it to. */
  boolean isUp() {
    return told.get("state").getAsString().equals("up");
  }

  boolean is(String member) {
    JsonElement element = told.get(member);
    return element != null && element.getAsBoolean();
  }

  long number(String member) {
    JsonElement element = told.get(member);
    return element == null ? -1 : element.getAsLong();
  }

  /** How its process ended last, or an empty string. */
  String lastEnd() {
    if (told.has("signal")) return told.get("signal").getAsString();
    return told.has("exitCode") ? "exit " + told.get("exitCode").getAsString() : "";
  }

  /** Whether it is ready, for those that tell. */
  String readiness() {
    return is("running") && notifies ? is("ready") ? "yes" : "no" : "-";
  }

  /** One word for the state, as a person would say it. */
  String word() {
    if (!skipped.isEmpty() && isUp()) return "skipped";
    if (!isLongrun() || !is("supervised")) return isUp() ? "up" : "down";
    if (is("running")) return is("wantedUp") ? isUp() ? "up" : "starting" : "stopping";
    return is("wantedUp") ? "failing" : isUp() ? "stopped" : "down";
  }

  /** What should be seen beside the state. */
  String note() {
    return switch (word()) {
      case "skipped" -> skipped;
      case "failing" -> "wanted up; " + lastEnd();
      case "stopped" -> "up for s6-rc, but gave up or was brought down; " + lastEnd();
      case "down" -> lastEnd();
      default -> "";
    };
  }

  JsonObject json() {
    JsonObject object = told.deepCopy();
    object.addProperty("word", word());
    if (!skipped.isEmpty()) object.addProperty("skipped", skipped);
    return object;
  }
}
