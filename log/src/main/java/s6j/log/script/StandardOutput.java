package s6j.log.script;

import s6j.cli.Messages;
import s6j.log.directory.Outlet;
import s6j.posix.Errno;
import s6j.posix.Posix;

/**
 * What action 1 writes to; once a write fails it is closed and the action ignored
 * (docs/specification/s6.md, E.5).
 */
public final class StandardOutput extends Outlet {
  private static final int STDOUT = 1;

  private final Posix posix;
  private final Messages messages;
  private final boolean warns;
  private boolean closed;

  StandardOutput(Posix posix, Messages messages, boolean warns, int capacity) {
    super(capacity);
    this.posix = posix;
    this.messages = messages;
    this.warns = warns;
  }

  @Override
  public void flush() {
    while (!isEmpty()) {
      int written = closed ? to - from : posix.write(STDOUT, bytes, from, to - from);
      if (written == -Errno.EAGAIN) return;
      if (written < 0) close(written);
      else advance(written);
    }
  }

  private void close(int error) {
    if (warns)
      messages.warning().unableTo("write to stdout, closing the stream - error was").end(error);
    posix.close(STDOUT);
    closed = true;
  }
}
