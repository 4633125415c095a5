package s6j.faults.story;

import s6j.posix.CString;
import s6j.posix.Signal;

/** Signals by their names without SIG. */
public final class Signals {
  private Signals() {}

  static boolean isName(String name) {
    return name.matches("[A-Z][A-Z0-9]+") && number(name) > 0;
  }

  public static int number(String name) {
    return Signal.number(CString.of(name));
  }
}
