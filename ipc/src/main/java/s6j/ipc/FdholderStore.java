package s6j.ipc;

import s6j.cli.Program;
import s6j.formats.FdLimit;
import s6j.formats.FdholderClient;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** s6-fdholder-store: has an fd-holder keep a descriptor (s6-fdholder-store page). */
final class FdholderStore {
  private long fd;
  private long limitMillis;

  private FdholderStore() {}

  static Program declaration() {
    return new Program(
            "s6-fdholder-store",
            "fdholder-store",
            "[ -d fd ] [ -t timeout ] [ -T fdtimeout ] socket id",
            "has an fd-holder keep a descriptor",
            FdholderStore::run)
        .value('d', "fd", "the descriptor (default 0)")
        .value('t', "timeout", "give up after this many milliseconds; 0 is never")
        .value('T', "fdtimeout", "the fd-holder forgets it after this many milliseconds");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    FdholderCall call = new FdholderCall(posix, program, arguments);
    FdholderStore store = new FdholderStore();
    int code = call.parse(2, store::take);
    if (code != 0) return code;
    FdholderClient client = call.connect();
    if (client == null) return 111;
    byte[] limit =
        store.limitMillis == 0 ? FdLimit.never(posix) : FdLimit.after(posix, store.limitMillis);
    int error = client.store((int) store.fd, call.operand(1), limit);
    return error < 0 ? call.refused("store fd", error) : 0;
  }

  private boolean take(int option, byte[] value) {
    if (option != 'd' && option != 'T') return false;
    long number = Decimal.parse(value);
    if (option == 'd') fd = number;
    else limitMillis = number;
    return number >= 0 && (option != 'd' || number <= Integer.MAX_VALUE);
  }
}
