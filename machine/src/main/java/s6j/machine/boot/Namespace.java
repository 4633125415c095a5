package s6j.machine.boot;

import s6j.posix.CString;
import s6j.posix.PathText;
import s6j.posix.Posix;

/** Whether process 1 is the machine's own or that of a PID namespace. */
final class Namespace {
  private static final byte[] OWN = CString.of("/proc/self/ns/pid");

  /** The kernel's number of the namespace that it starts with. */
  private static final String FIRST = "pid:[4026531836]";

  private Namespace() {}

  /**
   * Process 1 of a namespace may end: whoever started it wants to know. The machine's may not, as
   * the kernel panics then. Without /proc, which containers have from the start, it is the
   * machine's.
   */
  static boolean mayEnd(Posix posix) {
    byte[] target = PathText.ofLink(posix, OWN);
    return target != null && !CString.is(target, FIRST);
  }
}
