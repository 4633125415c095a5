package s6j.ipc.fdholder;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.FdDump;
import s6j.formats.talk.FdholderClient;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/**
 * s6-fdholder-transferdump: has one fd-holder keep all that another keeps (s6-fdholder-transferdump
 * page).
 */
public final class FdholderTransferdump {
  private static final Option TIMEOUTS =
      Option.value(
          't', "from:to", "milliseconds for each of the fd-holders; 0 or nothing is no limit");

  private long fromMillis;
  private long toMillis;

  private FdholderTransferdump() {}

  public static Program declaration() {
    return new Program(
            "s6-fdholder-transferdump",
            "fdholder-transferdump",
            "[ -t timeoutfrom:timeoutto ] socketfrom socketto",
            "has one fd-holder keep all that another keeps",
            FdholderTransferdump::run)
        .options(TIMEOUTS);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    FdholderCall call = new FdholderCall(posix, program, arguments, 2);
    if (call.line.refused()) return call.line.exitCode();
    FdholderTransferdump transfer = new FdholderTransferdump();
    for (Line.Given given = call.line.first(); given != null; given = given.next())
      if (given.option == TIMEOUTS && !transfer.take(given.value)) return call.line.usage();
    return transfer.run(call);
  }

  private int run(FdholderCall call) {
    FdholderClient source =
        call.connect("connect to a source fd-holder daemon at ", call.operand(0), fromMillis);
    if (source == null) return ExitCode.SYSTEM;
    FdDump dump = new FdDump();
    int error = source.getDump(dump);
    if (error < 0) return call.refused("get dump", error);
    source.close();
    FdholderClient target =
        call.connect("connect to a destination fd-holder daemon at ", call.operand(1), toMillis);
    if (target == null) return ExitCode.SYSTEM;
    error = target.setDump(dump);
    return error < 0 ? call.refused("set dump", error) : 0;
  }

  private boolean take(byte[] value) {
    int length = CString.length(value);
    if (length == 0) return false;
    int colon = CString.indexOf(value, ':');
    int end = colon < 0 ? length : colon;
    fromMillis = end == 0 ? 0 : Decimal.parse(value, 0, end, 10);
    toMillis = end + 1 >= length ? 0 : Decimal.parse(value, end + 1, length, 10);
    return fromMillis >= 0 && toMillis >= 0;
  }
}
