package s6j.rc.command;

import s6j.posix.CString;
import s6j.rc.change.ProgressScreen;
import s6j.rc.change.RcLoop;
import s6j.rc.change.RcNarrator;
import s6j.rc.change.TransitionCommand;
import s6j.rc.live.AnotherStart;
import s6j.rc.live.Followers;
import s6j.rc.live.StateFile;

/** {@code s6-rc change}, {@code start}, {@code stop} and {@code reload}. */
final class RcChange {
  /** Under its own names it tells all; under that of s6-rc it ends as that does (decision 4). */
  private static final byte[] OF_S6 = CString.of("s6-");

  private static final int IN_CONFLICT = 1;

  private RcChange() {}

  /** Brings the selected services up or down, and all that must go with them. */
  static int change(RcCall call) {
    Followers followers = new Followers(call.database, call.state);
    boolean[] members = call.selection.members();
    boolean[] optional = new boolean[members.length];
    if (call.down) followers.closeDown(members);
    else optional = followers.closeUp(members);
    if (!call.down && followers.clash(members)) return clash(call, followers);
    RcLoop loop = loop(call);
    int code = change(call, loop, optional);
    loop.close();
    return code;
  }

  private static int clash(RcCall call, Followers followers) {
    call.messages.fatal().text("services ").bytes(call.database.nameOf(followers.clashing()));
    call.messages.text(" and ").bytes(call.database.nameOf(followers.clashed()));
    return call.messages.text(" conflict: they cannot both be up").exit(IN_CONFLICT);
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
    boolean wanted =
        !call.hidesProgress() && call.settings.verbosity > 0 && !call.settings.isDryRun();
    return wanted && ProgressScreen.isPossible(call.posix);
  }

  /** With -p first everything else goes down, then the selection up; or the other way round. */
  private static int change(RcCall call, RcLoop loop, boolean[] optional) {
    if (!call.settings.isDryRun()) call.named.save();
    if (!call.prune && call.down && call.isClean()) return stopAndClean(call, loop);
    if (!call.prune && call.down) return loop.change(call.state, call.selection.members(), false);
    if (!call.prune) return bringUp(call, loop, optional);
    if (!call.down) call.selection.invert();
    int code = loop.change(call.state, call.selection.members(), false);
    if (code != 0 || loop.isTerminated()) return code;
    call.selection.invert();
    return bringUp(call, loop, optional);
  }

  /** First what is in conflict with the selection goes down. */
  private static int bringUp(RcCall call, RcLoop loop, boolean[] optional) {
    boolean[] members = call.selection.members();
    Followers followers = new Followers(call.database, call.state);
    if (followers.clash(members)) return clash(call, followers);
    boolean[] inTheWay = followers.inTheWayOf(members);
    if (isAny(inTheWay)) {
      int code = loop.change(call.state, inTheWay, false);
      if (code != 0 || loop.isTerminated()) return code;
      int staying = firstUp(call, inTheWay);
      if (staying >= 0) return stays(call, staying);
    }
    AnotherStart another = new AnotherStart(call.posix, call.database, call.live, call.state);
    return loop.start(
        call.state, members, optional, another.among(members, call.selection.asked()));
  }

  private static boolean isAny(boolean[] services) {
    for (boolean service : services) if (service) return true;
    return false;
  }

  private static int firstUp(RcCall call, boolean[] services) {
    for (int i = 0; i < services.length; i++)
      if (services[i] && (call.state[i] & StateFile.UP) != 0) return i;
    return -1;
  }

  private static int stays(RcCall call, int service) {
    call.messages.fatal().text("service ").bytes(call.database.nameOf(service));
    return call.messages
        .text(" is in conflict with what is to be started, and stays up")
        .exit(IN_CONFLICT);
  }

  /** What nobody has asked for, and nothing needs that somebody has, goes down as well. */
  private static int stopAndClean(RcCall call, RcLoop loop) {
    int code = loop.change(call.state, call.selection.members(), false);
    if (code != 0 || loop.isTerminated()) return code;
    return loop.change(call.state, call.named.unneeded(), false);
  }
}
