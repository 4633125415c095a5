package s6j.rccompiler.compile;

import org.jspecify.annotations.Nullable;

/** One thing wrong with the sources: what the reference would say, and what helps to mend it. */
final class SourceProblem {
  /** Exit code of the reference: 1 a bad definition, 111 a system call. */
  final int exitCode;

  /** The reference's text behind {@code fatal: }. */
  final byte[] text;

  /** The service or bundle it is about, or null. */
  byte[] service;

  /** The file to look at, or null; with a mentioned name at first a list of the service. */
  byte @Nullable [] file;

  /** From 1; 0 where there is none. */
  int line;

  int column;

  /** What would have been right, or the way of a cycle; null if the text says it all. */
  byte @Nullable [] expected;

  /** A name in the file whose line is looked for, or null. */
  byte @Nullable [] mentioned;

  /** The name that nothing defines, or null. */
  byte @Nullable [] undefined;

  /** A defined name close to the undefined one, or null. */
  byte @Nullable [] nearest;

  SourceProblem(int exitCode, byte[] text) {
    this.exitCode = exitCode;
    this.text = text;
  }

  SourceProblem about(byte @Nullable [] serviceName, byte @Nullable [] path) {
    service = serviceName;
    file = path;
    return this;
  }

  SourceProblem at(int atLine, int atColumn) {
    line = atLine;
    column = atColumn;
    return this;
  }

  SourceProblem expecting(byte[] what) {
    expected = what;
    return this;
  }

  SourceProblem mentioning(byte[] name) {
    mentioned = name;
    return this;
  }

  /** A name that is mentioned and, unless null, defined nowhere. */
  SourceProblem undefined(byte @Nullable [] name) {
    undefined = name;
    if (name != null) mentioned = name;
    return this;
  }

  SourceProblem near(byte[] name) {
    nearest = name;
    return this;
  }
}
