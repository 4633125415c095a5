package s6j.rccompiler.compile;

import s6j.formats.RcDatabase;
import s6j.posix.CString;

/**
 * Looks for cycles of dependencies the way the reference walks (docs/specification/s6-rc.md, B.8):
 * services from the highest number down, dependencies from the last to the first, with a stack of
 * its own. Each cycle found is reported once, with its way.
 */
public final class CycleCheck {
  private static final byte OPEN = 1;
  private static final byte DONE = 2;

  private final RcDatabase database;
  private final SourceProblems problems;
  private final byte[] marks;
  private final int[] path;
  private final int[] left;
  private int depth;
  private int first = -1;
  private int met = -1;

  public CycleCheck(RcDatabase database, SourceProblems problems) {
    this.database = database;
    this.problems = problems;
    marks = new byte[database.count()];
    path = new int[database.count()];
    left = new int[database.count()];
  }

  public void check() {
    for (int i = database.count() - 1; i >= 0; i--) if (marks[i] == 0) walkFrom(i);
  }

  /** Where the walk began that met the first cycle; -1 if there is none. */
  public int first() {
    return first;
  }

  /** The service it met again. */
  public int met() {
    return met;
  }

  private void walkFrom(int first) {
    enter(first);
    while (depth > 0) {
      int service = path[depth - 1];
      if (left[service] == 0) {
        marks[service] = DONE;
        depth--;
      } else {
        visit(database.needs[database.needsStart[service] + --left[service]]);
      }
    }
  }

  private void visit(int service) {
    if (marks[service] == 0) enter(service);
    else if (marks[service] == OPEN) cycle(service);
  }

  private void enter(int service) {
    marks[service] = OPEN;
    left[service] = database.needsCount[service];
    path[depth++] = service;
  }

  /** Marks the whole cycle as done, so that no second problem is made of the same one. */
  private void cycle(int service) {
    if (first < 0) {
      first = path[0];
      met = service;
    }
    byte[] name = database.nameOf(service);
    byte[] way = CString.of("no way round: ");
    int from = depth - 1;
    while (path[from] != service) from--;
    for (int i = from; i < depth; i++) {
      way = SourceProblems.join(way, database.nameOf(path[i]), " needs ");
      left[path[i]] = 0;
    }
    problems
        .bad(
            "cyclic service dependency reached from ",
            database.nameOf(path[0]),
            " and involving ",
            name)
        .about(name, SourceReader.DEPENDENCIES)
        .mentioning(database.nameOf(path[from + 1 < depth ? from + 1 : from]))
        .expecting(SourceProblems.join(way, name));
  }
}
