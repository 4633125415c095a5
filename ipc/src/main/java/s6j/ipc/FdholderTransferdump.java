package s6j.ipc;

import s6j.cli.Program;
import s6j.formats.FdDump;
import s6j.formats.FdholderClient;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/**
 * s6-fdholder-transferdump: has one fd-holder keep all that another keeps (s6-fdholder-transferdump
 * page).
 */
final class FdholderTransferdump {
  private long fromMillis;
  private long toMillis;

  private FdholderTransferdump() {}

  static Program declaration() {
    return new Program(
            "s6-fdholder-transferdump",
            "fdholder-transferdump",
            "[ -t timeoutfrom:timeoutto ] socketfrom socketto",
            "has one fd-holder keep all that another keeps",
            FdholderTransferdump::run)
        .value('t', "from:to", "milliseconds for each of the fd-holders; 0 or nothing is no limit");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    FdholderCall call = new FdholderCall(posix, program, arguments).withOwnTimeout();
    FdholderTransferdump transfer = new FdholderTransferdump();
    int code = call.parse(2, transfer::take);
    return code != 0 ? code : transfer.run(call);
  }

  private int run(FdholderCall call) {
    FdholderClient source =
        call.connect("connect to a source fd-holder daemon at ", call.operand(0), fromMillis);
    if (source == null) return 111;
    FdDump dump = new FdDump();
    int error = source.getDump(dump);
    if (error < 0) return call.refused("get dump", error);
    source.close();
    FdholderClient target =
        call.connect("connect to a destination fd-holder daemon at ", call.operand(1), toMillis);
    if (target == null) return 111;
    error = target.setDump(dump);
    return error < 0 ? call.refused("set dump", error) : 0;
  }

  private boolean take(int option, byte[] value) {
    int length = option == 't' ? CString.length(value) : 0;
    if (length == 0) return false;
    int colon = CString.indexOf(value, ':');
    int end = colon < 0 ? length : colon;
    fromMillis = end == 0 ? 0 : Decimal.parse(value, 0, end, 10);
    toMillis = end + 1 >= length ? 0 : Decimal.parse(value, end + 1, length, 10);
    return fromMillis >= 0 && toMillis >= 0;
  }
}
