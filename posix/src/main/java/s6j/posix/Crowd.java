package s6j.posix;

import org.jspecify.annotations.Nullable;

/**
 * The descriptors and moments of thousands of loops in one {@link Turn}: what is ready is told by
 * the system (a set of descriptors), the next moment lies on top of a heap, and to come and to go
 * costs the same however many there are.
 *
 * <p>In one turn at most {@value #MOST_READY} descriptors and as many moments are dealt with;
 * others come first in the next one, so that nobody waits for a crowd of others. A handler is told
 * {@link Poller#READ} and looks without waiting: there may be nothing to read after all.
 *
 * <p>A descriptor that the system refuses to wait for is told of, and looked at and tried again
 * every second.
 *
 * <p>It grows with the seats and alarms that are taken, and never by what happens.
 */
public final class Crowd implements Turn.Group, Waiting {
  static final int MOST_READY = 64;
  private static final int FIRST_SIZE = 64;

  private static final int LOOK_AGAIN_MILLIS = 1000;

  private final Posix posix;
  private final Warnings warnings;
  private final int[] ready = new int[MOST_READY];
  private int set = -1;
  private Member[] byDescriptor = new Member[FIRST_SIZE];

  /**
   * Alarms that are set, the earliest first: each is due no later than those at twice its place.
   */
  private Moment[] heap = new Moment[FIRST_SIZE];

  private int alarms;

  /** The first of those that the system does not wait for. */
  private @Nullable Member refused;

  private long lookAgainAt = Deadline.NEVER;

  public Crowd(Posix posix, Warnings warnings) {
    this.posix = posix;
    this.warnings = warnings;
  }

  /** Opens what the system needs for it: 0 or the negated errno. */
  public int open() {
    set = posix.openPollSet();
    return Math.min(set, 0);
  }

  public void close() {
    if (set >= 0) posix.close(set);
    set = -1;
  }

  @Override
  public Seat onReadable(int fd, Turn.Handler handler) {
    Member member = new Member(handler);
    member.watch(fd);
    return member;
  }

  @Override
  public Alarm timer(Runnable handler) {
    return new Moment(handler);
  }

  // ---- as a group of a turn --------------------------------------------------------------------

  @Override
  public int count() {
    return 1;
  }

  @Override
  public void addTo(Poller poller) {
    poller.add(set, Poller.READ);
  }

  @Override
  public long deadline() {
    return alarms == 0 ? lookAgainAt : Math.min(heap[1].moment, lookAgainAt);
  }

  @Override
  public void look(Poller poller, int from, boolean blind) {
    if (blind || poller.readable(from)) tellReady();
    if (Deadline.passed(lookAgainAt, posix.monotonicNanos())) lookAtRefused();
    fireDue();
  }

  private void lookAtRefused() {
    Member member = refused;
    refused = null;
    lookAgainAt = Deadline.NEVER;
    while (member != null) {
      Member next = member.nextRefused;
      member.isRefused = false;
      if (member.fd >= 0) {
        member.enter();
        member.handler.handle(Turn.BLIND);
      }
      member = next;
    }
  }

  private void tellReady() {
    int count = posix.readyOfPollSet(set, ready);
    for (int i = 0; i < count; i++) {
      Member member = ready[i] < byDescriptor.length ? byDescriptor[ready[i]] : null;
      if (member != null) member.handler.handle(Poller.READ);
    }
  }

  private void fireDue() {
    for (int i = 0; i < MOST_READY && alarms > 0; i++) {
      Moment first = heap[1];
      if (!Deadline.passed(first.moment, posix.monotonicNanos())) return;
      first.clear();
      first.handler.run();
    }
  }

  // ---- descriptors -----------------------------------------------------------------------------

  /** One loop's place. */
  private final class Member implements Seat {
    private final Turn.Handler handler;
    private int fd = -1;
    private boolean isRefused;
    private Member nextRefused;

    Member(Turn.Handler handler) {
      this.handler = handler;
    }

    /**
     * What was closed meanwhile has left the set by itself, and its number may be another's by now.
     */
    @Override
    public void watch(int other) {
      if (fd >= 0 && byDescriptor[fd] == this) leave();
      fd = other;
      if (other >= 0) enter();
    }

    private void leave() {
      posix.removeFromPollSet(set, fd);
      byDescriptor[fd] = null;
    }

    private void standAside(int error) {
      warnings.unableTo("wait for a descriptor", error);
      if (isRefused) return;
      isRefused = true;
      nextRefused = refused;
      refused = this;
      lookAgainAt = Deadline.after(posix.monotonicNanos(), LOOK_AGAIN_MILLIS);
    }

    private void enter() {
      int added = posix.addToPollSet(set, fd);
      if (added < 0) {
        standAside(added);
        return;
      }
      if (fd >= byDescriptor.length) growTo(fd);
      byDescriptor[fd] = this;
    }
  }

  private void growTo(int fd) {
    int size = byDescriptor.length;
    while (size <= fd) size *= 2;
    Member[] more = new Member[size];
    System.arraycopy(byDescriptor, 0, more, 0, byDescriptor.length);
    byDescriptor = more;
  }

  // ---- moments ---------------------------------------------------------------------------------

  /** One loop's alarm. */
  private final class Moment implements Alarm {
    private final Runnable handler;
    private long moment = Deadline.NEVER;

    /** In the heap, from 1; 0 while it is not set. */
    private int place;

    Moment(Runnable handler) {
      this.handler = handler;
    }

    @Override
    public void at(long when) {
      if (when == Deadline.NEVER) {
        clear();
        return;
      }
      moment = when;
      if (place == 0) append(this);
      rise(this);
      sink(this);
    }

    @Override
    public void after(long millis) {
      at(Deadline.after(posix.monotonicNanos(), millis));
    }

    @Override
    public void clear() {
      moment = Deadline.NEVER;
      if (place == 0) return;
      Moment last = heap[alarms];
      heap[alarms--] = null;
      if (last != this) {
        put(last, place);
        rise(last);
        sink(last);
      }
      place = 0;
    }

    @Override
    public long moment() {
      return moment;
    }
  }

  private void append(Moment alarm) {
    if (alarms + 1 == heap.length) {
      Moment[] more = new Moment[2 * heap.length];
      System.arraycopy(heap, 0, more, 0, heap.length);
      heap = more;
    }
    put(alarm, ++alarms);
  }

  private void put(Moment alarm, int place) {
    heap[place] = alarm;
    alarm.place = place;
  }

  private void rise(Moment alarm) {
    int place = alarm.place;
    while (place > 1 && heap[place / 2].moment > alarm.moment) {
      put(heap[place / 2], place);
      place /= 2;
    }
    put(alarm, place);
  }

  private void sink(Moment alarm) {
    int place = alarm.place;
    for (int below = 2 * place; below <= alarms; below = 2 * place) {
      if (below < alarms && heap[below + 1].moment < heap[below].moment) below++;
      if (heap[below].moment >= alarm.moment) break;
      put(heap[below], place);
      place = below;
    }
    put(alarm, place);
  }
}
