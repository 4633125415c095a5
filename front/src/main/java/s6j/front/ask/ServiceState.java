package s6j.front.ask;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a service is: what {@code rc status --json} tells, and why it was skipped, or an empty
 * string; {@code notifies} if it tells its readiness.
 */
public record ServiceState(JsonObject told, String skipped, boolean notifies) {
  /** The state, as a person would say it. */
  enum Word {
    UP,
    DOWN,
    STARTING,
    STOPPING,
    FAILING,
    STOPPED,
    SKIPPED;

    boolean isOdd() {
      return this == FAILING || this == STOPPED;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String TROUBLE = "trouble";

  public String name() {
    return text("name");
  }

  boolean isLongrun() {
    return text("type").equals("longrun");
  }

  /** What it was brought to. */
  boolean isUp() {
    return text("state").equals("up");
  }

  boolean is(String member) {
    JsonElement element = told.get(member);
    return element != null && element.getAsBoolean();
  }

  long number(String member) {
    JsonElement element = told.get(member);
    return element == null ? -1 : element.getAsLong();
  }

  private String text(String member) {
    JsonElement element = told.get(member);
    return element == null ? "" : element.getAsString();
  }

  /** This state with what keeps its scripts from being executed. */
  ServiceState with(List<Finding> troubles) {
    if (troubles.isEmpty()) return this;
    JsonObject more = told.deepCopy();
    more.addProperty(TROUBLE, troubles.get(0).text());
    return new ServiceState(more, skipped, notifies);
  }

  /** What keeps its scripts from being executed, or an empty string. */
  String trouble() {
    return text(TROUBLE);
  }

  /** How its process ended last, or an empty string. */
  String lastEnd() {
    if (told.has("signal")) return text("signal");
    return told.has("exitCode") ? "exit " + text("exitCode") : "";
  }

  /** Whether it is ready, for those that tell. */
  String readiness() {
    return is("running") && notifies ? is("ready") ? "yes" : "no" : "-";
  }

  Word word() {
    if (!skipped.isEmpty() && isUp()) return Word.SKIPPED;
    if (!isLongrun()) return isUp() ? Word.UP : Word.DOWN;
    if (!is("supervised")) return isUp() ? Word.FAILING : Word.DOWN;
    if (is("running")) return is("wantedUp") ? isUp() ? Word.UP : Word.STARTING : Word.STOPPING;
    return is("wantedUp") ? Word.FAILING : isUp() ? Word.STOPPED : Word.DOWN;
  }

  /** What should be seen beside the state. */
  String note() {
    return switch (word()) {
      case SKIPPED -> skipped;
      case FAILING -> joined(is("supervised") ? "wanted up" : "has no supervisor");
      case STOPPED -> joined("gave up or was brought down");
      case DOWN -> isLongrun() && !is("supervised") ? "has no supervisor" : lastEnd();
      case UP, STARTING, STOPPING -> text("told");
    };
  }

  private String joined(String first) {
    return Stream.of(first, trouble(), lastEnd())
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("; "));
  }

  JsonObject json() {
    JsonObject object = told.deepCopy();
    object.addProperty("word", word().toString());
    if (!skipped.isEmpty()) object.addProperty("skipped", skipped);
    return object;
  }
}
