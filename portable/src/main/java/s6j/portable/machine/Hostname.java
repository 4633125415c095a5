package s6j.portable.machine;

import s6j.cli.Output;
import s6j.cli.Program;
import s6j.portable.call.ToolCall;
import s6j.posix.Posix;

/** s6-hostname: the name of the machine. */
public final class Hostname {
  private static final int LONGEST = 256;

  private Hostname() {}

  public static Program declaration() {
    return new Program(
        "s6-hostname", null, "[ hostname ]", "tells or sets the machine's name", Hostname::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    ToolCall call = new ToolCall(posix, program, arguments);
    if (arguments.length < 2) return tell(call);
    int error = posix.setHostName(arguments[1]);
    return error < 0 ? call.unable("set hostname", error) : 0;
  }

  private static int tell(ToolCall call) {
    byte[] name = new byte[LONGEST];
    int length = call.posix.hostName(name);
    if (length < 0) return call.unable("get hostname", length);
    Output out = call.output();
    return out.bytes(name, 0, length).line().finish(call.messages, 0);
  }
}
