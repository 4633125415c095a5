package s6j.chain;

import s6j.cli.Program;

/** The chainloaders: programs that change their own process and then become another program. */
public final class ChainPrograms {
  private ChainPrograms() {}

  public static Program[] all() {
    return new Program[] {
      Setlock.declaration(),
      Envdir.declaration(),
      Envuidgid.declaration(),
      Applyuidgid.declaration(),
      Setuidgid.declaration(),
      Setsid.declaration(),
      Softlimit.declaration(),
      Ioconnect.declaration(),
      BackgroundWatch.declaration(),
      Fghack.declaration(),
      Setlock.daemontools(),
      Envdir.daemontools(),
      Envuidgid.daemontools(),
      Setuidgid.daemontools(),
      Setsid.daemontools(),
      Softlimit.daemontools(),
      Fghack.daemontools(),
      Chpst.declaration(),
    };
  }
}
