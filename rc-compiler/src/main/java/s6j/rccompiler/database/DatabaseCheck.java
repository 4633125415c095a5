package s6j.rccompiler.database;

import s6j.cli.Messages;
import s6j.formats.RcDatabase;
import s6j.rccompiler.compile.CycleCheck;
import s6j.rccompiler.compile.IntList;
import s6j.rccompiler.compile.SourceProblems;

/** s6-rc-db check: whether a database that could be read also makes sense. */
final class DatabaseCheck {
  private static final int INVALID = 4;

  private final OpenedSet set;
  private final RcDatabase database;
  private final Messages messages;

  DatabaseCheck(OpenedSet set, Messages messages) {
    this.set = set;
    this.database = set.database();
    this.messages = messages;
  }

  /** 0, or the exit code of what was said. */
  int run() {
    if (!directionsAgree())
      return invalid().text("direct and reverse dependencies are mismatched").exit(INVALID);
    SourceProblems problems = new SourceProblems();
    CycleCheck cycles = new CycleCheck(database, problems);
    cycles.check();
    if (!problems.none()) return problem("dependency cycle", cycles.first(), cycles.met());
    CycleCheck order = new CycleCheck(database, problems).withOrder();
    order.check();
    if (!problems.none()) return problem("cycle of order", order.first(), order.met());
    return pipelines();
  }

  private Messages invalid() {
    return messages.fatal().text("invalid service database in ").bytes(set.path()).text(": ");
  }

  private int problem(String what, int from, int involving) {
    return invalid()
        .text(what)
        .text(" reached from ")
        .bytes(database.nameOf(from))
        .text(" and involving ")
        .bytes(database.nameOf(involving))
        .exit(INVALID);
  }

  /**
   * Whether both tables hold the same pairs, each counted modulo 2 as in the reference: every pair
   * is hashed, so that no matrix of services is needed.
   */
  private boolean directionsAgree() {
    int pairs = 0;
    long difference = 0;
    long squares = 0;
    for (int i = 0; i < database.count(); i++) {
      for (int j = 0; j < database.needsCount[i]; j++) {
        long pair = mix(i, database.needs[database.needsStart[i] + j]);
        difference ^= pair;
        squares += pair * pair;
        pairs++;
      }
      for (int j = 0; j < database.neededByCount[i]; j++) {
        long pair = mix(database.neededBy[database.neededByStart[i] + j], i);
        difference ^= pair;
        squares -= pair * pair;
        pairs--;
      }
    }
    return pairs == 0 && difference == 0 && squares == 0;
  }

  private static long mix(int from, int to) {
    long z = ((long) from << 32 | to & 0xffffffffL) + 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  /** Follows producers down from each last consumer; what is left over is in a cycle. */
  private int pipelines() {
    boolean[] seen = new boolean[database.longruns];
    for (int i = database.longruns - 1; i >= 0; i--) {
      if (database.consumer[i] < database.longruns || database.producerCount[i] == 0) continue;
      int collision = follow(i, seen);
      if (collision >= 0) return problem("pipeline collision", i, collision);
    }
    for (int i = database.longruns - 1; i >= 0; i--)
      if (!seen[i] && database.producerCount[i] > 0)
        return problem("pipeline cycle", database.consumer[i], i);
    return 0;
  }

  /** The longrun that does not fit, or -1. */
  private int follow(int last, boolean[] seen) {
    IntList pending = new IntList();
    pending.add(last);
    while (pending.count() > 0) {
      int consumer = pending.removeLast();
      if (seen[consumer]) return consumer;
      seen[consumer] = true;
      int start = database.producerStart[consumer];
      for (int i = start; i < start + database.producerCount[consumer]; i++) {
        int producer = database.producers[i];
        if (database.consumer[producer] != consumer) return producer;
        pending.add(producer);
      }
    }
    return -1;
  }
}
