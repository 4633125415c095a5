package s6j.watch;

import org.jspecify.annotations.Nullable;
import s6j.cli.Messages;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Turn;

/**
 * Waits for something to happen to files, looks whether they are others, and does what {@link
 * WatchMachine} orders. What the system tells is only taken as a reason to look. Allocates nothing
 * once made; no failing system call ends it.
 */
final class WatchLoop implements Turn.Group {
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
  private static final int NONE = -1;

  private final Posix posix;
  private final Messages messages;
  private final Settings settings;
  private final Survey survey;
  private final WatchState state = new WatchState();
  private final WatchStep step = new WatchStep();
  private final Turn turn;
  private final byte[] records = new byte[4096];

  private final KnownFiles files;
  private final ChangeLetter letter;
  private long seenWay;
  private int watch = NONE;
  private boolean isTold;
  private boolean mustTellAgain;
  private boolean hasNoWatches;
  private long quietOver = Deadline.NEVER;
  private long patienceOver = Deadline.NEVER;
  private long nextLook = Deadline.NEVER;
  private long restsUntil;
  private boolean rests;

  WatchLoop(Posix posix, Messages messages, Settings settings, byte[][] paths) {
    this.posix = posix;
    this.messages = messages;
    this.settings = settings;
    survey = new Survey(posix, paths);
    files = new KnownFiles(paths.length);
    letter = new ChangeLetter(posix, messages, settings);
    hasNoWatches = settings.pollsOnly;
    turn = new Turn(posix, messages, 0);
    turn.onGroup(this);
  }

  /** Looks at what there is: that is what the service knows. */
  void begin() {
    renew();
    files.learn(survey);
    seenWay = survey.way;
    planLook();
  }

  /** Runs until a signal ends the process. */
  void run() {
    turn.run();
  }

  @Override
  public int count() {
    return 1;
  }

  @Override
  public void addTo(Poller poller) {
    rests = posix.monotonicNanos() < restsUntil;
    poller.add(rests ? NONE : watch, Poller.READ);
  }

  @Override
  public long deadline() {
    long until = Math.min(Math.min(quietOver, patienceOver), nextLook);
    return rests && watch >= 0 ? Math.min(until, restsUntil) : until;
  }

  @Override
  public void look(Poller poller, int from, boolean blind) {
    long now = posix.monotonicNanos();
    boolean due = Deadline.passed(Math.min(quietOver, patienceOver), now);
    if (poller.readable(from) || due || Deadline.passed(nextLook, now)) look();
    now = posix.monotonicNanos();
    if (Deadline.passed(quietOver, now)) handle(WatchEvent.QUIET_OVER);
    else if (Deadline.passed(patienceOver, now)) handle(WatchEvent.PATIENCE_OVER);
    if (mustTellAgain) handle(WatchEvent.CHANGED);
  }

  private void look() {
    long start = posix.monotonicNanos();
    drain();
    survey.look(watch);
    boolean isOther = survey.way != seenWay || !files.areAsSeen(survey);
    // Watches of what is no longer on the way are dropped with the descriptor.
    if (isOther || watch < 0) renew();
    seenWay = survey.way;
    files.learn(survey);
    boolean hasChanged = !files.areAsSeen(survey);
    files.see(survey);
    planLook();
    long end = posix.monotonicNanos();
    restsUntil = end + Math.max(PAUSE_NANOS, REST * (end - start));
    if (hasChanged) handle(files.areAsTold() ? WatchEvent.BACK : WatchEvent.CHANGED);
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

  /** No order of this machine is answered. */
  private void handle(WatchEvent event) {
    mustTellAgain = false;
    WatchMachine.step(state, event, step);
    state.isSettling = step.next.isSettling;
    for (int i = 0; i < step.count(); i++) perform(step.action(i));
  }

  /** Answers nothing, but as an expression: the compiler counts the cases. */
  private Void perform(WatchAction action) {
    return switch (action) {
      case AWAIT_QUIET -> awaitQuiet();
      case START_PATIENCE -> startPatience();
      case CLEAR_TIMERS -> clearTimers();
      case TELL -> tell();
    };
  }

  private @Nullable Void awaitQuiet() {
    quietOver = Deadline.after(posix.monotonicNanos(), settings.quietMillis);
    return null;
  }

  private @Nullable Void startPatience() {
    patienceOver = Deadline.after(posix.monotonicNanos(), PATIENCE * settings.quietMillis);
    return null;
  }

  private @Nullable Void clearTimers() {
    quietOver = Deadline.NEVER;
    patienceOver = Deadline.NEVER;
    return null;
  }

  private @Nullable Void tell() {
    mustTellAgain = !letter.send();
    if (!mustTellAgain) files.told();
    return null;
  }
}
