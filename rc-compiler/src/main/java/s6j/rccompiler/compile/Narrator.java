package s6j.rccompiler.compile;

import s6j.cli.Messages;

/** What the compiler tells of its progress, by verbosity; silent once something is wrong. */
final class Narrator {
  private final Messages messages;
  private final int verbosity;
  private final SourceProblems problems;

  Narrator(Messages messages, int verbosity, SourceProblems problems) {
    this.messages = messages;
    this.verbosity = verbosity;
    this.problems = problems;
  }

  /** An information for verbosity 2. */
  void step(Object... parts) {
    info(2, parts);
  }

  /** An information for verbosity 3. */
  void detail(Object... parts) {
    info(3, parts);
  }

  /** An information for verbosity 4. */
  void each(Object... parts) {
    info(4, parts);
  }

  /** A warning for verbosity 1. */
  void warning(Object... parts) {
    warn(1, parts);
  }

  /** A warning for verbosity 2. */
  void remark(Object... parts) {
    warn(2, parts);
  }

  private void info(int level, Object... parts) {
    if (verbosity >= level && problems.none())
      messages.info().bytes(SourceProblems.join(parts)).end();
  }

  private void warn(int level, Object... parts) {
    if (verbosity >= level && problems.none())
      messages.warning().bytes(SourceProblems.join(parts)).end();
  }
}
