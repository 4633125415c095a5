package s6j.rccompiler.database;

import s6j.formats.RcRelations;

/** {@code s6-rc-db relations}: what services are to others beyond needs. */
final class DbRelations {
  private DbRelations() {}

  /** A line a relation: the service, the kind, the other; with -d those that name the service. */
  static int run(DbCall call) {
    for (int i = 1; i < call.line.operandCount(); i++) {
      int code = call.set.find(call.line.operand(i));
      if (code != 0) return code;
      for (int j = 0; j < call.set.found(); j++) print(call, call.set.found(j));
    }
    return 0;
  }

  private static void print(DbCall call, int service) {
    RcRelations relations = call.database.relations;
    if (!call.down && relations.isAgain(service))
      call.out.bytes(call.database.nameOf(service)).text(" again").line();
    for (RcRelations.Kind kind : RcRelations.Kind.values())
      for (int i = 0; i < relations.count(kind, service, call.down); i++) {
        int other = relations.other(kind, service, call.down, i);
        call.out.bytes(call.database.nameOf(call.down ? other : service)).text(" ");
        call.out.text(kind.word).text(" ");
        call.out.bytes(call.database.nameOf(call.down ? service : other)).line();
      }
  }
}
