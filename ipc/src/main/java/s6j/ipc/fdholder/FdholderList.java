package s6j.ipc.fdholder;

import s6j.cli.ExitCode;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.formats.ByteSink;
import s6j.formats.talk.FdholderClient;
import s6j.posix.Posix;

/**
 * s6-fdholder-list: tells the names of the descriptors an fd-holder keeps, one a line, what does
 * not print as execline writes it (s6-fdholder-list page).
 */
public final class FdholderList {
  private static final String HEX = "0123456789abcdef";

  /** What follows the backslash for bytes 7 to 13. */
  private static final String ESCAPES = "abtnvfr";

  private FdholderList() {}

  public static Program declaration() {
    return FdholderCall.declare(
        new Program(
            "s6-fdholder-list",
            "fdholder-list",
            "[ -t timeout ] socket",
            "tells what descriptors an fd-holder keeps",
            FdholderList::run));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    FdholderCall call = new FdholderCall(posix, program, arguments, 1);
    if (call.line.refused()) return call.line.exitCode();
    FdholderClient client = call.connect();
    if (client == null) return ExitCode.SYSTEM;
    ByteSink names = new ByteSink(4096);
    int count = client.list(names);
    if (count < 0) return call.refused("get fd list", count);
    Output out = new Output(posix, 1, 8192);
    for (int i = 0; i < names.length(); i++) print(out, names.array()[i] & 0xff);
    return out.finish(call.messages, 0);
  }

  private static void print(Output out, int c) {
    byte[] shown = {'\\', '0', 'x', 0, 0};
    if (c == 0) out.line();
    else if (c >= 7 && c <= 13) {
      shown[1] = (byte) ESCAPES.charAt(c - 7);
      out.bytes(shown, 0, 2);
    } else if (c < 32 || c > 126) {
      shown[3] = (byte) HEX.charAt(c >> 4);
      shown[4] = (byte) HEX.charAt(c & 15);
      out.bytes(shown, 0, 5);
    } else {
      shown[1] = (byte) c;
      boolean escaped = c == '\\';
      out.bytes(shown, escaped ? 0 : 1, escaped ? 2 : 1);
    }
  }
}
