package s6j.rc.command;

import s6j.cli.ExitCode;
import s6j.cli.Output;
import s6j.formats.ServiceStatus;
import s6j.formats.files.StatusFile;
import s6j.rc.live.StateFile;

/** {@code s6-rc diff}: one line a longrun that s6 wants in another state than it was brought to. */
final class RcDiff {
  private RcDiff() {}

  static int run(RcCall call) {
    Output out = call.output();
    StatusFile file = new StatusFile(call.posix);
    ServiceStatus status = new ServiceStatus();
    int code = 0;
    for (int i = 0; i < call.database.longruns; i++) {
      byte[] directory = call.live.service(call.database.nameOf(i));
      int answer = file.readOf(directory, status);
      if (answer < 0)
        return call.messages
            .fatal()
            .unableTo("read longrun status for ")
            .bytes(directory)
            .exit(ExitCode.SYSTEM, answer);
      if (status.wantUp == ((call.state[i] & StateFile.UP) != 0)) continue;
      code = 1;
      out.text(status.wantUp ? "+" : "-").bytes(call.database.nameOf(i)).line();
    }
    return out.finish(call.messages, code);
  }
}
