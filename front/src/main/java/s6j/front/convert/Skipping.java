package s6j.front.convert;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import s6j.front.definition.Condition;
import s6j.front.definition.Definition;
import s6j.front.definition.Keys;
import s6j.front.definition.ScriptValue;
import s6j.front.shell.Sh;
import s6j.front.toml.Problems;

/**
 * Puts in the place of every service whose conditions do not hold now a oneshot that does nothing
 * but leave the reason, so that what needs it goes on.
 */
final class Skipping {
  private final DefinitionSet set;
  private final Problems problems;

  Skipping(DefinitionSet set, Problems problems) {
    this.set = set;
    this.problems = problems;
  }

  void apply() {
    for (Definition definition : List.copyOf(set.all()))
      reason(definition).ifPresent(reason -> skip(definition, reason));
  }

  private Optional<String> reason(Definition definition) {
    return definition.get(Keys.CONDITION).stream()
        .filter(condition -> condition.moment() == Condition.Moment.COMPILE)
        .filter(condition -> !holds(definition, condition))
        .map(condition -> condition.reason() + " (when compiled)")
        .findFirst();
  }

  private boolean holds(Definition definition, Condition condition) {
    try {
      return ConditionScript.holds(condition);
    } catch (IOException e) {
      problems.add(definition.name.place(), "a condition cannot be tested: " + e.getMessage());
      return true;
    }
  }

  private void skip(Definition definition, String reason) {
    set.remove(definition);
    Definition nothing =
        new Definition(definition.name.text(), definition.name.place(), Definition.Kind.ONESHOT);
    nothing.copy(definition, Keys.DESCRIPTION);
    nothing.skipped = reason;
    nothing.set(Keys.UP, ScriptValue.shell(note(definition, reason)));
    set.add(nothing);
    for (Definition other : List.copyOf(set.all())) forget(other, definition);
  }

  private static String note(Definition definition, String reason) {
    String file = "../../skipped/" + Sh.quote(definition.name.text());
    return "mkdir -p ../../skipped && printf '%s\\n' " + Sh.quote(reason) + " >" + file + "\n";
  }

  /** Nobody reads from or writes to it; a logger made for it alone is gone with it. */
  private void forget(Definition other, Definition definition) {
    String name = definition.name.text();
    if (other.removeIf(Keys.CONSUMER_FOR, producer -> producer.text().equals(name))
        && other.get(Keys.CONSUMER_FOR).isEmpty()
        && set.owner(other.name.text()).isPresent()) set.remove(other);
    if (other.find(Keys.PRODUCER_FOR).filter(consumer -> consumer.text().equals(name)).isPresent())
      other.clear(Keys.PRODUCER_FOR);
  }
}
