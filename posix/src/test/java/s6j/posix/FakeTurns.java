package s6j.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/**
 * Lets the processes of one fake machine take turns, so that several daemons run in it at once:
 * each program on a thread of its own, one at a time, and who is next is drawn from a seed.
 *
 * <p>A process gives its turn away where it waits, and where {@link #pass} says so. The test's
 * thread hands the turns out, in {@link #run}; it must not wait in the kernel itself.
 */
public final class FakeTurns implements AutoCloseable {
  private static final class Turn {
    final FakePosix process;
    final Semaphore go = new Semaphore(0);

    /** What it waits for; null if it only gave its turn away. */
    BooleanSupplier ready;

    long deadline = Deadline.NEVER;
    boolean over;

    Turn(FakePosix process) {
      this.process = process;
    }

    boolean isDue(long now) {
      if (process.hasEnded()) return true;
      if (process.isStopped()) return false;
      return ready == null || deadline <= now || ready.getAsBoolean();
    }
  }

  /** What a turn takes at most. */
  private static final int TURN_NANOS = 20_000;

  private final FakeKernel kernel;
  private final Random random;
  private final List<Turn> turns = new ArrayList<>();
  private final Semaphore back = new Semaphore(0);
  private Turn present;
  private Throwable failure;
  private long count;

  /** From now on, programs started on the machine of {@code posix} take turns. */
  public FakeTurns(FakePosix posix, long seed) {
    kernel = posix.kernel;
    kernel.turnTaking = this;
    random = new Random(seed);
  }

  /** Turns taken so far. */
  public long count() {
    return count;
  }

  /** Lets so much time pass on the machine. */
  public void run(long millis) {
    long end = kernel.monotonicNanos + millis * 1_000_000;
    while (kernel.monotonicNanos < end) next(end);
  }

  /** Called by a process: it may be another's turn now. */
  public void pass() {
    if (present != null) give(null, Deadline.NEVER);
  }

  /** Called by a process that waits, at most until {@code deadline}. */
  void await(BooleanSupplier ready, long deadline) {
    if (present == null) throw new AssertionError("the test waits in the kernel");
    give(ready, deadline);
  }

  void start(FakePosix process, Runnable program) {
    Turn turn = new Turn(process);
    turns.add(turn);
    Thread thread = new Thread(() -> live(turn, program), "fake " + process.line());
    thread.setDaemon(true);
    thread.start();
  }

  private void live(Turn turn, Runnable program) {
    turn.go.acquireUninterruptibly();
    try {
      if (!turn.process.hasEnded()) program.run();
    } catch (FakePosix.Killed killed) {
      // Its end, wherever it was.
    } catch (Throwable wrong) {
      failure = wrong;
    }
    turn.over = true;
    back.release();
  }

  private void give(BooleanSupplier ready, long deadline) {
    Turn own = present;
    own.ready = ready;
    own.deadline = deadline;
    back.release();
    own.go.acquireUninterruptibly();
  }

  private void next(long end) {
    kernel.passTo(Math.min(end, kernel.monotonicNanos + random.nextInt(TURN_NANOS)));
    Turn turn = drawn();
    if (turn == null) {
      kernel.passTo(Math.min(end, nextMoment()));
      return;
    }
    take(turn);
  }

  private void take(Turn turn) {
    count++;
    present = turn;
    turn.go.release();
    back.acquireUninterruptibly();
    present = null;
    if (turn.over) turns.remove(turn);
    if (failure != null) throw new AssertionError(turn.process.line(), failure);
  }

  private Turn drawn() {
    int size = turns.size();
    int from = size == 0 ? 0 : random.nextInt(size);
    for (int i = 0; i < size; i++) {
      Turn turn = turns.get((from + i) % size);
      if (turn.isDue(kernel.monotonicNanos)) return turn;
    }
    return null;
  }

  private long nextMoment() {
    long moment = kernel.nextEvent();
    for (Turn turn : turns) if (!turn.process.isStopped()) moment = Math.min(moment, turn.deadline);
    return moment;
  }

  /** Ends all that still runs. */
  @Override
  public void close() {
    failure = null;
    while (!turns.isEmpty()) {
      Turn turn = turns.get(0);
      turn.process.endWith(Signal.SIGKILL);
      take(turn);
    }
    kernel.turnTaking = null;
  }
}
