package s6j.rccompiler.compile;

import s6j.formats.RcDatabase;
import s6j.formats.RcRelations;
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
  private final RcRelations.Kind order = RcRelations.Kind.AFTER;
  private boolean withOrder;
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

  /** Counts as edges, too, behind whom a service is only ordered. */
  public CycleCheck withOrder() {
    withOrder = true;
    return this;
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
        visit(before(service, --left[service]));
      }
    }
  }

  /** What a service needs, then behind whom it is ordered. */
  private int before(int service, int place) {
    int needs = database.needsCount[service];
    return place < needs
        ? database.needs[database.needsStart[service] + place]
        : database.relations.other(order, service, false, place - needs);
  }

  /** Whether the edge on which a service of the way was left is one of order. */
  private boolean isOrder(int service) {
    return left[service] >= database.needsCount[service];
  }

  private void visit(int service) {
    if (marks[service] == 0) enter(service);
    else if (marks[service] == OPEN) cycle(service);
  }

  private void enter(int service) {
    marks[service] = OPEN;
    left[service] = database.needsCount[service];
    if (withOrder) left[service] += database.relations.count(order, service, false);
    path[depth++] = service;
  }

  /** Marks the whole cycle as done, so that no second problem is made of the same one. */
  private void cycle(int service) {
    if (first < 0) {
      first = path[0];
      met = service;
    }
    byte[] way = new byte[0];
    int from = depth - 1;
    while (path[from] != service) from--;
    byte[] list = isOrder(service) ? CString.of(order.word) : SourceReader.DEPENDENCIES;
    for (int i = from; i < depth; i++) {
      String edge = isOrder(path[i]) ? " after " : " needs ";
      way = SourceProblems.join(way, database.nameOf(path[i]), edge);
      left[path[i]] = 0;
    }
    byte[] name = database.nameOf(service);
    way = SourceProblems.join(way, name);
    problem(way, name)
        .about(name, list)
        .mentioning(database.nameOf(path[from + 1 < depth ? from + 1 : from]))
        .expecting(SourceProblems.join("no way round: ", way));
  }

  /** The reference has words for needs alone. */
  private SourceProblem problem(byte[] way, byte[] name) {
    if (withOrder) return problems.bad("cyclic order of services: ", way);
    return problems.bad(
        "cyclic service dependency reached from ",
        database.nameOf(path[0]),
        " and involving ",
        name);
  }
}
