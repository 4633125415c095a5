package s6j.ipc.fdholder;

import s6j.cli.ExitCode;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.FdLimit;
import s6j.formats.talk.FdholderClient;
import s6j.posix.Posix;

/** s6-fdholder-store: has an fd-holder keep a descriptor (s6-fdholder-store page). */
public final class FdholderStore {
  private static final Option DESCRIPTOR =
      Option.value('d', "fd", "the descriptor (default 0)").number(0, Integer.MAX_VALUE);
  private static final Option LIMIT =
      Option.value('T', "fdtimeout", "the fd-holder forgets it after this many milliseconds")
          .number();

  private FdholderStore() {}

  public static Program declaration() {
    return FdholderCall.declare(
            new Program(
                    "s6-fdholder-store",
                    "fdholder-store",
                    "[ -d fd ] [ -t timeout ] [ -T fdtimeout ] socket id",
                    "has an fd-holder keep a descriptor",
                    FdholderStore::run)
                .options(DESCRIPTOR))
        .options(LIMIT);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    FdholderCall call = new FdholderCall(posix, program, arguments, 2);
    if (call.line.refused()) return call.line.exitCode();
    FdholderClient client = call.connect();
    if (client == null) return ExitCode.SYSTEM;
    long millis = call.line.number(LIMIT, 0);
    byte[] limit = millis == 0 ? FdLimit.never(posix) : FdLimit.after(posix, millis);
    int fd = (int) call.line.number(DESCRIPTOR, 0);
    int error = client.store(fd, call.operand(1), limit);
    return error < 0 ? call.refused("store fd", error) : 0;
  }
}
