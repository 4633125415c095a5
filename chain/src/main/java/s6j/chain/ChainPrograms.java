package s6j.chain;

import s6j.cli.Program;

/** The chainloaders: programs that change their own process and then become another program. */
public final class ChainPrograms {
  private ChainPrograms() {}

  public static Program[] all() {
    return new Program[] {
      Setlock.declaration(), Setlock.daemontools(),
    };
  }
}
