package s6j.ipc;

import s6j.cli.Program;
import s6j.formats.FdholderClient;
import s6j.posix.Posix;

/** s6-fdholder-delete: has an fd-holder forget a descriptor (s6-fdholder-delete page). */
final class FdholderDelete {
  private FdholderDelete() {}

  static Program declaration() {
    return new Program(
            "s6-fdholder-delete",
            "fdholder-delete",
            "[ -t timeout ] socket id",
            "has an fd-holder forget a descriptor",
            FdholderDelete::run)
        .value('t', "timeout", "give up after this many milliseconds; 0 is never");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    FdholderCall call = new FdholderCall(posix, program, arguments);
    int code = call.parse(2, null);
    if (code != 0) return code;
    FdholderClient client = call.connect();
    if (client == null) return 111;
    int error = client.delete(call.operand(1));
    return error < 0 ? call.refused("delete fd for id ", call.operand(1), error) : 0;
  }
}
