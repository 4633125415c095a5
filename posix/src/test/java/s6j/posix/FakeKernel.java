package s6j.posix;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** What the processes of one fake machine share: files, clock, processes, and what happens when. */
final class FakeKernel {
  private record Event(long moment, long order, Runnable action) {}

  /** Turns without time passing after which a loop is taken to spin. */
  private static final int SPINNING = 100_000;

  final FakeInode root = new FakeInode(1, FakeInode.DIRECTORY, 0755);
  final List<FakePosix> processes = new ArrayList<>();
  final List<String> kills = new ArrayList<>();
  final List<String> complaints = new ArrayList<>();
  final Map<String, FakeSocket> abstractSockets = new HashMap<>();
  final Map<String, Account> accounts = new TreeMap<>();
  final Map<String, Integer> groupNumbers = new TreeMap<>();
  final Map<String, Set<String>> groupMembers = new TreeMap<>();
  final Random random = new Random(1);
  long monotonicNanos = 1_000_000_000_000L;
  long realtimeAheadNanos = 1_767_225_600_000_000_000L - monotonicNanos;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::moment).thenComparingLong(Event::order));

  /** x86_64. */
  int machine = 62;

  String bootId = "00000000-0000-4000-8000-000000000001";

  /** Whether there are descriptors that stand for processes (Linux 5.3). */
  int processDescriptorError;

  /** Whether they tell how the process ended (Linux 6.15). */
  boolean tellsEndOfProcess = true;

  /** Whether files can be watched, and how many more calls do so. */
  boolean hasWatches = true;

  int mostWatches = Integer.MAX_VALUE;
  final List<FakeWatch> watches = new ArrayList<>();

  /** What an executable file without a program of its own does; null: nothing. */
  FakeProgram interpreter;

  /** Null: programs run inside the call that starts them. */
  FakeTurns turnTaking;

  private long lastInode = 1;
  private long lastEvent;
  private int lastPid = 99;
  private int turns;

  FakeKernel() {
    root.links = 2;
    root.parent = root;
  }

  int nextPid() {
    return ++lastPid;
  }

  /** The next process gets this number, as when numbers have come round. */
  void numberNext(int pid) {
    lastPid = pid - 1;
  }

  /** Of the pipe without a name, as stat tells it. */
  long nextPipe() {
    return ++lastInode;
  }

  FakeInode newInode(int type, int permissions) {
    FakeInode inode = new FakeInode(++lastInode, type, permissions);
    inode.modifiedNanos = realtimeNanos();
    return inode;
  }

  long realtimeNanos() {
    return monotonicNanos + realtimeAheadNanos;
  }

  void tellWatches(FakeInode inode, int event) {
    for (FakeWatch watch : watches) watch.tell(inode, event);
  }

  void at(long moment, Runnable action) {
    events.add(new Event(moment, lastEvent++, action));
  }

  /** Lets time pass up to {@code moment}, and what is due happen in its order. */
  void passTo(long moment) {
    while (step(moment)) {
      // one event at a time
    }
    if (moment > monotonicNanos) {
      turns = 0;
      monotonicNanos = moment;
    }
  }

  /** Lets the next event happen, if it is due by {@code moment}; false if there is none. */
  boolean step(long moment) {
    Event next = events.peek();
    if (next == null || next.moment() > moment) return false;
    events.remove();
    turns = 0;
    monotonicNanos = Math.max(monotonicNanos, next.moment());
    next.action().run();
    return true;
  }

  /** When the next thing happens by itself, or {@link Deadline#NEVER}. */
  long nextEvent() {
    return events.isEmpty() ? Deadline.NEVER : events.peek().moment();
  }

  /** Lets things happen until one of them may have ended a wait without end for {@code ready}. */
  void waitForEvent(String what, BooleanSupplier ready) {
    if (turnTaking != null) turnTaking.await(ready, Deadline.NEVER);
    else if (!step(Deadline.NEVER)) throw new FakePosix.Quiet(what);
  }

  void countTurn() {
    if (++turns > SPINNING)
      throw new AssertionError("spins: " + SPINNING + " polls, no time passed");
  }

  FakePosix process(int pid) {
    for (FakePosix process : processes) if (process.getpid() == pid) return process;
    return null;
  }
}
