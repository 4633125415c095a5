package s6j.rccompiler;

import s6j.posix.CString;
import s6j.posix.Executable;
import s6j.posix.Posix;

/** The programs of this suite that generated scripts name by an absolute path. */
final class Helpers {
  final byte[] oneshotRun;
  final byte[] fdholderFiller;

  private final Posix posix;
  private final byte[] calledAs;

  Helpers(Posix posix, byte[] calledAs) {
    this.posix = posix;
    this.calledAs = calledAs;
    oneshotRun = find("s6-rc-oneshot-run");
    fdholderFiller = find("s6-rc-fdholder-filler");
  }

  /** Scripts for execline where it is installed, else for the shell. */
  GeneratedScripts scripts() {
    byte[] execlineb = find("execlineb");
    return execlineb[0] == '/' ? new ExeclineScripts(execlineb, this) : new ShellScripts(this);
  }

  /** The bare name if it is nowhere. */
  private byte[] find(String name) {
    return Executable.companion(posix, calledAs, CString.of(name));
  }
}
