package s6j.rccompiler.database;

import s6j.formats.RcDatabase;

/**
 * {@code s6-rc-db type}, {@code timeout}, {@code flags}, {@code script} and {@code contents}: what
 * is known of one name.
 */
final class DbFacts {
  private DbFacts() {}

  static int type(DbCall call, byte[] name) {
    int code = call.set.find(name);
    if (code != 0) return code;
    int service = call.set.atomic(name);
    String type = service < 0 ? "bundle" : call.database.isLongrun(service) ? "longrun" : "oneshot";
    call.out.text(type).line();
    return 0;
  }

  static int timeout(DbCall call, byte[] name) {
    int code = call.set.find(name);
    if (code != 0) return code;
    int service = call.set.atomic(name);
    if (service < 0) return call.wrongKind(name, " represents a bundle");
    int timeout = call.down ? call.database.timeoutDown[service] : call.database.timeoutUp[service];
    call.out.number(timeout & 0xffffffffL).line();
    return 0;
  }

  static int flags(DbCall call, byte[] name) {
    int code = call.set.find(name);
    if (code != 0) return code;
    int service = call.set.atomic(name);
    if (service < 0) return call.wrongKind(name, " represents a bundle");
    for (int shift = 28; shift >= 0; shift -= 4) {
      int digit = call.database.flags[service] >>> shift & 15;
      call.out.text("0123456789abcdef".substring(digit, digit + 1));
    }
    call.out.line();
    return 0;
  }

  static int script(DbCall call, byte[] name) {
    int code = call.set.find(name);
    if (code != 0) return code;
    int service = call.set.atomic(name);
    if (service < 0) return call.wrongKind(name, " represents a bundle");
    if (call.database.isLongrun(service))
      return call.wrongKind(name, " represents a longrun service");
    byte[] end = {0};
    for (byte[] word : call.database.script(service, call.down ? RcDatabase.DOWN : RcDatabase.UP))
      call.out.bytes(word).bytes(end, 0, 1);
    return 0;
  }

  static int contents(DbCall call, byte[] name) {
    int code = call.set.find(name);
    if (code != 0) return code;
    if (call.set.atomic(name) >= 0) return call.wrongKind(name, " represents an atomic service");
    for (int i = 0; i < call.set.found(); i++) call.show(call.set.found(i));
    return 0;
  }
}
