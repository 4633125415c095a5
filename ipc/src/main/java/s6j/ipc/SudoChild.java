package s6j.ipc;

import s6j.cli.Messages;
import s6j.formats.BigEndian;
import s6j.formats.MessageStream;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** A program that runs for a sudo client: waits for its end or for the client to leave. */
final class SudoChild {
  private static final int CLIENT = 0;
  private static final short NOTHING = 0;
  private static final int PAUSE_MILLIS = 1000;
  private static final int SIGNAL_PLACE = 0;
  private static final int CLIENT_PLACE = 1;

  private final Posix posix;
  private final Messages messages;
  private final MessageStream stream;
  private final int signals;
  private final int pid;
  private final boolean detached;
  private final Poller poller = new Poller(2);
  private final Poller nothing = new Poller(1);
  private final int[] status = new int[1];
  private final byte[] answer = new byte[4];
  private boolean clientLeft;

  SudoChild(
      Posix posix,
      Messages messages,
      MessageStream stream,
      int signals,
      int pid,
      boolean detached) {
    this.posix = posix;
    this.messages = messages;
    this.stream = stream;
    this.signals = signals;
    this.pid = pid;
    this.detached = detached;
  }

  /** Waits, and passes the wait status on; {@code confirmed}: 0 or why the client was not told. */
  int await(int confirmed) {
    if (confirmed < 0 && !detached) end();
    if (confirmed < 0)
      return messages.fatal().unableTo("send confirmation to client").exit(111, confirmed);
    for (; ; ) {
      poll();
      if (poller.readable(SIGNAL_PLACE) && hasEnded()) return tellStatus();
      if (!clientLeft || detached) continue;
      end();
      return 1;
    }
  }

  private void poll() {
    poller.clear();
    poller.add(signals, Poller.READ);
    if (!clientLeft) poller.add(CLIENT, NOTHING);
    int ready = posix.poll(poller, -1);
    if (ready < 0 && ready != -Errno.EINTR) sitOut(ready);
    else if (!clientLeft) clientLeft = poller.ready[CLIENT_PLACE] != 0;
  }

  /** The program is not to be left alone because the system is short of something for a moment. */
  private void sitOut(int error) {
    messages.warning().unableTo("poll").end(error);
    nothing.clear();
    posix.poll(nothing, PAUSE_MILLIS);
  }

  private boolean hasEnded() {
    while (posix.nextSignal(signals) > 0)
      ;
    int ended;
    do ended = posix.waitpid(pid, status, Posix.WNOHANG);
    while (ended == -Errno.EINTR);
    return ended == pid;
  }

  private int tellStatus() {
    if (clientLeft) return 0;
    BigEndian.put(status[0], answer, 0, answer.length);
    int error = stream.write(answer, answer.length, Deadline.NEVER);
    return error < 0 ? messages.fatal().unableTo("write status to client").exit(111, error) : 0;
  }

  private void end() {
    if (pid <= 1) return;
    posix.kill(pid, Signal.SIGTERM);
    posix.kill(pid, Signal.SIGCONT);
  }
}
