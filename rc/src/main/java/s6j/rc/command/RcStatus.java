package s6j.rc.command;

import s6j.cli.Output;
import s6j.rc.answer.ServiceReport;
import s6j.rc.answer.StatusTable;

/** {@code s6-rc status}: one table of services, or JSON. */
final class RcStatus {
  private RcStatus() {}

  static int run(RcCall call) {
    Output out = call.output();
    StatusTable table = new StatusTable(out);
    boolean first = true;
    for (int i = 0; i < call.database.count(); i++) {
      if (call.isSelective() && !call.selection.members()[i]) continue;
      ServiceReport report = call.report(i);
      if (call.isJson()) {
        out.text(first ? "[\n" : ",\n");
        StatusTable.json(out, report);
      } else table.add(report);
      first = false;
    }
    if (!call.isJson()) table.print();
    else out.text(first ? "[]\n" : "\n]\n");
    return out.finish(call.messages, 0);
  }
}
