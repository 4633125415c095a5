package s6j.supervise;

import s6j.posix.CString;
import s6j.posix.Installation;
import s6j.posix.Posix;

/** Programs of the suite that stand in front of run; found once, as a PATH may be relative. */
final class Forerunners {
  final byte[] setlock;
  final byte[] tree;

  Forerunners(Posix posix, byte[] calledAs) {
    Installation suite = new Installation(posix, calledAs);
    setlock = suite.companion(CString.of("s6-setlock"));
    tree = suite.companion(CString.of("s6-tree"));
  }
}
