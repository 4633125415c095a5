package s6j.ipc.fdholder;

import s6j.cli.ExitCode;
import s6j.cli.Program;
import s6j.formats.talk.FdholderClient;
import s6j.posix.Posix;

/** s6-fdholder-delete: has an fd-holder forget a descriptor (s6-fdholder-delete page). */
public final class FdholderDelete {
  private FdholderDelete() {}

  public static Program declaration() {
    return FdholderCall.declare(
        new Program(
            "s6-fdholder-delete",
            "fdholder-delete",
            "[ -t timeout ] socket id",
            "has an fd-holder forget a descriptor",
            FdholderDelete::run));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    FdholderCall call = new FdholderCall(posix, program, arguments, 2);
    if (call.line.refused()) return call.line.exitCode();
    FdholderClient client = call.connect();
    if (client == null) return ExitCode.SYSTEM;
    int error = client.delete(call.operand(1));
    return error < 0 ? call.refused("delete fd for id ", call.operand(1), error) : 0;
  }
}
