package s6j.machine.end;

import s6j.cli.Program;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** s6-linux-init-nuke: kills every process but itself and process 1. */
public final class Nuke {
  private Nuke() {}

  public static Program declaration() {
    return new Program(
        "s6-linux-init-nuke", null, "", "kills every process but itself and process 1", Nuke::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    return posix.killAll(Signal.SIGKILL) < 0 ? 1 : 0;
  }
}
