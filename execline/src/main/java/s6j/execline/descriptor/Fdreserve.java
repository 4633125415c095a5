package s6j.execline.descriptor;

import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.call.Words;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** fdreserve: numbers of descriptors that are free. */
public final class Fdreserve {
  private static final byte[] NULL = CString.of("/dev/null");

  private Fdreserve() {}

  public static Program declaration() {
    return new Program(
        "fdreserve",
        null,
        "n prog...",
        "tells numbers of descriptors that are free, in variables",
        Fdreserve::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    long wanted = arguments.length < 3 ? Decimal.INVALID : Decimal.parse(arguments[1]);
    if (wanted < 0) return call.usage();
    long[] limits = new long[2];
    int error = posix.getLimit(Posix.RLIMIT_NOFILE, limits);
    if (error < 0) return call.unable("getrlimit", error);
    if (limits[0] >= 0 && wanted > limits[0]) return call.wrong("too many requested fds");
    int code = reserve(call, (int) Math.min(wanted, Integer.MAX_VALUE - 1));
    return code != 0 ? code : call.becomes(Words.between(arguments, 2, arguments.length));
  }

  /** Opens so many, then closes them again. */
  private static int reserve(Call call, int count) {
    Posix posix = call.posix;
    int[] found = new int[count + 1];
    int[] ends = new int[2];
    for (int i = 0; i + 1 < count; i += 2) {
      int error = posix.pipe(ends, OpenFlags.O_CLOEXEC);
      if (error < 0) return call.unable("reserve fds", error);
      found[i] = ends[0];
      found[i + 1] = ends[1];
    }
    if (count % 2 == 1) {
      int last = posix.open(Posix.CWD, NULL, OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC, 0);
      if (last < 0) return call.unable("reserve last fd", last);
      found[count - 1] = last;
    }
    for (int i = 0; i < count; i++) {
      posix.close(found[i]);
      byte[] name = CString.concat(CString.of("FD"), Decimal.string(i));
      call.environment.set(name, Decimal.string(found[i]));
    }
    return 0;
  }
}
