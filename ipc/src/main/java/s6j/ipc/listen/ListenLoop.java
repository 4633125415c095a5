package s6j.ipc.listen;

import org.jspecify.annotations.Nullable;
import s6j.cli.Messages;
import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.files.StatusFile;
import s6j.formats.talk.ControlFifo;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.DescriptorSet;
import s6j.posix.Errno;
import s6j.posix.Pause;
import s6j.posix.PeerCredentials;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;
import s6j.posix.Spawn;
import s6j.posix.Turn;
import s6j.posix.WatchEvents;

/**
 * Keeps sockets: sends them to whoever may have them, starts a service when somebody connects while
 * it is down, or a program for each connection. Allocates nothing once made.
 */
final class ListenLoop implements Turn.Group, Turn.Children {
  /** What the command line says, and what was opened for it. */
  static final class Settings {
    int[] sockets = {};
    final byte[] names = new byte[HandedSockets.LONGEST_NAMES];
    int namesLength;

    /** Where sockets are handed over; negative for nowhere. */
    int handing = -1;

    byte @Nullable [] service;
    byte[][] program = {};
    int most;
  }

  private static final byte[] UP = {'u'};
  private static final int NONE = -1;
  private static final int SECOND_MILLIS = 1000;
  private static final long PATIENCE = 10_000_000_000L;
  private static final int READS = 64;

  private final Posix posix;
  private final Messages messages;
  private final Settings settings;
  private final Turn turn;
  private final DescriptorSet handed = new DescriptorSet();
  private final SocketAddress peer = new SocketAddress();
  private final PeerCredentials credentials = new PeerCredentials();
  private final Spawn spawn = new Spawn();
  private final byte[] records = new byte[4096];
  private final @Nullable SocketService service;
  private int children;

  /** Connections are not looked at before. */
  private long restsUntil;

  ListenLoop(Posix posix, Messages messages, Settings settings, int signals) {
    this.posix = posix;
    this.messages = messages;
    this.settings = settings;
    service = settings.service == null ? null : new SocketService(posix, settings.service);
    turn = new Turn(posix, messages, 2);
    turn.onSignal(signals, signal -> turn.leave());
    turn.onChild(this);
    turn.onGroup(this);
    if (settings.handing >= 0) turn.onReadable(settings.handing, ready -> handOver());
    for (int socket : settings.sockets) handed.descriptors[handed.count++] = socket;
  }

  /** The service that is started, and whether it runs. */
  private static final class SocketService {
    final byte[] directory;
    private final byte[] control;
    private final byte[] status;
    private final byte[] supervise;
    private final ControlFifo fifo;
    private final StatusFile file;
    private final ServiceStatus read = new ServiceStatus();
    private final int watch;
    private long stampBefore;
    private long begun;
    boolean isWaitedFor = true;
    private boolean isWatched;

    SocketService(Posix posix, byte[] directory) {
      this.directory = directory;
      control = CString.path(directory, ServiceDirectory.CONTROL);
      status = CString.path(directory, ServiceDirectory.STATUS);
      supervise = CString.path(directory, ServiceDirectory.SUPERVISE);
      fifo = new ControlFifo(posix);
      file = new StatusFile(posix);
      watch = posix.openWatch();
    }

    private boolean isKnown() {
      return file.read(Posix.CWD, status, read) == 0;
    }

    int start(Posix posix, long now) {
      stampBefore = isKnown() ? read.stampNanos : 0;
      int answer = fifo.offer(Posix.CWD, control, UP, 1);
      if (answer < 0) return answer;
      isWaitedFor = false;
      begun = now;
      int events = WatchEvents.NAMES | WatchEvents.ADD;
      isWatched = watch >= 0 && posix.addWatch(watch, supervise, events) >= 0;
      return 0;
    }

    /** Whether it is down again, and wants to be started. */
    boolean isDown(long now) {
      if (!isKnown()) return now - begun > PATIENCE;
      if (read.pid != 0 || read.finishing || read.wantUp) return false;
      return read.stampNanos != stampBefore || now - begun > PATIENCE;
    }
  }

  void run() {
    turn.run();
    if (service != null && service.watch >= 0) posix.close(service.watch);
  }

  private boolean isAccepting() {
    return settings.program.length > 0;
  }

  private boolean looksAtSockets() {
    if (posix.monotonicNanos() < restsUntil) return false;
    if (isAccepting()) return children < settings.most;
    return service != null && service.isWaitedFor;
  }

  @Override
  public int count() {
    return settings.sockets.length + 1;
  }

  @Override
  public void addTo(Poller poller) {
    boolean looks = looksAtSockets();
    for (int socket : settings.sockets) poller.add(looks ? socket : NONE, Poller.READ);
    boolean isUp = service != null && !service.isWaitedFor;
    poller.add(isUp ? service.watch : NONE, Poller.READ);
  }

  @Override
  public long deadline() {
    long now = posix.monotonicNanos();
    long until = now < restsUntil ? restsUntil : Deadline.NEVER;
    if (service == null || service.isWaitedFor) return until;
    boolean isNew = now - service.begun <= PATIENCE;
    if (service.isWatched && !isNew) return until;
    return Math.min(until, Deadline.after(now, SECOND_MILLIS));
  }

  @Override
  public void look(Poller poller, int from, boolean blind) {
    long now = posix.monotonicNanos();
    if (service != null && !service.isWaitedFor) {
      if (poller.readable(from + settings.sockets.length)) drain();
      service.isWaitedFor = service.isDown(now);
      if (service.isWaitedFor) rest(now);
      return;
    }
    for (int i = 0; i < settings.sockets.length; i++) {
      if (!poller.readable(from + i)) continue;
      if (isAccepting()) accept(settings.sockets[i]);
      else if (service != null && service.isWaitedFor) start(now);
    }
  }

  private void drain() {
    int got = 1;
    for (int i = 0; i < READS && got > 0; i++)
      got = posix.read(service.watch, records, 0, records.length);
  }

  /** A service that ends at once is not started at once. */
  private void rest(long now) {
    restsUntil = Deadline.after(now, SECOND_MILLIS);
  }

  private void start(long now) {
    int answer = service.start(posix, now);
    if (answer >= 0) return;
    rest(now);
    messages.warning().unableTo("start ").bytes(service.directory).end(answer);
  }

  private void accept(int socket) {
    if (children >= settings.most) return;
    int connection = posix.accept(socket, peer, 0);
    if (connection < 0) {
      if (connection != -Errno.EAGAIN) rest(posix.monotonicNanos());
      return;
    }
    spawn.reset();
    spawn.file = settings.program[0];
    spawn.arguments = settings.program;
    spawn.move(connection, 0).move(connection, 1);
    int child = posix.spawn(spawn);
    posix.close(connection);
    if (child >= 0) children++;
    else messages.warning().unableTo("start ").bytes(settings.program[0]).end(child);
  }

  @Override
  public void ended(int pid, int rawStatus) {
    if (children > 0) children--;
  }

  @Override
  public boolean noneLeft() {
    children = 0;
    return false;
  }

  /** Only root and the user of this process may have them. */
  private void handOver() {
    int connection = posix.accept(settings.handing, peer, 0);
    if (connection < 0) {
      if (connection != -Errno.EAGAIN) Pause.millis(posix, SECOND_MILLIS);
      return;
    }
    int answer = posix.peerCredentials(connection, credentials);
    boolean mayHave = credentials.uid == 0 || credentials.uid == posix.geteuid();
    if (answer >= 0 && mayHave)
      answer =
          posix.sendWithDescriptors(connection, settings.names, 0, settings.namesLength, handed);
    if (answer < 0) messages.warning().unableTo("hand sockets over", answer);
    posix.close(connection);
  }
}
