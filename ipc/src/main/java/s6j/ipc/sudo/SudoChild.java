package s6j.ipc.sudo;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.BigEndian;
import s6j.formats.talk.MessageStream;
import s6j.posix.Deadline;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Turn;

/** A program that runs for a sudo client: waits for its end or for the client to leave. */
final class SudoChild {
  private static final int CLIENT = 0;
  private static final short NOTHING = 0;
  private static final int NONE = -1;
  private static final int WIRED = 2;

  private final Posix posix;
  private final Messages messages;
  private final MessageStream stream;
  private final int pid;
  private final boolean detached;
  private final Turn turn;
  private final Turn.Place client;
  private final byte[] answer = new byte[4];
  private boolean clientLeft;
  private int code;

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
    this.pid = pid;
    this.detached = detached;
    turn = new Turn(posix, messages, WIRED);
    turn.beforeWait(this::leaveWithClient);
    client = turn.onReadable(CLIENT, this::loseClient);
    client.want(NOTHING);
    turn.onSignal(signals, signal -> {});
    turn.onChild(this::ended);
  }

  /** Waits, and passes the wait status on; {@code confirmed}: 0 or why the client was not told. */
  int await(int confirmed) {
    if (confirmed < 0 && !detached) end();
    if (confirmed < 0)
      return messages
          .fatal()
          .unableTo("send confirmation to client")
          .exit(ExitCode.SYSTEM, confirmed);
    turn.run();
    return code;
  }

  private void loseClient(int ready) {
    if (ready == Turn.BLIND) return;
    clientLeft = true;
    client.watch(NONE);
  }

  /** A program that has ended meanwhile counts first. */
  private void leaveWithClient() {
    if (!clientLeft || detached) return;
    end();
    code = 1;
    turn.leave();
  }

  private void ended(int dead, int rawStatus) {
    if (dead != pid) return;
    code = clientLeft ? 0 : tellStatus(rawStatus);
    turn.leave();
  }

  private int tellStatus(int rawStatus) {
    BigEndian.put(rawStatus, answer, 0, answer.length);
    int error = stream.write(answer, answer.length, Deadline.NEVER);
    return error < 0
        ? messages.fatal().unableTo("write status to client").exit(ExitCode.SYSTEM, error)
        : 0;
  }

  private void end() {
    if (pid <= 1) return;
    posix.kill(pid, Signal.SIGTERM);
    posix.kill(pid, Signal.SIGCONT);
  }
}
