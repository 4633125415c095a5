package s6j.front.convert;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import s6j.front.definition.Definition;
import s6j.front.definition.Health;
import s6j.front.definition.Keys;
import s6j.front.definition.Readiness;
import s6j.front.definition.ScriptValue;
import s6j.front.definition.Watch;
import s6j.front.toml.Name;

/**
 * Gives services the daemons that look after them: NAME-watch and NAME-health, which need NAME and
 * are wherever it is.
 */
final class LookingAfter {
  private final DefinitionSet set;
  private final List<Definition> services;
  private final Map<String, List<Name>> made = new TreeMap<>();

  LookingAfter(DefinitionSet set) {
    this.set = set;
    this.services = List.copyOf(set.all());
  }

  void add() {
    for (Definition service : services) {
      if (service.kind() != Definition.Kind.LONGRUN) continue;
      if (!service.get(Keys.WATCH).isEmpty()) add(service, watcher(service));
      service.find(Keys.HEALTH).ifPresent(health -> add(service, checker(service, health)));
    }
    for (Definition bundle : services) if (bundle.kind() == Definition.Kind.BUNDLE) join(bundle);
  }

  private void add(Definition service, Definition companion) {
    companion.add(Keys.NEEDS, new Name(service.name.text(), service.name.place()));
    companion.copy(service, Keys.CONDITION);
    if (set.addMade(companion, service))
      made.computeIfAbsent(service.name.text(), name -> new ArrayList<>()).add(companion.name);
  }

  private void join(Definition bundle) {
    for (Name member : bundle.get(Keys.CONTENTS))
      for (Name companion : made.getOrDefault(member.text(), List.of()))
        DefinitionSet.addOnce(bundle, Keys.CONTENTS, companion);
  }

  private Definition watcher(Definition service) {
    Definition watcher = longrun(service, "-watch", "tells " + service.name + " of changed files");
    List<String> words = new ArrayList<>(List.of("s6-svwatch"));
    words.add(service.get(Keys.ON_CHANGE).option);
    words.addAll(List.of("-q", String.valueOf(service.get(Keys.QUIET))));
    words.addAll(List.of("-d", String.valueOf(Readiness.DEFAULT_FD)));
    for (String dependent : dependents(service)) words.addAll(List.of("-R", "../" + dependent));
    words.addAll(List.of("--", "../" + service.name));
    words.addAll(service.get(Keys.WATCH));
    watcher.set(Keys.RUN, ScriptValue.command(words));
    watcher.set(Keys.READINESS, Readiness.newline(Readiness.DEFAULT_FD));
    return watcher;
  }

  private static Definition checker(Definition service, Health health) {
    Definition checker = longrun(service, "-health", "checks " + service.name);
    checker.copy(service, Keys.ENVIRONMENT, Keys.ENV_FILES, Keys.ENV_DIRS);
    List<String> words = new ArrayList<>(List.of("s6-svhealth", health.get(Health.ACTION).option));
    words.addAll(
        List.of("-e", "" + health.get(Health.EVERY), "-t", "" + health.get(Health.TIMEOUT)));
    words.addAll(
        List.of("-n", "" + health.get(Health.FAILURES), "-u", "" + health.get(Health.SUCCESSES)));
    words.addAll(List.of("-g", "" + health.get(Health.GRACE), "--", "../" + service.name));
    String user = health.get(Health.USER);
    if (!user.isEmpty()) words.addAll(List.of("s6-setuidgid", user));
    words.add("./data/check");
    checker.set(Keys.RUN, ScriptValue.command(words));
    checker.programs.put("check", health.script());
    return checker;
  }

  private static Definition longrun(Definition service, String suffix, String description) {
    String name = service.name + suffix;
    Definition companion = new Definition(name, service.name.place(), Definition.Kind.LONGRUN);
    companion.set(Keys.DESCRIPTION, description);
    return companion;
  }

  /** Names of the longruns that are told, too. */
  private Collection<String> dependents(Definition service) {
    Watch.Dependents said = service.get(Keys.DEPENDENTS);
    if (!said.areAll()) return said.names().stream().map(Name::text).toList();
    Set<String> reached = new TreeSet<>(Set.of(service.name.text()));
    boolean hasGrown = true;
    while (hasGrown) hasGrown = spread(reached);
    reached.remove(service.name.text());
    reached.removeIf(name -> set.get(name).kind() != Definition.Kind.LONGRUN);
    return reached;
  }

  private boolean spread(Set<String> reached) {
    boolean hasGrown = false;
    for (Definition definition : services) {
      List<Name> names = new ArrayList<>(definition.get(Keys.NEEDS));
      names.addAll(definition.get(Keys.CONTENTS));
      if (names.stream().anyMatch(name -> reached.contains(name.text())))
        hasGrown |= reached.add(definition.name.text());
    }
    return hasGrown;
  }
}
