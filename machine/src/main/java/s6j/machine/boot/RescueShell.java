package s6j.machine.boot;

import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.Spawn;

/** The shell that is offered on the console where a machine cannot go on; it asks for root. */
final class RescueShell {
  private static final byte[][] SHELLS = {CString.of("/sbin/sulogin"), CString.of("/bin/sh")};

  private RescueShell() {}

  /** Becomes the first that is there; returns if none is. */
  static void become(Posix posix) {
    for (byte[] shell : SHELLS) posix.exec(shell, new byte[][] {shell}, null);
  }

  /** Starts the first that is there, in a session of its own: its pid, or a negated errno. */
  static int start(Posix posix) {
    Spawn spawn = new Spawn();
    int pid = 0;
    for (byte[] shell : SHELLS) {
      spawn.reset();
      spawn.file = shell;
      spawn.arguments = new byte[][] {shell};
      spawn.newSession = true;
      pid = posix.spawn(spawn);
      if (pid > 0) return pid;
    }
    return pid;
  }
}
