package s6j.ipc;

import s6j.cli.Messages;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.PeerCredentials;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.SocketAddress;

/** Waits for connections and for the end of the programs that serve them; allocates nothing. */
final class ServerLoop {
  private static final long PAUSE_MILLIS = 1000;
  private static final short TROUBLE = Poller.ERROR | Poller.HANGUP | Poller.INVALID;
  private static final int SIGNAL_PLACE = 0;
  private static final int SOCKET_PLACE = 1;

  private final Posix posix;
  private final Messages messages;
  private final ConnectionReport report;
  private final ConnectionProgram program;
  private final int signals;
  private final int mostOfOne;
  private final Connections connections;
  private final Poller poller = new Poller(2);
  private final Poller nothing = new Poller(1);
  private final SocketAddress address = new SocketAddress();
  private final PeerCredentials peer = new PeerCredentials();
  private final int[] status = new int[1];

  /** Until when no connection is accepted, after one could not be for lack of something. */
  private long pausedUntil = Deadline.NEVER;

  private boolean going = true;

  ServerLoop(
      Posix posix,
      Messages messages,
      ConnectionReport report,
      ConnectionProgram program,
      int signals,
      int most,
      int mostOfOne) {
    this.posix = posix;
    this.messages = messages;
    this.report = report;
    this.program = program;
    this.signals = signals;
    this.mostOfOne = mostOfOne;
    this.connections = new Connections(most);
  }

  /** Serves until a signal ends it: the exit code. */
  int run() {
    while (going) {
      int code = turn();
      if (code != 0) return code;
    }
    report.exiting();
    return 0;
  }

  private int turn() {
    boolean accepting = pausedUntil == Deadline.NEVER && !connections.isFull();
    poller.clear();
    poller.add(signals, Poller.READ);
    if (accepting) poller.add(ListeningSocket.FD, Poller.READ);
    int timeout = Deadline.timeoutMillis(pausedUntil, posix.monotonicNanos());
    int ready = posix.poll(poller, timeout);
    if (ready < 0 && ready != -Errno.EINTR) sitOut(ready);
    if (Deadline.passed(pausedUntil, posix.monotonicNanos())) pausedUntil = Deadline.NEVER;
    if (poller.readable(SIGNAL_PLACE)) handleSignals();
    else if (accepting && poller.readable(SOCKET_PLACE)) return takeConnection();
    return 0;
  }

  /** The server must not end because the system is short of something for a moment. */
  private void sitOut(int error) {
    report.trouble("poll", null, error);
    nothing.clear();
    posix.poll(nothing, (int) PAUSE_MILLIS);
  }

  private int takeConnection() {
    if ((poller.ready[SOCKET_PLACE] & TROUBLE) != 0)
      return messages.fatal().text("trouble with socket").exit(111);
    int connection = posix.accept(ListeningSocket.FD, address, 0);
    if (connection >= 0) {
      serve(connection);
      posix.close(connection);
    } else if (connection != -Errno.EAGAIN && connection != -Errno.ECONNABORTED) {
      // The connection stays in the queue: without a pause this would be tried without end.
      report.trouble("accept", null, connection);
      pausedUntil = Deadline.after(posix.monotonicNanos(), PAUSE_MILLIS);
    }
    return 0;
  }

  private void serve(int connection) {
    int error = program.knowsPeer() ? posix.peerCredentials(connection, peer) : 0;
    if (error < 0) {
      report.trouble("getpeereid", null, error);
      return;
    }
    int others = connections.of(peer.uid);
    if (others >= mostOfOne) {
      report.denied(peer, others);
      return;
    }
    int pid = program.start(connection, peer, others, address);
    if (pid < 0) {
      report.trouble("spawn ", program.name(), pid);
      return;
    }
    connections.open(pid, peer.uid);
    report.accepted(pid, peer, others + 1, connections.count());
  }

  private void handleSignals() {
    for (int signal = posix.nextSignal(signals); signal > 0; signal = posix.nextSignal(signals))
      handle(signal);
  }

  private void handle(int signal) {
    switch (signal) {
      case Signal.SIGCHLD -> collect();
      case Signal.SIGTERM -> {
        report.signal("SIGTERM,", " quitting");
        going = false;
      }
      case Signal.SIGHUP -> {
        report.signal("SIGHUP,", " sending SIGTERM+SIGCONT to all connections");
        endAll();
      }
      case Signal.SIGQUIT -> {
        report.signal("SIGQUIT,", " sending SIGTERM+SIGCONT to all connections and quitting");
        going = false;
        endAll();
      }
      default -> {
        report.signal("SIGABRT,", " sending SIGKILL to all connections and quitting");
        going = false;
        signalAll(Signal.SIGKILL);
      }
    }
  }

  private void endAll() {
    signalAll(Signal.SIGTERM);
    signalAll(Signal.SIGCONT);
  }

  private void signalAll(int signal) {
    for (int i = 0; i < connections.count(); i++)
      if (connections.pid(i) > 1) posix.kill(connections.pid(i), signal);
  }

  /** Descriptors and processes are free again, so the pause is over. */
  private void collect() {
    pausedUntil = Deadline.NEVER;
    for (; ; ) {
      int pid = posix.waitpid(-1, status, Posix.WNOHANG);
      if (pid == -Errno.EINTR) continue;
      if (pid <= 0) return;
      int place = connections.place(pid);
      if (place == Connections.UNKNOWN) continue;
      int user = connections.user(place);
      connections.close(place);
      report.ended(pid, user, status[0], connections.count());
    }
  }
}
