package s6j.rc.command;

import s6j.posix.CString;
import s6j.rc.change.ProgressScreen;
import s6j.rc.change.RcLoop;
import s6j.rc.change.RcNarrator;
import s6j.rc.change.TransitionCommand;

/** {@code s6-rc change}, {@code start}, {@code stop} and {@code reload}. */
final class RcChange {
  /** Under its own names it tells all; under that of s6-rc it ends as that does (decision 4). */
  private static final byte[] OF_S6 = CString.of("s6-");

  private RcChange() {}

  /** Brings the selected services up or down, and all that must go with them. */
  static int change(RcCall call) {
    call.selection.close(!call.down);
    RcLoop loop = loop(call);
    int code = change(call, loop);
    loop.close();
    return code;
  }

  static int reload(RcCall call) {
    RcLoop loop = loop(call);
    int code = loop.reload(call.selection.members());
    loop.close();
    return code;
  }

  private static RcLoop loop(RcCall call) {
    call.settings.stopsEssential = call.hideEssential;
    call.settings.forgivesUndone =
        !call.inUpdate && CString.startsWith(CString.baseName(call.calledAs), OF_S6);
    TransitionCommand command =
        new TransitionCommand(call.posix, call.database, call.live, call.settings, call.calledAs);
    ProgressScreen screen = showsProgress(call) ? new ProgressScreen(call.posix) : null;
    RcNarrator narrator = new RcNarrator(call.messages, call.database, call.settings, screen);
    return new RcLoop(
        call.posix,
        call.database,
        call.live,
        call.settings,
        narrator,
        screen,
        command,
        call.unfinished);
  }

  private static boolean showsProgress(RcCall call) {
    boolean wanted = !call.noProgress && call.settings.verbosity > 0 && !call.settings.isDryRun();
    return wanted && ProgressScreen.isPossible(call.posix);
  }

  /** With -p first everything else goes down, then the selection up; or the other way round. */
  private static int change(RcCall call, RcLoop loop) {
    if (!call.settings.isDryRun()) call.named.save();
    if (!call.prune && call.down && call.clean) return stopAndClean(call, loop);
    if (!call.prune) return loop.change(call.state, call.selection.members(), !call.down);
    if (!call.down) call.selection.invert();
    int code = loop.change(call.state, call.selection.members(), false);
    if (code != 0 || loop.isTerminated()) return code;
    call.selection.invert();
    return loop.change(call.state, call.selection.members(), true);
  }

  /** What nobody has asked for, and nothing needs that somebody has, goes down as well. */
  private static int stopAndClean(RcCall call, RcLoop loop) {
    int code = loop.change(call.state, call.selection.members(), false);
    if (code != 0 || loop.isTerminated()) return code;
    return loop.change(call.state, call.named.unneeded(), false);
  }
}
