package s6j.rccompiler.compile;

import org.jspecify.annotations.Nullable;
import s6j.formats.ByteSink;
import s6j.formats.NameTable;

/** Everything the sources define, in order of definition. */
final class Definitions {
  final NameTable names = new NameTable();

  /** Names of services and words of scripts, in the order the compiled database keeps them. */
  final ByteSink strings = new ByteSink(4096);

  final Roll longruns = new Roll();
  final Roll oneshots = new Roll();
  final Roll bundles = new Roll();

  /** By name: its definition, or null for a name that was only mentioned. */
  private SourceDefinition[] byName = new SourceDefinition[16];

  /** By name: the place of its definition in its roll. */
  private int[] places = new int[16];

  private boolean[] broken = new boolean[16];

  /** Definitions of one kind. */
  static final class Roll {
    private SourceDefinition[] definitions = new SourceDefinition[16];
    private int count;

    int count() {
      return count;
    }

    SourceDefinition get(int place) {
      return definitions[place];
    }

    void add(SourceDefinition definition) {
      if (count == definitions.length) {
        SourceDefinition[] more = new SourceDefinition[2 * count];
        System.arraycopy(definitions, 0, more, 0, count);
        definitions = more;
      }
      definitions[count++] = definition;
    }
  }

  /** The definition of a name, or null. */
  @Nullable SourceDefinition of(int name) {
    return name < byName.length ? byName[name] : null;
  }

  /** The place of a defined name in its roll. */
  int placeOf(int name) {
    return places[name];
  }

  SourceDefinition.Kind kindOf(int name) {
    SourceDefinition definition = of(name);
    return definition == null ? SourceDefinition.Kind.UNDEFINED : definition.kind;
  }

  /** The number of an atomic service: longruns first, then oneshots. */
  int serviceNumber(int name) {
    int place = placeOf(name);
    return kindOf(name) == SourceDefinition.Kind.LONGRUN ? place : longruns.count() + place;
  }

  /** Enters a definition whose name is not defined yet. */
  void add(SourceDefinition definition) {
    reserve(definition.name);
    Roll roll = roll(definition.kind);
    byName[definition.name] = definition;
    places[definition.name] = roll.count();
    roll.add(definition);
    if (definition.kind == SourceDefinition.Kind.BUNDLE) return;
    definition.pooledName = strings.length();
    strings.put(names.name(definition.name)).put(0);
  }

  /** Remembers that a definition of this name was found but could not be read. */
  void markBroken(int name) {
    reserve(name);
    broken[name] = true;
  }

  /** Whether a name is undefined only because its definition is broken. */
  boolean isBroken(int name) {
    return name < broken.length && broken[name];
  }

  byte[] name(int name) {
    return names.name(name);
  }

  private Roll roll(SourceDefinition.Kind kind) {
    return switch (kind) {
      case LONGRUN -> longruns;
      case ONESHOT -> oneshots;
      case BUNDLE, UNDEFINED -> bundles;
    };
  }

  private void reserve(int name) {
    if (name < byName.length) return;
    int size = 2 * name + 16;
    SourceDefinition[] moreDefinitions = new SourceDefinition[size];
    System.arraycopy(byName, 0, moreDefinitions, 0, byName.length);
    byName = moreDefinitions;
    int[] morePlaces = new int[size];
    System.arraycopy(places, 0, morePlaces, 0, places.length);
    places = morePlaces;
    boolean[] moreBroken = new boolean[size];
    System.arraycopy(broken, 0, moreBroken, 0, broken.length);
    broken = moreBroken;
  }
}
