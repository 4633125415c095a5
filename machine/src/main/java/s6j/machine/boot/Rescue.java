package s6j.machine.boot;

import s6j.cli.Messages;
import s6j.posix.Errno;
import s6j.posix.PathText;
import s6j.posix.Pause;
import s6j.posix.Posix;

/**
 * What process 1 of a machine does when it cannot become s6-svscan: it never ends. It offers a
 * shell on the console, and begins anew when that has ended.
 */
final class Rescue {
  private static final int ANY_CHILD = -1;
  private static final long REST_MILLIS = 1000;
  private static final long LONG_REST_MILLIS = 60_000;

  private final Posix posix;
  private final Messages messages;
  private final byte[][] arguments;
  private final int[] status = new int[1];

  Rescue(Posix posix, Messages messages, byte[][] arguments) {
    this.posix = posix;
    this.messages = messages;
    this.arguments = arguments;
  }

  /** Never returns. */
  int goOn() {
    StandardStart standard = new StandardStart(posix);
    for (; ; ) {
      standard.openConsole();
      standard.fill();
      int shell = RescueShell.start(posix);
      if (shell > 0) {
        messages.warning().text("here is a shell; init is tried again when it ends").end();
        await(shell);
        Pause.millis(posix, REST_MILLIS);
      } else {
        messages.warning().text("there is no shell; init is tried again in a minute").end();
        Pause.millis(posix, LONG_REST_MILLIS);
      }
      beginAnew();
    }
  }

  /** Collects whoever ends until the shell does. */
  private void await(int shell) {
    int pid = 0;
    while (pid != shell && (pid >= 0 || pid == -Errno.EINTR))
      pid = posix.waitpid(ANY_CHILD, status, 0);
  }

  private void beginAnew() {
    PathText path = new PathText(posix);
    int error = path.readTold();
    if (error > 0) error = posix.exec(path.bytes(), arguments, null);
    messages.warning().unableTo("begin anew").end(error);
  }
}
