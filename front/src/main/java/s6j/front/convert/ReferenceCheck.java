package s6j.front.convert;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import s6j.front.definition.Definition;
import s6j.front.definition.Key;
import s6j.front.definition.Keys;
import s6j.front.toml.Name;
import s6j.front.toml.Nearest;
import s6j.front.toml.Problems;

/** Every name that is mentioned exists, and nothing needs itself or is behind itself. */
final class ReferenceCheck {
  private enum Visit {
    BEGUN,
    ENDED
  }

  private final DefinitionSet set;
  private final Problems problems;
  private final TreeSet<String> known = new TreeSet<>();
  private final Map<String, Visit> visits = new HashMap<>();

  ReferenceCheck(DefinitionSet set, Set<String> directories, Problems problems) {
    this.set = set;
    this.problems = problems;
    known.addAll(directories);
    set.all().forEach(definition -> known.add(definition.name.text()));
    // Bundles of pipelines are made by the compiler.
    set.all().forEach(definition -> known.add(definition.get(Keys.PIPELINE_NAME)));
    known.remove("");
  }

  void check() {
    for (Definition definition : set.all()) {
      mentioned(definition).forEach(this::checkName);
      definition.get(Keys.CONSUMER_FOR).forEach(this::checkName);
      definition.get(Keys.ON_FAILURE).forEach(this::checkName);
      definition.get(Keys.TAKES_DOWN).forEach(this::checkName);
      for (Key<List<Name>> key : Keys.RELATIONS) checkRelation(definition, key);
    }
    for (Definition definition : set.all()) visit(definition);
  }

  /** Order behind itself is found with its way. */
  private void checkRelation(Definition definition, Key<List<Name>> key) {
    for (Name name : definition.get(key)) {
      checkName(name);
      if (key != Keys.AFTER && name.text().equals(definition.name.text()))
        problems.add(name.place(), key.name + " names the service itself");
    }
  }

  private static List<Name> mentioned(Definition definition) {
    List<Name> names = new ArrayList<>(definition.get(Keys.NEEDS));
    names.addAll(definition.get(Keys.CONTENTS));
    definition.find(Keys.PRODUCER_FOR).ifPresent(names::add);
    names.addAll(definition.get(Keys.DEPENDENTS).names());
    return names;
  }

  private void checkName(Name name) {
    if (!known.contains(name.text()))
      problems.add(
          name.place(), "no service or bundle is called " + name, Nearest.hint(name.text(), known));
  }

  /** Depth first, without recursion: a chain may be long. */
  private void visit(Definition start) {
    if (visits.containsKey(start.name.text())) return;
    Deque<Step> way = new ArrayDeque<>();
    enter(way, start);
    while (!way.isEmpty()) {
      Step step = way.peek();
      if (step.names.isEmpty() && step.order.isEmpty()) {
        visits.put(step.definition.name.text(), Visit.ENDED);
        way.pop();
      } else {
        step.isOrder = step.names.isEmpty();
        follow(way, (step.isOrder ? step.order : step.names).removeFirst());
      }
    }
  }

  /** A bundle is all it holds but the definition itself. */
  private Deque<Name> order(Definition definition) {
    Deque<Name> order = new ArrayDeque<>();
    Deque<Name> rest = new ArrayDeque<>();
    Set<String> seen = new HashSet<>();
    for (Name name : definition.get(Keys.AFTER)) {
      Definition other = set.get(name.text());
      if (other != null && other.kind() == Definition.Kind.BUNDLE) rest.add(name);
      else order.add(name);
    }
    while (!rest.isEmpty()) {
      Name name = rest.pop();
      if (!seen.add(name.text())) continue;
      Definition other = set.get(name.text());
      if (other != null && other.kind() == Definition.Kind.BUNDLE)
        rest.addAll(other.get(Keys.CONTENTS));
      else if (!name.text().equals(definition.name.text())) order.add(name);
    }
    return order;
  }

  private void follow(Deque<Step> way, Name name) {
    Definition next = set.get(name.text());
    if (next == null) return;
    Visit visit = visits.get(name.text());
    if (visit == Visit.BEGUN) tellCycle(way, name);
    else if (visit == null) enter(way, next);
  }

  private void enter(Deque<Step> way, Definition definition) {
    visits.put(definition.name.text(), Visit.BEGUN);
    way.push(new Step(definition, new ArrayDeque<>(mentioned(definition)), order(definition)));
  }

  private void tellCycle(Deque<Step> way, Name name) {
    StringBuilder path = new StringBuilder(name.text());
    boolean isOrder = false;
    for (Step step : way) {
      path.insert(0, step.definition.name + (step.isOrder ? " after " : " -> "));
      isOrder |= step.isOrder;
      if (step.definition.name.text().equals(name.text())) break;
    }
    problems.add(name.place(), (isOrder ? "is behind itself: " : "needs itself: ") + path);
  }

  private static final class Step {
    final Definition definition;
    final Deque<Name> names;
    final Deque<Name> order;

    /** Whether the present way goes on by order alone. */
    boolean isOrder;

    Step(Definition definition, Deque<Name> names, Deque<Name> order) {
      this.definition = definition;
      this.names = names;
      this.order = order;
    }
  }
}
