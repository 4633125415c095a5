package s6j.rc;

import s6j.cli.Program;
import s6j.rc.change.OneshotRun;
import s6j.rc.command.Rc;
import s6j.rc.live.RcInit;
import s6j.rc.repository.RepoInit;
import s6j.rc.repository.RepoList;
import s6j.rc.repository.RepoSync;
import s6j.rc.repository.SetChange;
import s6j.rc.repository.SetCommit;
import s6j.rc.repository.SetCopy;
import s6j.rc.repository.SetDelete;
import s6j.rc.repository.SetFix;
import s6j.rc.repository.SetInstall;
import s6j.rc.repository.SetNew;
import s6j.rc.repository.SetStatus;
import s6j.rc.update.FdholderFiller;
import s6j.rc.update.RcUpdate;

/** The programs of this room: what brings sets of services up and down. */
public final class RcPrograms {
  private RcPrograms() {}

  /** What an operator calls. */
  public static Program[] ofManager() {
    return new Program[] {
      Rc.declaration(),
      RcInit.declaration(),
      RcUpdate.declaration(),
      FdholderFiller.declaration(),
      RepoInit.declaration(),
      RepoSync.declaration(),
      RepoList.declaration(),
      SetNew.declaration(),
      SetCopy.declaration(),
      SetDelete.declaration(),
      SetStatus.declaration(),
      SetChange.declaration(),
      SetFix.declaration(),
      SetCommit.declaration(),
      SetInstall.declaration()
    };
  }

  /** What the oneshot runner's server starts for each script: in one image with that server. */
  public static Program[] ofRunner() {
    return new Program[] {OneshotRun.declaration()};
  }
}
