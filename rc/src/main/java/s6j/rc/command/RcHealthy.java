package s6j.rc.command;

import s6j.cli.Output;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.rc.answer.HealthAnswer;
import s6j.rc.live.StateFile;

/** {@code s6-rc healthy}: the probe of containers. */
final class RcHealthy {
  private RcHealthy() {}

  /** 0 if all that is wanted, or named, is as it should be; else 1. */
  static int run(RcCall call) {
    Output out = call.output();
    HealthAnswer answer = new HealthAnswer(call.posix, out, call.isJson());
    for (int i = 0; i < call.database.count(); i++) {
      boolean wanted = (call.state[i] & (StateFile.UP | StateFile.NAMED)) != 0;
      if ((call.isSelective() ? call.selection.members()[i] : wanted) && !isSkipped(call, i))
        answer.look(call.report(i));
    }
    int code = answer.end();
    return out.finish(call.messages, code);
  }

  /**
   * Whether the conditions of its definition did not hold at its start: that is as it should be.
   */
  private static boolean isSkipped(RcCall call, int service) {
    byte[] reason = CString.path(call.live.file("skipped"), call.database.nameOf(service));
    return call.posix.access(Posix.CWD, reason, Posix.F_OK) >= 0;
  }
}
