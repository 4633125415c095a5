package s6j.rccompiler.compile;

import s6j.formats.RcDatabase;
import s6j.formats.RcRelations;
import s6j.posix.CString;

/**
 * What services are to each other beyond needs ({@link RcRelations}): names become numbers, a
 * bundle all it holds but the service itself, and what can never be is told. Ours.
 */
final class Relationships {
  private static final RcRelations.Kind[] KINDS = RcRelations.Kind.values();

  private final Definitions definitions;
  private final int[][] bundles;
  private final RcDatabase database;
  private final SourceProblems problems;

  Relationships(
      Definitions definitions, int[][] bundles, RcDatabase database, SourceProblems problems) {
    this.definitions = definitions;
    this.bundles = bundles;
    this.database = database;
    this.problems = problems;
  }

  /** Fills the database's relations in. */
  void resolve() {
    for (int i = 0; i < database.longruns; i++) resolve(i, definitions.longruns.get(i));
    for (int i = 0; i < database.oneshots(); i++)
      resolve(database.longruns + i, definitions.oneshots.get(i));
  }

  private void resolve(int service, SourceDefinition definition) {
    if (definition.again) database.relations.again(service);
    for (RcRelations.Kind kind : KINDS) {
      IntList names = definition.related[kind.ordinal()];
      if (names != null) resolve(kind, service, definition, names);
    }
  }

  private void resolve(
      RcRelations.Kind kind, int service, SourceDefinition definition, IntList names) {
    IntList others = new IntList();
    for (int i = 0; i < names.count(); i++) gather(kind, definition, names.get(i), others);
    for (int other : IntSets.sortedUnique(others.toArray(), others.count()))
      if (other != service) database.relations.add(kind, service, other);
  }

  private void gather(
      RcRelations.Kind kind, SourceDefinition definition, int name, IntList others) {
    switch (definitions.kindOf(name)) {
      case ONESHOT, LONGRUN -> {
        if (name == definition.name) itself(kind, definition);
        others.add(definitions.serviceNumber(name));
      }
      case BUNDLE -> {
        for (int each : bundles[definitions.placeOf(name)]) others.add(each);
      }
      case UNDEFINED -> undefined(kind, definition, name);
    }
  }

  private void itself(RcRelations.Kind kind, SourceDefinition definition) {
    byte[] name = definitions.name(definition.name);
    problems
        .bad("in ", kind.word, " of service ", name, ": it names itself")
        .about(name, CString.of(kind.word))
        .mentioning(name);
  }

  private void undefined(RcRelations.Kind kind, SourceDefinition definition, int name) {
    if (definitions.isBroken(name)) return;
    byte[] service = definitions.name(definition.name);
    problems
        .bad(
            "in ",
            kind.word,
            " of service ",
            service,
            ": undefined service name ",
            definitions.name(name))
        .about(service, CString.of(kind.word))
        .undefined(definitions.name(name));
  }

  /** Tells of what cannot be: circles of order, and services that need what excludes each other. */
  void check() {
    if (database.relations.has(RcRelations.Kind.AFTER))
      new CycleCheck(database, problems).withOrder().check();
    if (database.relations.has(RcRelations.Kind.CONFLICTS)) checkConflicts();
  }

  private void checkConflicts() {
    RcRelations.Kind kind = RcRelations.Kind.CONFLICTS;
    for (int i = 0; i < database.count(); i++)
      for (int j = 0; j < database.relations.count(kind, i, false); j++)
        checkConflict(i, database.relations.other(kind, i, false, j));
  }

  /** Nothing may need both, at whatever distance; a service counts as needing itself. */
  private void checkConflict(int service, int other) {
    boolean[] first = needing(service);
    boolean[] second = needing(other);
    int both = 0;
    while (both < first.length && !(first[both] && second[both])) both++;
    if (both == first.length) return;
    problems
        .bad(
            SourceProblems.join("service ", database.nameOf(both), " can never be up: "),
            SourceProblems.join("it needs both ", database.nameOf(service), " and "),
            SourceProblems.join(database.nameOf(other), ", which conflict"))
        .about(database.nameOf(service), CString.of(RcRelations.Kind.CONFLICTS.word))
        .mentioning(database.nameOf(other));
  }

  private boolean[] needing(int service) {
    boolean[] members = new boolean[database.count()];
    IntList pending = new IntList();
    members[service] = true;
    pending.add(service);
    while (pending.count() > 0) {
      int each = pending.removeLast();
      int start = database.neededByStart[each];
      for (int i = start; i < start + database.neededByCount[each]; i++) {
        int next = database.neededBy[i];
        if (!members[next]) pending.add(next);
        members[next] = true;
      }
    }
    return members;
  }
}
