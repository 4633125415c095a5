package s6j.rccompiler.database;

import s6j.formats.Cdb;
import s6j.posix.CString;

/** {@code s6-rc-db list}: the names of services or bundles. */
final class DbList {
  private DbList() {}

  /** Whether there is such a list. */
  static boolean isList(byte[] what) {
    return switch (CString.text(what)) {
      case "all", "bundles", "longruns", "oneshots", "services" -> true;
      default -> false;
    };
  }

  static int run(DbCall call, String what) {
    switch (what) {
      case "services":
        return range(call, 0, call.database.count());
      case "longruns":
        return range(call, 0, call.database.longruns);
      case "oneshots":
        return range(call, call.database.longruns, call.database.count());
      default:
        int code = call.set.openNames();
        return code != 0 ? code : names(call, what.equals("bundles"));
    }
  }

  private static int range(DbCall call, int from, int to) {
    for (int i = from; i < to; i++) call.show(i);
    return 0;
  }

  private static int names(DbCall call, boolean bundlesOnly) {
    Cdb names = call.set.names();
    int answer = names.next();
    for (; answer == 0; answer = names.next()) {
      byte[] key = CString.slice(names.bytes(), names.keyAt(), names.keyAt() + names.keyLength());
      if (bundlesOnly && call.set.found() == 1) {
        if (!call.set.isConsistent()) return call.set.invalid();
        if (call.set.atomic(key) >= 0) continue;
      }
      call.out.bytes(key).line();
    }
    return answer == Cdb.DAMAGED ? call.set.damagedNames() : 0;
  }
}
