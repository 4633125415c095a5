package s6j.rc.update;

import s6j.formats.NameTable;
import s6j.formats.RcDatabase;
import s6j.formats.ServiceStatus;
import s6j.formats.files.LockFile;
import s6j.formats.files.NameList;
import s6j.formats.files.StatusFile;
import s6j.posix.Posix;
import s6j.rc.live.LiveDirectory;

/**
 * Services of a live directory that its database does not have: essential ones that an earlier
 * update left running. They go on, under their name in the new database if it has it again, until
 * an update with -e or until they are not wanted up any more.
 */
final class StrayServices {
  private final Posix posix;
  private final LiveDirectory live;
  private final UpdatePlan plan;
  private final NameList carried = new NameList();
  private NameTable freshNames;

  StrayServices(Posix posix, LiveDirectory live, UpdatePlan plan) {
    this.posix = posix;
    this.live = live;
    this.plan = plan;
  }

  /** Directories that move into the new live directory as they are. */
  NameList carried() {
    return carried;
  }

  /** Finds them, and lets the plan adopt those it has a service for: 0, or the negated errno. */
  int find(boolean sparesEssential) {
    NameTable known = longruns(plan.old);
    freshNames = longruns(plan.fresh);
    NameList names = new NameList();
    int answer = names.addDirectory(posix, live.file("servicedirs"));
    for (int i = 0; i < names.count(); i++)
      if (known.find(names.get(i)) < 0) place(names.get(i), sparesEssential);
    return answer;
  }

  private static NameTable longruns(RcDatabase database) {
    NameTable names = new NameTable();
    for (int i = 0; i < database.longruns; i++) names.add(database.nameOf(i));
    return names;
  }

  private void place(byte[] name, boolean sparesEssential) {
    int service = freshNames.find(name);
    if (!sparesEssential || !isWanted(name)) return;
    if (service < 0) carried.add(name);
    else if (plan.origin[service] == UpdatePlan.NONE) plan.adopt(service);
  }

  private boolean isWanted(byte[] name) {
    byte[] directory = live.service(name);
    if (LockFile.isSupervised(posix, directory) != 1) return false;
    ServiceStatus status = new ServiceStatus();
    return new StatusFile(posix).readOf(directory, status) >= 0 && status.wantUp;
  }

  /**
   * Adds the longruns that the plan leaves over: {@link UpdatePlan#NONE}, or one whose name another
   * service takes.
   */
  int addLeftOvers() {
    for (int i = 0; i < plan.old.longruns; i++) {
      if (!plan.isLeftOver(i)) continue;
      if (freshNames.find(plan.old.nameOf(i)) >= 0) return i;
      carried.add(plan.old.nameOf(i));
    }
    return UpdatePlan.NONE;
  }
}
