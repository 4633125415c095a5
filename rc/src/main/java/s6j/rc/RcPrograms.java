package s6j.rc;

import s6j.cli.Program;

/** The programs of this room: what brings sets of services up and down. */
public final class RcPrograms {
  private RcPrograms() {}

  public static Program[] all() {
    return new Program[] {
      Rc.declaration(),
      RcInit.declaration(),
      RcUpdate.declaration(),
      OneshotRun.declaration(),
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
}
