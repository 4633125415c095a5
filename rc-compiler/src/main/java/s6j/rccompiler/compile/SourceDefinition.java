package s6j.rccompiler.compile;

import org.jspecify.annotations.Nullable;
import s6j.formats.RcRelations;

/** A service or bundle as its source directory declares it; names are numbers of a name table. */
final class SourceDefinition {
  /** Most services say nothing, and share it. */
  private static final @Nullable IntList[] NONE = new IntList[RcRelations.Kind.values().length];

  /** What a definition is; UNDEFINED for a name that was only mentioned. */
  enum Kind {
    UNDEFINED("unknown"),
    ONESHOT("oneshot"),
    LONGRUN("longrun"),
    BUNDLE("bundle");

    final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  /** Stands for no consumer and no pipeline. */
  static final int NO_NAME = -1;

  final Kind kind;
  final int name;

  /** The source it stands in, as on the command line; null for what the compiler adds itself. */
  final byte @Nullable [] source;

  /** Direct dependencies of a service, or contents of a bundle, as listed. */
  final IntList names = new IntList();

  /** What a service is to others beyond needs, by kind of relation; null where it says nothing. */
  @Nullable IntList[] related = NONE;

  /** Whether a start does it again (ours). */
  boolean again;

  int flags;
  int timeoutUp;
  int timeoutDown;

  /** Longruns: who reads its output, and whose output it reads, in the order of consumer-for. */
  int consumer = NO_NAME;

  final IntList producers = new IntList();
  int pipeline = NO_NAME;

  /** Oneshots: words and their place in the pool of words, by script (RcDatabase.DOWN, ...). */
  int[] argumentCount;

  int[] firstArgument;

  /** Offset of a service's name in the pool of strings. */
  int pooledName;

  SourceDefinition(Kind kind, int name, byte @Nullable [] source) {
    this.kind = kind;
    this.name = name;
    this.source = source;
    if (kind == Kind.ONESHOT) {
      argumentCount = new int[3];
      firstArgument = new int[3];
    }
  }

  void relate(RcRelations.Kind kind, IntList others) {
    if (related == NONE) related = new IntList[NONE.length];
    related[kind.ordinal()] = others;
  }
}
