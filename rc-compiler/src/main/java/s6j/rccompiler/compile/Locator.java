package s6j.rccompiler.compile;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;
import s6j.posix.Posix;

/**
 * Adds to problems with undefined names where the name stands and which defined name is nearest.
 * Done only for formats that show it, after the fact, so that sound sources pay nothing.
 */
final class Locator {
  /** Looking for near names is quadratic; past this many problems it is left out. */
  private static final int MOST_SEARCHES = 50;

  private final Posix posix;
  private final Definitions definitions;
  private final SourceProblems problems;
  private final ProblemReport.Format format;
  private final SourceFiles files;

  Locator(
      Posix posix, Definitions definitions, SourceProblems problems, ProblemReport.Format format) {
    this.posix = posix;
    this.definitions = definitions;
    this.problems = problems;
    this.format = format;
    this.files = new SourceFiles(posix);
  }

  void complete() {
    if (format == ProblemReport.Format.SHORT || format == ProblemReport.Format.FIRST) return;
    int searches = 0;
    for (int i = 0; i < problems.count(); i++) {
      SourceProblem problem = problems.get(i);
      if (problem.undefined != null && searches++ < MOST_SEARCHES)
        problem.near(nearest(problem.undefined));
      if (problem.mentioned != null) locate(problem);
    }
  }

  /** Turns the kind of list that the resolver named into the file, and the line in it. */
  private void locate(SourceProblem problem) {
    SourceDefinition definition = definitions.of(definitions.names.find(problem.service));
    if (definition == null || definition.source == null) {
      problem.file = null;
      return;
    }
    byte[] path = CString.path(CString.path(definition.source, problem.service), problem.file);
    byte[] entry = CString.path(SourceProblems.join(path, ".d"), problem.mentioned);
    if (posix.access(Posix.CWD, entry, Posix.F_OK) >= 0) {
      problem.file = entry;
      return;
    }
    problem.file = path;
    int length = files.read(Posix.CWD, path);
    if (length > 0) findLine(problem, length);
  }

  private void findLine(SourceProblem problem, int length) {
    int line = 1;
    for (int from = 0; from < length; line++) {
      int to = from;
      while (to < length && files.bytes()[to] != '\n') to++;
      int start = from;
      while (start < to && (files.bytes()[start] == ' ' || files.bytes()[start] == '\t')) start++;
      if (CString.equal(files.slice(start, to), problem.mentioned)) {
        problem.at(line, start - from + 1);
        return;
      }
      from = to + 1;
    }
  }

  /** The defined name with the fewest changes, if those are at most a third of its length. */
  private byte @Nullable [] nearest(byte[] name) {
    byte[] best = null;
    int least = Math.min(name.length / 3 + 1, name.length - 1);
    for (int i = 0; i < definitions.names.count(); i++) {
      if (definitions.kindOf(i) == SourceDefinition.Kind.UNDEFINED) continue;
      byte[] candidate = definitions.name(i);
      if (Math.abs(candidate.length - name.length) > least) continue;
      int changes = changes(name, candidate);
      if (changes < least || changes == least && best == null) {
        least = changes;
        best = candidate;
      }
    }
    return best;
  }

  /** Insertions, deletions and replacements that make one name of the other. */
  private static int changes(byte[] a, byte[] b) {
    int[] row = new int[b.length + 1];
    for (int j = 0; j <= b.length; j++) row[j] = j;
    for (int i = 1; i <= a.length; i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length; j++) {
        int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length];
  }
}
