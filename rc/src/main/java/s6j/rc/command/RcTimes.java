package s6j.rc.command;

import s6j.cli.ExitCode;
import s6j.cli.Output;
import s6j.formats.TransitionTimes;
import s6j.formats.files.WholeFile;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.rc.answer.LastStart;
import s6j.rc.answer.TimesTable;

/** {@code s6-rc times}: the last start, when each service began and how long it took. */
final class RcTimes {
  private RcTimes() {}

  static int run(RcCall call) {
    WholeFile file = new WholeFile(call.posix);
    int length = file.read(Posix.CWD, call.live.file(TransitionTimes.FILE));
    if (length < 0 && length != -Errno.ENOENT)
      return call.messages
          .fatal()
          .unableTo("read ")
          .bytes(call.live.file(TransitionTimes.FILE))
          .exit(ExitCode.SYSTEM, length);
    TransitionTimes read = new TransitionTimes().read(file.bytes(), Math.max(0, length));
    LastStart start = new LastStart(call.database, read);
    if (start.count() == 0)
      return call.messages.fatal().text("no start is recorded in ").bytes(call.live.path()).exit(1);
    if (!call.isSelective()) call.selection.addAll();
    Output out = call.output();
    TimesTable table = new TimesTable(out, call.database, start);
    if (call.isJson()) table.json(call.selection.members());
    else table.print(call.selection.members());
    return out.finish(call.messages, 0);
  }
}
