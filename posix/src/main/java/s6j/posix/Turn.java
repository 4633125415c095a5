package s6j.posix;

import org.jspecify.annotations.Nullable;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;
import s6j.posix.meaning.Pid;
import s6j.posix.meaning.RawStatus;

/**
 * What a daemon does over and over: waits until something happens, has it dealt with, and waits
 * again. The daemon wires up handlers at its start; afterwards nothing is allocated, except that
 * the {@link Poller} grows with a {@link Group}.
 *
 * <p>The order of one turn is part of the contract:
 *
 * <ol>
 *   <li>{@link #beforeWait}, which may still say what is waited for.
 *   <li>The wait, until a descriptor is ready, a {@link Timer} is due, or something owed is to be
 *       tried again ({@value #RETRY_MILLIS} ms). A signal that cuts it short ends the wait, no
 *       more.
 *   <li>The handlers of what is ready, in the order in which they were wired. So what must be seen
 *       before a death, as readiness that came with it, is wired before the signals, and letters
 *       are wired behind them. A handler hears nothing of what was ready on a descriptor that an
 *       earlier handler of the turn has put another in place of.
 *   <li>{@link Group#look}, whatever happened.
 *   <li>What is owed: dead children that could not be asked for, the {@link Duty}, messages that
 *       found no reader.
 *   <li>The timers that are due, in the order in which they were wired, each at most once.
 * </ol>
 *
 * <p>Nothing starves: a turn takes at most {@value #MOST_A_TURN} letters and as many signals, and
 * whoever wrote the others waits until all else of the turn is done. After {@link #leave} no
 * handler is called any more.
 *
 * <p>A wait, a read of signals or of letters that fails is told once, until it works again, and a
 * second passes, at most one a turn. If the wait failed nobody knows what is ready: then every
 * handler is called with {@link #BLIND} and looks without waiting.
 */
public final class Turn implements Waiting {
  /** What a handler is told instead of readiness if a wait failed: nobody knows. */
  public static final int BLIND = 0;

  static final int MOST_A_TURN = 256;
  static final int RETRY_MILLIS = 5000;
  static final int REST_MILLIS = 1000;

  private static final int ANY_CHILD = -1;

  /** How often a call that answers {@code EINTR} without waiting is made again at once. */
  private static final int MOST_INTERRUPTIONS = 16;

  // What can go wrong, each told of by itself.
  private static final int WAIT = 0;
  private static final int SIGNALS = 1;
  private static final int LETTERS = 2;
  private static final int CHILDREN = 3;

  /** Hears of one thing: the readiness of its descriptor, a letter, a signal. */
  @FunctionalInterface
  public interface Handler {
    void handle(int what);
  }

  /** Where letters come from. */
  public interface Letters {
    @Descriptor
    int descriptor();

    /** The next letter, 0 to 255; {@code -EAGAIN} if there is none; or the negated errno. */
    @OrErrno
    int next();
  }

  /** Hears of the ends of children. */
  @FunctionalInterface
  public interface Children {
    /** A child has ended, maybe one that some other process left to this one. */
    void ended(@Pid int pid, @RawStatus int rawStatus);

    /**
     * There is no child at all. Who counts on one learns here that somebody else has collected it.
     * Whether that one still lives, so that it is to be asked for again.
     */
    default boolean noneLeft() {
      return false;
    }
  }

  /** What failed and has to succeed in the end. */
  public interface Duty {
    boolean isOwed();

    /** Tries what is owed once more; called in every turn. */
    void tryAgain();
  }

  /** Descriptors whose number changes from turn to turn, and all that is to be looked at then. */
  public interface Group {
    /** How many descriptors {@link #addTo} will add at most. */
    int count();

    void addTo(Poller poller);

    /** When it is to be looked at even if nothing is ready by then. */
    default long deadline() {
      return Deadline.NEVER;
    }

    /**
     * Called in every turn: what was added begins at {@code from}; no place is ready, though it may
     * be, if {@code blind}.
     */
    void look(Poller poller, int from, boolean blind);
  }

  /** A descriptor that is waited for. */
  public static final class Place implements Waiting.Seat {
    private final Handler handler;
    private int fd;
    private short wanted = Poller.READ;
    private short ready;

    Place(Handler handler, int fd) {
      this.handler = handler;
      this.fd = fd;
    }

    /** Waits for another descriptor from now on; for none if it is negative. */
    @Override
    public void watch(@Descriptor int other) {
      fd = other;
      ready = 0;
    }

    /** Waits for {@link Poller#READ}, {@link Poller#WRITE}, or 0: for a hang-up alone. */
    public void want(short events) {
      wanted = events;
    }
  }

  /** A moment at which something is to be done, once. */
  public final class Timer implements Waiting.Alarm {
    private final Runnable handler;
    private Timer next;
    private long moment = Deadline.NEVER;

    Timer(Runnable handler) {
      this.handler = handler;
    }

    /** Is due at a moment of the monotonic clock, or never ({@link Deadline#NEVER}). */
    @Override
    public void at(long when) {
      moment = when;
    }

    /** Is due so long from now. */
    @Override
    public void after(long millis) {
      moment = Deadline.after(posix.monotonicNanos(), millis);
    }

    @Override
    public void clear() {
      moment = Deadline.NEVER;
    }

    /** When it is due; {@link Deadline#NEVER} once it has fired. */
    @Override
    public long moment() {
      return moment;
    }

    private void fireIfDue() {
      if (moment == Deadline.NEVER || !Deadline.passed(moment, posix.monotonicNanos())) return;
      moment = Deadline.NEVER;
      handler.run();
    }
  }

  private final Posix posix;
  private final @Nullable Warnings warnings;
  private final Place[] places;
  private int placeCount;
  private Poller poller;
  private @Nullable Timer firstTimer;
  private Timer lastTimer;
  private @Nullable Runnable preparation;
  private @Nullable Group group;
  private @Nullable Duty duty;
  private @Nullable Children children;
  private final int[] rawStatus = new int[1];
  private boolean childMayBeDead;

  /** Errors that were told of and have not passed. */
  private final int[] told = new int[4];

  /** Which of them showed again in this turn, a bit each. */
  private int present;

  private boolean hasRested;
  private boolean left;
  private int failure;

  /**
   * {@code most} places are wired at most. Without {@code warnings}, as in a tool that has nothing
   * to lose, a wait that fails is the end: {@link #failure}.
   */
  public Turn(Posix posix, @Nullable Warnings warnings, int most) {
    this.posix = posix;
    this.warnings = warnings;
    places = new Place[most];
    poller = new Poller(most);
  }

  // ---- wiring ----------------------------------------------------------------------------------

  /** Has a descriptor, negative for none yet, waited for; its handler is told what is ready. */
  @Override
  public Place onReadable(@Descriptor int fd, Handler handler) {
    Place place = new Place(handler, fd);
    places[placeCount++] = place;
    return place;
  }

  /**
   * Has the signals of a {@link Posix#signals} descriptor handled; SIGCHLD is not told of if there
   * is {@link #onChild}, who hears of the children instead.
   */
  public void onSignal(@Descriptor int fd, Handler handler) {
    onReadable(fd, ready -> takeSignals(fd, handler));
  }

  /** Has letters handled; {@code name} is what could not be read. */
  public void onLetter(Letters source, String name, Handler handler) {
    onReadable(source.descriptor(), ready -> takeLetters(source, name, handler));
  }

  /** Has every dead child collected, when SIGCHLD says so or at {@link #collect}. */
  public void onChild(Children handler) {
    children = handler;
  }

  /** A timer, not set. */
  @Override
  public Timer timer(Runnable handler) {
    Timer timer = new Timer(handler);
    if (firstTimer == null) firstTimer = timer;
    else lastTimer.next = timer;
    lastTimer = timer;
    return timer;
  }

  public void beforeWait(Runnable handler) {
    preparation = handler;
  }

  public void onGroup(Group handler) {
    group = handler;
    poller = new Poller(places.length + handler.count());
  }

  public void onDuty(Duty handler) {
    duty = handler;
  }

  // ---- turning ---------------------------------------------------------------------------------

  /** Turns until somebody says {@link #leave}; the {@link #failure}. */
  public int run() {
    while (!left) turn();
    return failure;
  }

  /** Waits for something, and has it dealt with. */
  public void turn() {
    hasRested = false;
    if (preparation != null) preparation.run();
    if (left) return;
    fillPoller();
    int ready = posix.poll(poller, patience());
    boolean blind = ready < 0 && ready != -Errno.EINTR;
    if (blind) failToWait(ready);
    tellPlaces(ready > 0, blind);
    if (!left && group != null) group.look(poller, placeCount, blind);
    if (!left) payDuties();
    for (Timer timer = firstTimer; timer != null && !left; timer = timer.next) timer.fireIfDue();
    forgetPassed();
  }

  /** The present turn is the last, and ends here. */
  public void leave() {
    left = true;
  }

  /** Why the wait failed, as a negated errno, where that was the end; or 0. */
  public @OrErrno int failure() {
    return failure;
  }

  private void fillPoller() {
    int most = placeCount + (group == null ? 0 : group.count());
    if (most > poller.descriptors.length) poller = new Poller(2 * most - placeCount);
    poller.clear();
    for (int i = 0; i < placeCount; i++) poller.add(places[i].fd, places[i].wanted);
    if (group != null) group.addTo(poller);
  }

  /** Milliseconds until a timer fires, or until what failed is tried again; -1 is for ever. */
  private int patience() {
    long earliest = group == null ? Deadline.NEVER : group.deadline();
    for (Timer timer = firstTimer; timer != null; timer = timer.next)
      if (timer.moment < earliest) earliest = timer.moment;
    boolean owes = owes();
    if (earliest == Deadline.NEVER) return owes ? RETRY_MILLIS : -1;
    int timeout = Deadline.timeoutMillis(earliest, posix.monotonicNanos());
    return owes && timeout > RETRY_MILLIS ? RETRY_MILLIS : timeout;
  }

  private boolean owes() {
    return childMayBeDead
        || duty != null && duty.isOwed()
        || warnings != null && warnings.hasLoss();
  }

  private void failToWait(int error) {
    trouble(WAIT, "wait for events", error);
    if (warnings != null) return;
    failure = error;
    left = true;
  }

  private void tellPlaces(boolean isReady, boolean blind) {
    for (int i = 0; i < placeCount; i++) places[i].ready = isReady ? poller.ready[i] : 0;
    for (int i = 0; i < placeCount && !left; i++) {
      Place place = places[i];
      if (place.ready != 0) place.handler.handle(place.ready);
      else if (blind && place.fd >= 0) place.handler.handle(BLIND);
    }
  }

  private void takeSignals(int fd, Handler handler) {
    int signal = posix.nextSignal(fd);
    for (int i = 1; signal > 0; i++) {
      if (signal == Signal.SIGCHLD && children != null) collect();
      else handler.handle(signal);
      if (left || i == MOST_A_TURN) return;
      signal = posix.nextSignal(fd);
    }
    if (signal == 0) return;
    childMayBeDead = children != null;
    trouble(SIGNALS, "read signals", signal);
  }

  private void takeLetters(Letters source, String name, Handler handler) {
    for (int i = 0; i < MOST_A_TURN && !left; i++) {
      int letter = source.next();
      if (letter == -Errno.EAGAIN) return;
      if (letter < 0) {
        trouble(LETTERS, name, letter);
        return;
      }
      handler.handle(letter);
    }
  }

  /** Collects every dead child now. */
  public void collect() {
    childMayBeDead = true;
    int dead = nextDead();
    while (dead > 0) {
      children.ended(dead, rawStatus[0]);
      if (left) return;
      dead = nextDead();
    }
    if (dead == 0) childMayBeDead = false;
    else if (dead == -Errno.ECHILD) childMayBeDead = children.noneLeft();
    else if (dead != -Errno.EINTR) trouble(CHILDREN, "wait for children", dead);
  }

  private int nextDead() {
    int dead = -Errno.EINTR;
    for (int i = 0; i < MOST_INTERRUPTIONS && dead == -Errno.EINTR; i++)
      dead = posix.waitpid(ANY_CHILD, rawStatus, Posix.WNOHANG);
    return dead;
  }

  private void payDuties() {
    if (childMayBeDead) collect();
    if (left) return;
    if (duty != null) duty.tryAgain();
    if (warnings != null) warnings.tellLoss();
  }

  /** Is said once, until it has passed; a second passes, so that it is not tried all the time. */
  private void trouble(int kind, String what, int error) {
    present |= 1 << kind;
    if (warnings == null) return;
    if (told[kind] != error) warnings.unableTo(what, error);
    told[kind] = error;
    if (hasRested || kind == CHILDREN) return;
    hasRested = true;
    Pause.millis(posix, REST_MILLIS);
  }

  private void forgetPassed() {
    for (int i = 0; i < told.length; i++) if ((present & 1 << i) == 0) told[i] = 0;
    present = 0;
  }
}
