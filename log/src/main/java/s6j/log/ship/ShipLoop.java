package s6j.log.ship;

import s6j.cli.Messages;
import s6j.log.directory.LogTrail;
import s6j.posix.Deadline;
import s6j.posix.Posix;
import s6j.posix.Turn;
import s6j.posix.WatchEvents;

/**
 * Gathers lines, sends them, waits until they are taken, and notes how far that is. No lines are
 * read while others are on their way: what waits, waits in the log directory. Allocates nothing
 * once made; no failing system call ends it.
 */
final class ShipLoop implements Receiver.Outcome {
  private static final int NONE = -1;
  private static final int WIRED = 3;
  private static final int MOST_READS = 64;
  private static final int RECORDS = 4096;

  /** So often it is looked what nobody tells of. */
  private static final long LOOK_MILLIS = 1000;

  /** So long a connection that is begun goes on behind SIGTERM. */
  private static final long LAST_MILLIS = 5000;

  private static final int EVENTS =
      WatchEvents.MODIFY | WatchEvents.MOVED_TO | WatchEvents.CREATE | WatchEvents.DELETE;

  private final Posix posix;
  private final ShipSettings settings;
  private final ShipMessages said;
  private final LogTrail trail;
  private final LineReader reader;
  private final PlaceFile file;
  private final Batch batch;
  private final Receiver receiver;
  private final Pauses pauses = new Pauses();
  private final byte[] records = new byte[RECORDS];
  private final Turn turn;
  private final Turn.Place bell;
  private final Turn.Timer due;
  private final Turn.Timer rest;
  private final Turn.Timer look;
  private final Turn.Timer end;

  /** Negative if the system tells of no changes. */
  private final int watch;

  private boolean isDue;

  /** Whether lines are on their way, or wait to be sent again. */
  private boolean isBusy;

  private boolean stopping;

  ShipLoop(
      Posix posix,
      Messages messages,
      ShipSettings settings,
      LogTrail trail,
      PlaceFile file,
      int signals) {
    this.posix = posix;
    this.settings = settings;
    this.trail = trail;
    this.file = file;
    said = new ShipMessages(messages, settings);
    LineFormat format = LineFormat.of(settings);
    batch = new Batch(format, settings.lineLength);
    reader = new LineReader(posix, trail, settings.lineLength);
    watch = openWatch();
    turn = new Turn(posix, messages, WIRED);
    turn.beforeWait(this::prepare);
    turn.onSignal(signals, signal -> stop());
    receiver = new Receiver(posix, settings, format, turn, this);
    bell = turn.onReadable(NONE, ready -> drain());
    due = turn.timer(() -> isDue = true);
    rest = turn.timer(this::sendAgain);
    look = turn.timer(trail::notice);
    end = turn.timer(turn::leave);
  }

  private int openWatch() {
    int fd = posix.openWatch();
    if (fd < 0 || posix.addWatch(fd, settings.directory, EVENTS) >= 0) return fd;
    posix.close(fd);
    return NONE;
  }

  void run() {
    reader.resume(file.place);
    turn.run();
    receiver.close();
    if (watch >= 0) posix.close(watch);
  }

  /** What is there is sent if that can be done soon; nothing is waited for. */
  private void stop() {
    stopping = true;
    end.after(LAST_MILLIS);
    if (isBusy && !receiver.isReached()) turn.leave();
  }

  private void prepare() {
    if (!isBusy) gather();
    boolean isTold = !isBusy && watch >= 0 && !trail.isIncomplete();
    bell.watch(!isBusy && batch.isEmpty() ? watch : NONE);
    if (isTold) look.clear();
    else if (look.moment() == Deadline.NEVER) look.after(LOOK_MILLIS);
  }

  private void drain() {
    int got = 1;
    for (int i = 0; i < MOST_READS && got > 0; i++) got = posix.read(watch, records, 0, RECORDS);
  }

  /** Reads lines until there are enough, or no more, or the next is in another file. */
  private void gather() {
    LineReader.Found found = LineReader.Found.LINE;
    while (found == LineReader.Found.LINE && !batch.isFull()) {
      found = reader.next();
      if (found == LineReader.Found.LINE) batch.add(reader.line, file.place.origin);
      else if (found == LineReader.Found.END && batch.isEmpty() && reader.advance())
        found = LineReader.Found.LINE;
    }
    file.place.lost += said.lost(trail.vanished() + reader.gaps());
    boolean isEnough = found != LineReader.Found.NOTHING || isDue || stopping;
    if (batch.isEmpty()) {
      isDue = false;
      if (stopping) turn.leave();
    } else if (isEnough) send();
    else if (due.moment() == Deadline.NEVER) due.after(settings.gatherMillis);
  }

  private void send() {
    isDue = false;
    due.clear();
    batch.takeAll();
    sendAgain();
  }

  private void sendAgain() {
    isBusy = true;
    receiver.send(batch);
  }

  // ---- what came of it -------------------------------------------------------------------------

  @Override
  public void taken() {
    said.taken();
    file.place.taken += batch.size();
    pauses.reset();
    goOn();
  }

  /** A line that is refused by itself is passed over: it would be for ever. */
  @Override
  public void refused(int status) {
    if (batch.halve()) {
      sendAgain();
      return;
    }
    said.refused(status);
    file.place.refused++;
    goOn();
  }

  @Override
  public void failed(String what, int number, long leastMillis) {
    said.failed(what, number);
    rest.after(Math.max(pauses.next(posix), Math.min(leastMillis, Pauses.LONGEST)));
    if (stopping) turn.leave();
  }

  private void goOn() {
    batch.pass(file.place);
    keep();
    isBusy = false;
    if (batch.isEmpty()) batch.clear();
    else send();
  }

  /** If it fails lines are sent twice after a start at most. */
  private void keep() {
    ShipPlace place = file.place;
    System.arraycopy(trail.last(), 0, place.after, 0, place.after.length);
    place.owedCount = trail.owedCount();
    for (int i = 0; i < place.owedCount; i++) place.owed[i] = trail.owed(i);
    place.number = reader.line.file;
    place.inode = trail.inode();
    said.kept(file.write());
  }
}
