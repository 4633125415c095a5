package s6j.log.script;

import s6j.log.directory.Outlet;
import s6j.posix.Posix;

/**
 * What action 2 writes to. Standard error may block; what it refuses is dropped
 * (docs/specification/s6.md, E.2).
 */
final class Alerts extends Outlet {
  private static final int STDERR = 2;

  private final Posix posix;

  Alerts(Posix posix, int capacity) {
    super(capacity);
    this.posix = posix;
  }

  @Override
  public void flush() {
    while (!isEmpty()) {
      int written = posix.write(STDERR, bytes, from, to - from);
      if (written <= 0) clear();
      else advance(written);
    }
  }
}
