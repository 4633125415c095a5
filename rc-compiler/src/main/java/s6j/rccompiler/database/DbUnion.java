package s6j.rccompiler.database;

import org.jspecify.annotations.Nullable;
import s6j.cli.Line;
import s6j.formats.RcDatabase;
import s6j.rccompiler.compile.IntList;

/** {@code s6-rc-db atomics}, {@code dependencies} and {@code all-dependencies}. */
final class DbUnion {
  private DbUnion() {}

  static int atomics(DbCall call) {
    return union(call, false, false);
  }

  static int dependencies(DbCall call) {
    return union(call, true, false);
  }

  static int allDependencies(DbCall call) {
    return union(call, false, true);
  }

  /** What the named services stand for, or need, or need at any distance; highest number first. */
  private static int union(DbCall call, boolean dependencies, boolean closure) {
    Line line = call.line;
    boolean[] member = new boolean[call.database.count()];
    for (int i = 1; i < line.operandCount(); i++) {
      int code = call.set.find(line.operand(i));
      if (code != 0) return code;
      for (int j = 0; j < call.set.found(); j++) {
        if (dependencies) addDirect(call, call.set.found(j), member, null);
        else member[call.set.found(j)] = true;
      }
    }
    if (closure) close(call, member);
    for (int i = member.length - 1; i >= 0; i--) if (member[i]) call.show(i);
    return 0;
  }

  /** Adds what a service directly needs (or is needed by); new ones to {@code pending} as well. */
  private static void addDirect(
      DbCall call, int service, boolean[] member, @Nullable IntList pending) {
    RcDatabase database = call.database;
    int count = call.down ? database.neededByCount[service] : database.needsCount[service];
    int start = call.down ? database.neededByStart[service] : database.needsStart[service];
    for (int i = start; i < start + count; i++) {
      int other = call.down ? database.neededBy[i] : database.needs[i];
      if (pending != null && !member[other]) pending.add(other);
      member[other] = true;
    }
  }

  private static void close(DbCall call, boolean[] member) {
    IntList pending = new IntList();
    for (int i = 0; i < member.length; i++) if (member[i]) pending.add(i);
    while (pending.count() > 0) addDirect(call, pending.removeLast(), member, pending);
  }
}
