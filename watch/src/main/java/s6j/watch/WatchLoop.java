package s6j.watch;

import s6j.cli.Messages;
import s6j.formats.ControlFifo;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;

/**
 * Waits for something to happen to files, looks whether they are others, and does what {@link
 * WatchMachine} orders. What the system tells is only taken as a reason to look. Allocates nothing
 * once made; no failing system call ends it.
 */
final class WatchLoop {
  /** What the command line says; times in milliseconds. */
  static final class Settings {
    byte letter = 'l';
    long quietMillis = 1000;
    long pollMillis = 5000;

    /** Whether the system is not asked to tell, as where it cannot know. */
    boolean pollsOnly;

    /** Control fifos of the service and of those that go with it, and names for messages. */
    byte[][] controls;

    byte[][] services;
  }

  /** Changes that go on for ever are told of after so many quiet times. */
  private static final int PATIENCE = 10;

  /** Between two looks, so that a flood costs little. */
  private static final long PAUSE_NANOS = 100_000_000;

  /** A look that takes long is followed by so many times its length without one. */
  private static final int REST = 10;

  private static final int READS = 64;
  private static final int PAUSE_IN_TROUBLE_MILLIS = 1000;
  private static final int NONE = -1;

  private final Posix posix;
  private final Messages messages;
  private final Settings settings;
  private final Survey survey;
  private final WatchMachine machine = new WatchMachine();
  private final ControlFifo control;
  private final Poller poller = new Poller(1);
  private final Poller nobody = new Poller(0);
  private final byte[] letters = new byte[1];
  private final byte[] records = new byte[4096];

  /** What the last look saw, and what the service knows. */
  private final long[] seen;

  private final long[] known;
  private final boolean[] isLearnt;
  private long seenWay;
  private int watch = NONE;
  private boolean isTold;
  private boolean mustTellAgain;
  private boolean hasNoWatches;
  private long quietOver = Deadline.NEVER;
  private long patienceOver = Deadline.NEVER;
  private long nextLook = Deadline.NEVER;
  private long restsUntil;

  WatchLoop(Posix posix, Messages messages, Settings settings, byte[][] paths) {
    this.posix = posix;
    this.messages = messages;
    this.settings = settings;
    survey = new Survey(posix, paths);
    control = new ControlFifo(posix);
    seen = new long[paths.length];
    known = new long[paths.length];
    isLearnt = new boolean[paths.length];
    letters[0] = settings.letter;
    hasNoWatches = settings.pollsOnly;
  }

  /** Looks at what there is: that is what the service knows. */
  void begin() {
    renew();
    learn();
    seenWay = survey.way;
    planLook();
  }

  /** What is seen for the first time is what the service knows. */
  private void learn() {
    for (int i = 0; i < seen.length; i++) {
      if (isLearnt[i] || !survey.isKnown[i]) continue;
      isLearnt[i] = true;
      seen[i] = survey.contents[i];
      known[i] = seen[i];
    }
  }

  /** Waits for something, and deals with it. */
  void turn() {
    long now = posix.monotonicNanos();
    long until = Math.min(Math.min(quietOver, patienceOver), nextLook);
    boolean rests = now < restsUntil;
    poller.clear();
    int place = poller.add(rests ? NONE : watch, Poller.READ);
    if (rests && watch >= 0) until = Math.min(until, restsUntil);
    int ready = posix.poll(poller, Deadline.timeoutMillis(until, now));
    if (ready < 0 && ready != -Errno.EINTR) pauseInTrouble(ready);
    now = posix.monotonicNanos();
    boolean due = Deadline.passed(Math.min(quietOver, patienceOver), now);
    if (ready > 0 && poller.readable(place) || due || Deadline.passed(nextLook, now)) look();
    now = posix.monotonicNanos();
    if (Deadline.passed(quietOver, now)) handle(WatchEvent.QUIET_OVER);
    else if (Deadline.passed(patienceOver, now)) handle(WatchEvent.PATIENCE_OVER);
    if (mustTellAgain) handle(WatchEvent.CHANGED);
  }

  private void pauseInTrouble(int error) {
    messages.warning().unableTo("poll").end(error);
    posix.poll(nobody, PAUSE_IN_TROUBLE_MILLIS);
  }

  private void look() {
    long start = posix.monotonicNanos();
    drain();
    survey.look(watch);
    boolean isOther = survey.way != seenWay || !equal(survey.contents, seen);
    // Watches of what is no longer on the way are dropped with the descriptor.
    if (isOther || watch < 0) renew();
    seenWay = survey.way;
    learn();
    boolean hasChanged = !equal(survey.contents, seen);
    copy(survey.contents, seen);
    planLook();
    long end = posix.monotonicNanos();
    restsUntil = end + Math.max(PAUSE_NANOS, REST * (end - start));
    if (hasChanged) handle(equal(seen, known) ? WatchEvent.BACK : WatchEvent.CHANGED);
  }

  private void drain() {
    int got = watch < 0 ? 0 : 1;
    for (int i = 0; i < READS && got > 0; i++) got = posix.read(watch, records, 0, records.length);
  }

  /** Begins to watch anew, and looks. */
  private void renew() {
    if (watch >= 0) posix.close(watch);
    watch = hasNoWatches ? NONE : posix.openWatch();
    int error = watch < 0 && !hasNoWatches ? watch : 0;
    if (error == -Errno.ENOSYS) hasNoWatches = true;
    survey.look(watch);
    if (error == 0) error = survey.blindness;
    if (error == 0 || isTold) return;
    isTold = true;
    messages.warning().unableTo("watch all files; looking at them every ");
    messages.number(settings.pollMillis).text(" ms").end(error);
  }

  private void planLook() {
    boolean polls = watch < 0 || survey.blindness != 0;
    nextLook = polls ? Deadline.after(posix.monotonicNanos(), settings.pollMillis) : Deadline.NEVER;
  }

  private void handle(WatchEvent event) {
    mustTellAgain = false;
    machine.step(event);
    for (int i = 0; i < machine.count; i++) perform(machine.actions[i]);
  }

  private void perform(WatchAction action) {
    long now = posix.monotonicNanos();
    switch (action) {
      case AWAIT_QUIET -> quietOver = Deadline.after(now, settings.quietMillis);
      case START_PATIENCE -> patienceOver = Deadline.after(now, PATIENCE * settings.quietMillis);
      case CLEAR_TIMERS -> {
        quietOver = Deadline.NEVER;
        patienceOver = Deadline.NEVER;
      }
      case TELL -> tell();
    }
  }

  private void tell() {
    mustTellAgain = false;
    for (int i = 0; i < settings.controls.length; i++) tell(i);
    if (!mustTellAgain) copy(seen, known);
  }

  /** Without a supervisor there is no run that knows old files. */
  private void tell(int i) {
    int answer = control.send(Posix.CWD, settings.controls[i], letters, 1);
    byte[] service = settings.services[i];
    String what = settings.letter == 'l' ? "reload " : "restart ";
    if (answer == 0) messages.info().text("files have changed: ").text(what).bytes(service).end();
    if (answer == 0 || answer == -Errno.ENXIO || answer == -Errno.ENOENT) return;
    messages.warning().unableTo(what).bytes(service).end(answer);
    mustTellAgain = true;
  }

  private static boolean equal(long[] a, long[] b) {
    for (int i = 0; i < a.length; i++) if (a[i] != b[i]) return false;
    return true;
  }

  private static void copy(long[] from, long[] to) {
    System.arraycopy(from, 0, to, 0, from.length);
  }
}
