package s6j.supervise;

import s6j.posix.CString;
import s6j.posix.Executable;
import s6j.posix.Posix;

/** Programs of the suite that stand in front of run; found once, as a PATH may be relative. */
final class Forerunners {
  final byte[] setlock;
  final byte[] tree;

  Forerunners(Posix posix, byte[] calledAs) {
    setlock = Executable.companion(posix, calledAs, CString.of("s6-setlock"));
    tree = Executable.companion(posix, calledAs, CString.of("s6-tree"));
  }
}
