package s6j.ipc.server;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.PeerCredentials;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.SocketAddress;
import s6j.posix.Turn;

/** Waits for connections and for the end of the programs that serve them; allocates nothing. */
final class ServerLoop implements Turn.Children {
  private static final long PAUSE_MILLIS = 1000;
  private static final short TROUBLE = Poller.ERROR | Poller.HANGUP | Poller.INVALID;
  private static final int NONE = -1;
  private static final int WIRED = 2;

  private final Posix posix;
  private final Messages messages;
  private final ConnectionReport report;
  private final ConnectionProgram program;
  private final int mostOfOne;
  private final Connections connections;
  private final Turn turn;
  private final Turn.Place socket;

  /** While it is set no connection is accepted, after one could not be for lack of something. */
  private final Turn.Timer pause;

  private final SocketAddress address = new SocketAddress();
  private final PeerCredentials peer = new PeerCredentials();
  private int code;

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
    this.mostOfOne = mostOfOne;
    this.connections = new Connections(most);
    turn = new Turn(posix, (what, error) -> report.trouble(what, null, error), WIRED);
    turn.beforeWait(this::prepare);
    turn.onSignal(signals, this::handle);
    socket = turn.onReadable(NONE, this::takeConnection);
    turn.onChild(this);
    pause = turn.timer(() -> {});
  }

  /** Serves until a signal ends it: the exit code. */
  int run() {
    turn.run();
    if (code == 0) report.exiting();
    return code;
  }

  private void prepare() {
    boolean accepting = pause.moment() == Deadline.NEVER && !connections.isFull();
    socket.watch(accepting ? ListeningSocket.FD : NONE);
  }

  private void takeConnection(int ready) {
    if ((ready & TROUBLE) != 0) {
      code = messages.fatal().text("trouble with socket").exit(ExitCode.SYSTEM);
      turn.leave();
    } else if (ready != Turn.BLIND) accept();
  }

  private void accept() {
    int connection = posix.accept(ListeningSocket.FD, address, 0);
    if (connection >= 0) {
      serve(connection);
      posix.close(connection);
    } else if (connection != -Errno.EAGAIN && connection != -Errno.ECONNABORTED) {
      // The connection stays in the queue: without a pause this would be tried without end.
      report.trouble("accept", null, connection);
      pause.after(PAUSE_MILLIS);
    }
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

  private void handle(int signal) {
    switch (signal) {
      case Signal.SIGTERM -> {
        report.signal("SIGTERM,", " quitting");
        turn.leave();
      }
      case Signal.SIGHUP -> {
        report.signal("SIGHUP,", " sending SIGTERM+SIGCONT to all connections");
        endAll();
      }
      case Signal.SIGQUIT -> {
        report.signal("SIGQUIT,", " sending SIGTERM+SIGCONT to all connections and quitting");
        turn.leave();
        endAll();
      }
      default -> {
        report.signal("SIGABRT,", " sending SIGKILL to all connections and quitting");
        turn.leave();
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
  @Override
  public void ended(int pid, int rawStatus) {
    pause.clear();
    int place = connections.place(pid);
    if (place == Connections.UNKNOWN) return;
    int user = connections.user(place);
    connections.close(place);
    report.ended(pid, user, rawStatus, connections.count());
  }
}
