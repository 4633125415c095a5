package s6j.rc.command;

import s6j.cli.Output;
import s6j.rc.live.StateFile;

/** {@code s6-rc list} and {@code listall}: prints the names of services. */
final class RcList {
  private RcList() {}

  /** With -c all, if nothing is selected. */
  static int list(RcCall call) {
    if (call.isClean() && !call.selectLive && call.selection.isEmpty()) call.selection.addAll();
    else if (call.down) call.selection.invert();
    return print(call);
  }

  /** With all that the named ones need, or that needs them. */
  static int listAll(RcCall call) {
    call.selection.close(!call.down);
    return print(call);
  }

  private static int print(RcCall call) {
    Output out = call.output();
    for (int i = 0; i < call.database.count(); i++)
      if (call.selection.shows(i, call.hideEssential)) print(call, out, i);
    return out.finish(call.messages, 0);
  }

  /** With -c a line {@code NAME/STATE/HOW}, the last for what is up alone. */
  private static void print(RcCall call, Output out, int service) {
    out.bytes(call.database.nameOf(service));
    if (call.isClean()) {
      boolean up = (call.state[service] & StateFile.UP) != 0;
      out.text(up ? call.named.has(service) ? "/up/explicit" : "/up/pulled" : "/down/");
    }
    out.line();
  }
}
