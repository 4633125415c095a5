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
import s6j.front.definition.Readiness;
import s6j.front.definition.Script;
import s6j.front.definition.Watch;
import s6j.front.toml.Name;

/**
 * Gives services the daemons that look after them: NAME-watch and NAME-health, which need NAME and
 * are wherever it is.
 */
final class Companions {
  private final ServiceSet set;
  private final List<Definition> services;
  private final Map<String, List<Name>> made = new TreeMap<>();

  Companions(ServiceSet set) {
    this.set = set;
    this.services = List.copyOf(set.all());
  }

  void add() {
    for (Definition service : services) {
      if (service.kind != Definition.Kind.LONGRUN) continue;
      service.watch.ifPresent(watch -> add(service, watcher(service, watch)));
      service.health.ifPresent(health -> add(service, checker(service, health)));
    }
    for (Definition bundle : services) if (bundle.kind == Definition.Kind.BUNDLE) join(bundle);
  }

  private void add(Definition service, Definition companion) {
    companion.needs.add(new Name(service.name.text(), service.name.place()));
    companion.conditions.addAll(service.conditions);
    if (set.addMade(companion, service))
      made.computeIfAbsent(service.name.text(), name -> new ArrayList<>()).add(companion.name);
  }

  private void join(Definition bundle) {
    for (Name member : List.copyOf(bundle.contents))
      for (Name companion : made.getOrDefault(member.text(), List.of()))
        ServiceSet.addOnce(bundle.contents, companion);
  }

  private Definition watcher(Definition service, Watch watch) {
    Definition watcher = longrun(service, "-watch", "tells " + service.name + " of changed files");
    List<String> words = new ArrayList<>(List.of("s6-svwatch", watch.answer().option));
    words.addAll(List.of("-q", String.valueOf(watch.quiet())));
    words.addAll(List.of("-d", String.valueOf(Readiness.DEFAULT_FD)));
    for (String dependent : dependents(service, watch))
      words.addAll(List.of("-R", "../" + dependent));
    words.addAll(List.of("--", "../" + service.name));
    words.addAll(watch.paths());
    watcher.scripts.put(Definition.Role.RUN, Script.command(words));
    watcher.readiness = java.util.Optional.of(Readiness.newline(Readiness.DEFAULT_FD));
    return watcher;
  }

  private static Definition checker(Definition service, Health health) {
    Definition checker = longrun(service, "-health", "checks " + service.name);
    checker.environment.putAll(service.environment);
    checker.envFiles.addAll(service.envFiles);
    checker.envDirs.addAll(service.envDirs);
    List<String> words = new ArrayList<>(List.of("s6-svhealth", health.restarts() ? "-r" : "-m"));
    words.addAll(List.of("-e", "" + health.every(), "-t", "" + health.timeout()));
    words.addAll(List.of("-n", "" + health.failures(), "-u", "" + health.successes()));
    words.addAll(List.of("-g", "" + health.grace(), "--", "../" + service.name));
    if (!health.user().isEmpty()) words.addAll(List.of("s6-setuidgid", health.user()));
    words.add("./data/check");
    checker.scripts.put(Definition.Role.RUN, Script.command(words));
    checker.programs.put("check", health.command());
    return checker;
  }

  private static Definition longrun(Definition service, String suffix, String description) {
    String name = service.name + suffix;
    Definition companion = new Definition(name, service.name.place(), Definition.Kind.LONGRUN);
    companion.description = description;
    return companion;
  }

  /** Names of the longruns that are told, too. */
  private Collection<String> dependents(Definition service, Watch watch) {
    if (!watch.allDependents()) return watch.dependents().stream().map(Name::text).toList();
    Set<String> reached = new TreeSet<>(Set.of(service.name.text()));
    boolean hasGrown = true;
    while (hasGrown) hasGrown = spread(reached);
    reached.remove(service.name.text());
    reached.removeIf(name -> set.get(name).kind != Definition.Kind.LONGRUN);
    return reached;
  }

  private boolean spread(Set<String> reached) {
    boolean hasGrown = false;
    for (Definition definition : services) {
      List<Name> names = new ArrayList<>(definition.needs);
      names.addAll(definition.contents);
      if (names.stream().anyMatch(name -> reached.contains(name.text())))
        hasGrown |= reached.add(definition.name.text());
    }
    return hasGrown;
  }
}
