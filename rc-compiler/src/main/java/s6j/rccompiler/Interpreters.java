package s6j.rccompiler;

import s6j.posix.CString;
import s6j.posix.Executable;
import s6j.posix.Posix;

/** Absolute paths that generated scripts hold: execlineb, and the two helpers of this suite. */
final class Interpreters {
  private static final byte[] USUAL_EXECLINEB = CString.of("/bin/execlineb");

  private final byte[] execlineb;
  private final byte[] oneshotRun;
  private final byte[] fdholderFiller;

  Interpreters(Posix posix, byte[] calledAs) {
    byte[] found = Executable.companion(posix, calledAs, CString.of("execlineb"));
    execlineb = found[0] == '/' ? found : USUAL_EXECLINEB;
    oneshotRun = helper(posix, calledAs, "s6-rc-oneshot-run");
    fdholderFiller = helper(posix, calledAs, "s6-rc-fdholder-filler");
  }

  byte[] execlineb() {
    return execlineb;
  }

  byte[] oneshotRun() {
    return oneshotRun;
  }

  byte[] fdholderFiller() {
    return fdholderFiller;
  }

  private static byte[] helper(Posix posix, byte[] calledAs, String name) {
    return Executable.companion(posix, calledAs, CString.of(name));
  }
}
