package s6j.front.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import s6j.front.definition.Definition;
import s6j.front.definition.Definition.Kind;
import s6j.front.definition.Key;
import s6j.front.definition.Keys;
import s6j.front.definition.Readiness;
import s6j.front.definition.ScriptValue;
import s6j.front.definition.Timer;
import s6j.front.toml.Name;
import s6j.front.toml.Problems;

/**
 * Gives a set one daemon that starts all services with timers. It stands in their bundles in place
 * of them: what a timer starts is not started by being in a bundle.
 */
final class TimerService {
  static final String NAME = "timerd";

  private final DefinitionSet set;
  private final Problems problems;

  TimerService(DefinitionSet set, Problems problems) {
    this.set = set;
    this.problems = problems;
  }

  void add() {
    List<Definition> timed = new ArrayList<>();
    for (Definition definition : set.all())
      if (definition.find(Keys.TIMER).isPresent()) timed.add(definition);
    if (timed.isEmpty()) return;
    Definition first = timed.get(0);
    Definition daemon = new Definition(NAME, first.get(Keys.TIMER).place, Kind.LONGRUN);
    daemon.set(Keys.DESCRIPTION, "starts what is due");
    daemon.set(
        Keys.RUN,
        ScriptValue.command(List.of("s6-timerd", "-d", "3", "-l", "../..", "data/timers")));
    daemon.set(Keys.READINESS, Readiness.newline(Readiness.DEFAULT_FD));
    if (!set.addMade(daemon, first)) return;
    for (Definition definition : timed) {
      daemon.data.put("timers/" + definition.name, text(definition));
      check(definition);
    }
    for (Definition bundle : set.all())
      if (bundle.kind() == Kind.BUNDLE) stand(bundle, timed, daemon);
  }

  private static String text(Definition definition) {
    Timer timer = definition.get(Keys.TIMER);
    List<String> lines = new ArrayList<>(timer.lines());
    TreeSet<String> needs = new TreeSet<>();
    definition.get(Keys.NEEDS).forEach(name -> needs.add(name.text()));
    definition.find(Keys.PRODUCER_FOR).ifPresent(name -> needs.add(name.text()));
    boolean isLongrun = definition.kind() == Kind.LONGRUN;
    if (isLongrun && !needs.isEmpty()) lines.add("needs " + String.join(" ", needs));
    if (isLongrun) lines.add(timer.get(Timer.START).word() + " ../" + definition.name);
    else lines.add("rc " + definition.name);
    return String.join("\n", lines) + "\n";
  }

  /** What looks after a service needs it, and so would have it up. */
  private void check(Definition definition) {
    for (Key<?> key : List.of(Keys.WATCH, Keys.HEALTH)) {
      Optional<?> said = definition.find(key);
      if (said.isPresent())
        problems.add(
            definition.place(key),
            key.name + " and timer exclude each other",
            "what is started by a timer is not up for long");
    }
  }

  private static void stand(Definition bundle, List<Definition> timed, Definition daemon) {
    boolean holds = false;
    for (Definition definition : timed) {
      String name = definition.name.text();
      holds |= bundle.removeIf(Keys.CONTENTS, member -> member.text().equals(name));
    }
    if (holds) DefinitionSet.addOnce(bundle, Keys.CONTENTS, new Name(NAME, daemon.name.place()));
  }
}
