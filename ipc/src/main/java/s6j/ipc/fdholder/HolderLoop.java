package s6j.ipc.fdholder;

import s6j.cli.Messages;
import s6j.ipc.server.ListeningSocket;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.SocketAddress;
import s6j.posix.Turn;

/**
 * Serves the clients of an fd-holder, each one step a turn; waits for nobody and allocates nothing.
 */
final class HolderLoop implements Turn.Group {
  private static final int LONGEST_WAIT = 3_600_000;
  private static final long PAUSE_MILLIS = 1000;
  private static final short NOTHING = 0;
  private static final int WIRED = 1;
  private static final int NOT_POLLED = -1;
  private static final int STILL_HELD = 1;
  private static final int STILL_CONNECTED = 2;

  private final Posix posix;
  private final Messages messages;
  private final HolderDoor door;
  private final FdStore store;
  private final HolderRequests requests;
  private final long timeoutMillis;
  private final long farewellMillis;
  private final HolderClient[] clients;
  private final Turn turn;
  private final DumpAnswer answer;
  private final DumpRoom arrivals = new DumpRoom(0);
  private final SocketAddress address = new SocketAddress();
  private int connected;
  private long now;
  private boolean going = true;
  private long farewell = Deadline.NEVER;

  /** Until when no connection is accepted, after one could not be for lack of something. */
  private long pausedUntil = Deadline.NEVER;

  HolderLoop(
      Posix posix,
      Messages messages,
      HolderDoor door,
      FdStore store,
      int signals,
      int mostClients,
      long timeoutMillis,
      long farewellMillis) {
    this.posix = posix;
    this.messages = messages;
    this.door = door;
    this.store = store;
    this.timeoutMillis = timeoutMillis;
    this.farewellMillis = farewellMillis;
    requests = new HolderRequests(store);
    answer = new DumpAnswer(posix, store);
    clients = new HolderClient[mostClients];
    for (int i = 0; i < mostClients; i++) clients[i] = new HolderClient(posix);
    turn = new Turn(posix, messages, WIRED);
    turn.beforeWait(this::prepare);
    turn.onSignal(signals, this::takeSignal);
    turn.onGroup(this);
  }

  /** Serves until SIGTERM: the exit code, 1 for descriptors still held and 2 for clients. */
  int run() {
    now = posix.monotonicNanos();
    turn.run();
    int code = (store.count() > 0 ? STILL_HELD : 0) | (connected > 0 ? STILL_CONNECTED : 0);
    for (int i = 0; i < clients.length; i++) if (clients[i].isConnected()) remove(i);
    store.clear();
    return code;
  }

  private boolean hasAnswers() {
    for (int i = 0; i < clients.length; i++) if (owesAnswer(i)) return true;
    return false;
  }

  private boolean owesAnswer(int i) {
    HolderClient client = clients[i];
    if (!client.isConnected()) return false;
    return client.hasAnswer() || client.waitsToTell != 0 || answer.room().isUsedBy(i);
  }

  private void prepare() {
    if (!going && (!hasAnswers() || Deadline.passed(farewell, now))) turn.leave();
    else giveRooms();
  }

  @Override
  public void look(Poller poller, int from, boolean blind) {
    now = posix.monotonicNanos();
    if (Deadline.passed(pausedUntil, now)) pausedUntil = Deadline.NEVER;
    store.expire();
    for (int i = 0; i < clients.length; i++) if (clients[i].isConnected()) serve(i, poller);
    if (going && poller.readable(from)) accept();
  }

  /** Who has waited is served in turn: the search starts behind the last user. */
  private void giveRooms() {
    for (int i = 0; i < clients.length && answer.room().isFree(); i++) {
      int place = (answer.room().lastUser() + 1 + i) % clients.length;
      HolderClient client = clients[place];
      if (!client.isConnected() || client.waitsToTell == 0) continue;
      answer.begin(place, client.waitsToTell, now);
      client.waitsToTell = 0;
    }
    for (int i = 0; i < clients.length && arrivals.isFree(); i++) {
      int place = (arrivals.lastUser() + 1 + i) % clients.length;
      HolderClient client = clients[place];
      if (!client.isConnected() || !client.needsRoom()) continue;
      arrivals.take(place, now);
      client.useRoom(arrivals.bytes);
    }
  }

  @Override
  public int count() {
    return 1 + clients.length;
  }

  @Override
  public void addTo(Poller poller) {
    boolean accepting = going && connected < clients.length && pausedUntil == Deadline.NEVER;
    poller.add(accepting ? ListeningSocket.FD : -1, Poller.READ);
    for (int i = 0; i < clients.length; i++) {
      HolderClient client = clients[i];
      client.pollPlace = NOT_POLLED;
      if (client.isConnected() && (going || owesAnswer(i)))
        client.pollPlace = poller.add(client.fd, wanted(i));
    }
  }

  private short wanted(int i) {
    HolderClient client = clients[i];
    if (client.hasAnswer() || answer.room().isUsedBy(i)) return Poller.WRITE;
    return client.waitsToTell != 0 || client.needsRoom() ? NOTHING : Poller.READ;
  }

  @Override
  public long deadline() {
    long next = Math.min(farewell, pausedUntil);
    boolean tellersWait = false;
    boolean senderWaits = false;
    for (int i = 0; i < clients.length; i++) {
      HolderClient client = clients[i];
      if (!client.isConnected()) continue;
      next = Math.min(next, client.deadline);
      tellersWait |= client.waitsToTell != 0;
      senderWaits |= client.needsRoom();
    }
    answer.room().setContended(tellersWait);
    arrivals.setContended(senderWaits);
    next = Math.min(next, Math.min(answer.room().patienceEnds(), arrivals.patienceEnds()));
    int millis = store.millisToNext(LONGEST_WAIT);
    return Math.min(next, Deadline.after(posix.monotonicNanos(), millis));
  }

  private void takeSignal(int signal) {
    if (signal == Signal.SIGHUP) door.reload();
    else if (going) {
      going = false;
      if (farewellMillis > 0) farewell = Deadline.after(posix.monotonicNanos(), farewellMillis);
    }
  }

  private void serve(int i, Poller poller) {
    HolderClient client = clients[i];
    int place = client.pollPlace;
    short ready = place == NOT_POLLED ? NOTHING : poller.ready[place];
    boolean stays = ready == NOTHING || step(i, ready);
    boolean late = Deadline.passed(client.deadline, now) || holdsUpOthers(i);
    if (!stays || late) remove(i);
  }

  private boolean holdsUpOthers(int i) {
    return isLate(answer.room(), i) || isLate(arrivals, i);
  }

  private boolean isLate(DumpRoom room, int i) {
    return room.isUsedBy(i) && Deadline.passed(room.patienceEnds(), now);
  }

  /** One step for a client: false if that was the last one. */
  private boolean step(int i, short ready) {
    HolderClient client = clients[i];
    if (client.hasAnswer()) return sendAnswer(client);
    if (answer.room().isUsedBy(i)) return sendDump(client);
    if (client.waitsToTell != 0 || client.needsRoom()) return (ready & ~Poller.READ) == 0;
    return receive(i);
  }

  private boolean sendAnswer(HolderClient client) {
    int sent = client.send();
    if (sent > 0) client.deadline = Deadline.NEVER;
    return sent >= 0;
  }

  private boolean sendDump(HolderClient client) {
    int sent = answer.send(client.fd, now);
    if (sent <= 0) return sent == 0;
    answer.end();
    client.deadline = Deadline.NEVER;
    return true;
  }

  private boolean receive(int i) {
    HolderClient client = clients[i];
    int received = client.receive();
    if (received < 0) return false;
    if (client.isReceiving() && client.deadline == Deadline.NEVER)
      client.deadline = deadlineFromNow();
    if (arrivals.isUsedBy(i)) arrivals.madeProgress(now);
    if (received == 0) return true;
    boolean good = requests.perform(client);
    if (arrivals.isUsedBy(i)) arrivals.free();
    client.expectMessage();
    return good && (!client.hasAnswer() || sendAnswer(client));
  }

  private long deadlineFromNow() {
    return timeoutMillis == 0 ? Deadline.NEVER : Deadline.after(now, timeoutMillis);
  }

  private void remove(int i) {
    if (answer.room().isUsedBy(i)) answer.end();
    if (arrivals.isUsedBy(i)) arrivals.free();
    clients[i].disconnect();
    connected--;
    pausedUntil = Deadline.NEVER;
  }

  private void accept() {
    int fd = posix.accept(ListeningSocket.FD, address, OpenFlags.O_NONBLOCK);
    if (fd == -Errno.EAGAIN || fd == -Errno.ECONNABORTED) return;
    if (fd < 0) {
      // The connection stays in the queue: without a pause this would be tried without end.
      messages.warning().unableTo("accept").end(fd);
      pausedUntil = Deadline.after(now, PAUSE_MILLIS);
      return;
    }
    HolderClient client = freeClient();
    if (!door.lets(fd, client.rights)) {
      posix.close(fd);
      return;
    }
    client.connect(fd, deadlineFromNow());
    connected++;
  }

  private HolderClient freeClient() {
    int place = 0;
    while (clients[place].isConnected()) place++;
    return clients[place];
  }
}
