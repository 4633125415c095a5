package s6j.rc.command;

import s6j.cli.Output;
import s6j.rc.answer.WhyAnswer;

/** {@code s6-rc why}: tells why a service is not up. */
final class RcWhy {
  private RcWhy() {}

  /** 0 if all that the name stands for is up, else 1. */
  static int run(RcCall call) {
    Output out = call.output();
    WhyAnswer answer = new WhyAnswer(call.posix, call.database, call.live, call.state, out);
    int code = 0;
    for (int i = 0; i < call.database.count(); i++)
      if (call.selection.members()[i] && !answer.tell(i)) code = 1;
    return out.finish(call.messages, code);
  }
}
