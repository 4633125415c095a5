package s6j.watch;

import s6j.cli.Messages;
import s6j.formats.talk.ControlFifo;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** The letter that tells the supervisors of services of changed files. */
final class ChangeLetter {
  private final Messages messages;
  private final WatchLoop.Settings settings;
  private final ControlFifo control;
  private final byte[] letters = new byte[1];

  ChangeLetter(Posix posix, Messages messages, WatchLoop.Settings settings) {
    this.messages = messages;
    this.settings = settings;
    control = new ControlFifo(posix);
    letters[0] = settings.letter;
  }

  /** Sends it to all; false if one has to be told again. */
  boolean send() {
    boolean areTold = true;
    for (int i = 0; i < settings.controls.length; i++) areTold &= send(i);
    return areTold;
  }

  /** Without a supervisor there is no run that knows old files. */
  private boolean send(int i) {
    int answer = control.send(Posix.CWD, settings.controls[i], letters, 1);
    byte[] service = settings.services[i];
    String what = settings.letter == 'l' ? "reload " : "restart ";
    if (answer == 0) messages.info().text("files have changed: ").text(what).bytes(service).end();
    if (answer == 0 || answer == -Errno.ENXIO || answer == -Errno.ENOENT) return true;
    messages.warning().unableTo(what).bytes(service).end(answer);
    return false;
  }
}
