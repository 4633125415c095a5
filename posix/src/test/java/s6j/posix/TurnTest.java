package s6j.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnTest {
  private static final int NONE = -1;

  /** A kernel whose waits and other calls fail while a story wants it. */
  private static class Machine extends FakePosix {
    int pollError;
    int signalError;
    int waitpidError;
    int polls;
    int waits;

    /** Each interruption takes so long. */
    long interruptionMillis;

    @Override
    public int poll(Poller poller, int timeoutMillis) {
      if (poller.count == 0) return super.poll(poller, timeoutMillis);
      polls++;
      if (pollError == 0) return super.poll(poller, timeoutMillis);
      pass(interruptionMillis);
      // What an implementation leaves there must not count.
      for (int i = 0; i < poller.count; i++) poller.ready[i] = Poller.READ;
      return -pollError;
    }

    @Override
    public int nextSignal(int fd) {
      return signalError != 0 ? -signalError : super.nextSignal(fd);
    }

    @Override
    public int waitpid(int pid, int[] status, int options) {
      waits++;
      return waitpidError != 0 ? -waitpidError : super.waitpid(pid, status, options);
    }
  }

  private final Machine posix = new Machine();
  private final List<String> told = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();
  private final Turn turn = new Turn(posix, (what, error) -> told.add(what + " " + -error), 4);
  private final int[] fifo = new int[2];
  private final int[] status = new int[2];
  private int letterError;

  private final Turn.Letters letters =
      new Turn.Letters() {
        private final byte[] letter = new byte[1];

        @Override
        public int descriptor() {
          return fifo[0];
        }

        @Override
        public int next() {
          if (letterError != 0) return -letterError;
          int got = posix.read(fifo[0], letter, 0, 1);
          return got == 1 ? letter[0] : got;
        }
      };

  TurnTest() {
    posix.pipe(fifo, OpenFlags.O_NONBLOCK);
    posix.pipe(status, OpenFlags.O_NONBLOCK);
  }

  private int signals() {
    return posix.signals(
        Signal.bit(Signal.SIGCHLD) | Signal.bit(Signal.SIGTERM) | Signal.bit(Signal.SIGHUP));
  }

  private void wireAll() {
    turn.onReadable(status[0], this::readStatus);
    turn.onSignal(signals(), this::takeSignal);
    turn.onChild((pid, raw) -> seen.add("child " + raw));
    turn.onLetter(letters, "read letters", letter -> seen.add("letter " + (char) letter));
  }

  private void readStatus(int ready) {
    int got = posix.read(status[0], new byte[9], 0, 9);
    seen.add((ready == Turn.BLIND ? "blind " : "status ") + got);
  }

  private void takeSignal(int signal) {
    seen.add(Signal.name(signal));
    if (signal == Signal.SIGTERM) turn.leave();
  }

  private void write(int[] pipe, String text) {
    posix.write(pipe[1], CString.of(text), 0, text.length());
  }

  private FakePosix child() {
    posix.program("/bin/child", process -> {});
    Spawn spawn = new Spawn();
    spawn.file = CString.of("/bin/child");
    spawn.arguments = new byte[][] {spawn.file};
    return posix.process(posix.spawn(spawn));
  }

  private long millis() {
    return posix.monotonicNanos() / 1_000_000;
  }

  // ---- order -----------------------------------------------------------------------------------

  @Test
  void oneTurnHasOneOrder() {
    wireAll();
    FakePosix child = child();
    Turn.Timer second = turn.timer(() -> seen.add("first timer"));
    Turn.Timer first = turn.timer(() -> seen.add("second timer"));
    first.after(0);
    second.after(0);
    write(fifo, "ab");
    child.end(3);
    posix.signal(Signal.SIGHUP);
    write(status, "x");
    turn.turn();
    assertEquals(
        List.of(
            "status 1",
            "SIGHUP",
            "child 768",
            "letter a",
            "letter b",
            "first timer",
            "second timer"),
        seen);
  }

  @Test
  void afterLeavingNothingIsCalled() {
    wireAll();
    turn.timer(() -> seen.add("timer")).after(0);
    posix.signal(Signal.SIGTERM);
    child().end(0);
    write(fifo, "a");
    assertEquals(0, turn.run());
    assertEquals(0, turn.run());
    assertEquals(List.of("SIGTERM"), seen);
  }

  @Test
  void whatIsReadyBelongsToTheDescriptorThatWasWaitedFor() {
    Turn.Place[] places = new Turn.Place[1];
    turn.onReadable(status[0], ready -> places[0].watch(status[0]));
    places[0] = turn.onReadable(fifo[0], ready -> seen.add("fifo"));
    write(status, "x");
    write(fifo, "x");
    turn.turn();
    assertEquals(List.of(), seen);
  }

  @Test
  void aPlaceWithoutADescriptorIsQuiet() {
    Turn.Place place = turn.onReadable(NONE, ready -> seen.add("ready " + ready));
    Turn.Timer timer = turn.timer(() -> seen.add("timer"));
    timer.after(10);
    turn.turn();
    write(fifo, "x");
    place.watch(fifo[0]);
    turn.turn();
    place.watch(NONE);
    timer.after(10);
    turn.turn();
    assertEquals(List.of("timer", "ready 1", "timer"), seen);
  }

  @Test
  void aHangUpIsHeardOfWithoutReading() {
    turn.onReadable(status[0], ready -> seen.add("ready " + ready)).want((short) 0);
    write(status, "x");
    posix.after(10, () -> posix.close(status[1]));
    turn.turn();
    assertEquals(List.of("ready " + Poller.HANGUP), seen);
  }

  @Test
  void thePreparationMayBeTheEnd() {
    turn.onReadable(fifo[0], ready -> seen.add("fifo"));
    turn.beforeWait(turn::leave);
    write(fifo, "x");
    assertEquals(0, turn.run());
    assertEquals(0, posix.polls);
    assertEquals(List.of(), seen);
  }

  // ---- groups ----------------------------------------------------------------------------------

  @Test
  void aGroupGrowsAndIsLookedAtInEveryTurn() {
    int[][] pipes = new int[40][2];
    int[] count = {1};
    for (int[] pipe : pipes) posix.pipe(pipe, 0);
    turn.onReadable(fifo[0], ready -> seen.add("fifo"));
    turn.onGroup(
        new Turn.Group() {
          @Override
          public int count() {
            return count[0];
          }

          @Override
          public void addTo(Poller poller) {
            for (int i = 0; i < count[0]; i++) poller.add(pipes[i][0], Poller.READ);
          }

          @Override
          public void look(Poller poller, int from, boolean blind) {
            seen.add("look");
            for (int i = 0; i < count[0]; i++)
              if (poller.readable(from + i)) seen.add("ready " + i);
          }
        });
    write(fifo, "x");
    turn.turn();
    count[0] = 40;
    write(pipes[39], "x");
    turn.turn();
    assertEquals(List.of("fifo", "look", "fifo", "look", "ready 39"), seen);
  }

  @Test
  void aGroupHasADeadlineOfItsOwn() {
    long begin = millis();
    turn.onGroup(
        new Turn.Group() {
          @Override
          public int count() {
            return 0;
          }

          @Override
          public void addTo(Poller poller) {}

          @Override
          public long deadline() {
            return Deadline.after(posix.monotonicNanos(), 30);
          }

          @Override
          public void look(Poller poller, int from, boolean blind) {
            seen.add("at " + (millis() - begin) + (poller.isReady() ? " ready" : ""));
          }
        });
    turn.onReadable(fifo[0], ready -> posix.read(fifo[0], new byte[1], 0, 1));
    turn.timer(() -> seen.add("timer")).after(40);
    turn.turn();
    turn.turn();
    write(fifo, "x");
    turn.turn();
    assertEquals(List.of("at 30", "at 40", "timer", "at 40 ready"), seen);
  }

  // ---- timers ----------------------------------------------------------------------------------

  @Test
  void aTimerFiresOnceAndMayBeSetAgain() {
    Turn.Timer[] timer = new Turn.Timer[1];
    timer[0] =
        turn.timer(
            () -> {
              seen.add("at " + millis());
              if (seen.size() < 3) timer[0].after(7);
              else turn.leave();
            });
    turn.onReadable(NONE, ready -> {});
    long begin = millis();
    timer[0].at(Deadline.after(posix.monotonicNanos(), 5));
    turn.run();
    assertEquals(List.of("at " + (begin + 5), "at " + (begin + 12), "at " + (begin + 19)), seen);
    assertEquals(Deadline.NEVER, timer[0].moment());
  }

  @Test
  void theEarliestTimerEndsTheWait() {
    Turn.Timer late = turn.timer(() -> seen.add("late"));
    Turn.Timer never = turn.timer(() -> seen.add("never"));
    Turn.Timer early = turn.timer(() -> seen.add("early " + millis()));
    long begin = millis();
    late.after(500);
    never.after(1);
    never.clear();
    early.after(20);
    turn.onReadable(NONE, ready -> {});
    turn.turn();
    assertEquals(List.of("early " + (begin + 20)), seen);
  }

  @Test
  void interruptionsStarveNobody() {
    wireAll();
    long begin = millis();
    turn.timer(turn::leave).after(1000);
    posix.pollError = Errno.EINTR;
    posix.interruptionMillis = 1;
    turn.run();
    assertEquals(begin + 1000, millis());
    assertEquals(List.of(), told);
    assertEquals(List.of(), seen);
  }

  // ---- fairness --------------------------------------------------------------------------------

  @Test
  void tenThousandLettersKeepNeitherTimersNorSignalsWaiting() {
    wireAll();
    int[] written = new int[1];
    Runnable writer =
        () -> {
          while (written[0] < 10_000 && posix.write(fifo[1], new byte[] {'a'}, 0, 1) == 1)
            written[0]++;
        };
    turn.beforeWait(writer);
    turn.timer(() -> seen.add("timer")).after(0);
    turn.turn();
    assertEquals(Turn.MOST_A_TURN, seen.indexOf("timer"));
    posix.signal(Signal.SIGHUP);
    turn.turn();
    assertEquals("SIGHUP", seen.get(Turn.MOST_A_TURN + 1));
    posix.after(1, () -> posix.signal(Signal.SIGTERM));
    while (written[0] < 10_000) turn.turn();
    turn.run();
    assertEquals(10_000, seen.stream().filter("letter a"::equals).count());
  }

  @Test
  void aStormOfSignalsKeepsNobodyWaiting() {
    Machine storm =
        new Machine() {
          @Override
          public int nextSignal(int fd) {
            return Signal.SIGHUP;
          }
        };
    Turn turning = new Turn(storm, null, 1);
    int signals = storm.signals(Signal.bit(Signal.SIGHUP));
    int[] count = new int[1];
    turning.onSignal(signals, signal -> count[0]++);
    turning.timer(() -> seen.add("timer")).after(0);
    storm.signal(Signal.SIGHUP);
    turning.turn();
    assertEquals(Turn.MOST_A_TURN, count[0]);
    assertEquals(List.of("timer"), seen);
  }

  // ---- a wait that fails -----------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(ints = {Errno.ENOMEM, Errno.EINVAL, Errno.EIO, 14, Errno.EAGAIN, Errno.EBADF})
  void aBlindDaemonLooksOnceASecondAndSaysSoOnce(int errno) {
    wireAll();
    turn.onReadable(NONE, ready -> seen.add("none"));
    posix.pollError = errno;
    long begin = millis();
    turn.turn();
    assertEquals(begin + 1000, millis());
    assertEquals(List.of("blind -11"), seen);
    child().end(0);
    write(fifo, "a");
    posix.signal(Signal.SIGHUP);
    turn.turn();
    assertEquals(begin + 2000, millis());
    assertEquals(List.of("blind -11", "blind -11", "SIGHUP", "child 0", "letter a"), seen);
    assertEquals(List.of("wait for events " + errno), told);
    posix.pollError = 0;
    write(status, "x");
    turn.turn();
    posix.pollError = errno;
    turn.turn();
    assertEquals(List.of("wait for events " + errno, "wait for events " + errno), told);
  }

  @Test
  void anotherErrorIsSaidToo() {
    wireAll();
    posix.pollError = Errno.EIO;
    turn.turn();
    posix.pollError = Errno.ENOMEM;
    turn.turn();
    assertEquals(List.of("wait for events 5", "wait for events 12"), told);
  }

  @Test
  void withoutWarningsItIsTheEnd() {
    Turn tool = new Turn(posix, null, 1);
    tool.onReadable(fifo[0], ready -> seen.add("fifo"));
    tool.timer(() -> seen.add("timer")).after(0);
    posix.pollError = Errno.ENOMEM;
    long begin = millis();
    assertEquals(-Errno.ENOMEM, tool.run());
    assertEquals(List.of(), seen);
    assertEquals(begin, millis());
  }

  @Test
  void severalTroublesCostOneRestATurn() {
    wireAll();
    posix.pollError = Errno.EIO;
    posix.signalError = Errno.EIO;
    letterError = Errno.EIO;
    long begin = millis();
    turn.turn();
    turn.turn();
    assertEquals(begin + 2000, millis());
    assertEquals(List.of("wait for events 5", "read signals 5", "read letters 5"), told);
  }

  @Test
  void lettersThatCannotBeReadAreReadLater() {
    wireAll();
    letterError = Errno.EIO;
    write(fifo, "a");
    turn.turn();
    turn.turn();
    letterError = 0;
    turn.turn();
    assertEquals(List.of("read letters 5"), told);
    assertEquals(List.of("letter a"), seen);
  }

  // ---- children --------------------------------------------------------------------------------

  @Test
  void aDeathWhoseSignalIsLostIsAskedFor() {
    wireAll();
    child().end(0);
    posix.signalError = Errno.EIO;
    turn.turn();
    assertEquals(List.of("child 0"), seen);
    assertEquals(List.of("read signals 5"), told);
  }

  @Test
  void childrenThatCannotBeCollectedAreCollectedLater() {
    wireAll();
    long begin = millis();
    child().end(0);
    posix.waitpidError = Errno.EINVAL;
    turn.turn();
    assertEquals(List.of("wait for children 22"), told);
    posix.waitpidError = 0;
    turn.turn();
    assertEquals(begin + Turn.RETRY_MILLIS, millis());
    assertEquals(List.of("child 0"), seen);
  }

  @Test
  void anInterruptedQuestionIsAskedAgain() {
    Machine interrupted =
        new Machine() {
          @Override
          public int waitpid(int pid, int[] status, int options) {
            return ++waits % 3 == 0 ? super.waitpid(pid, status, options) : -Errno.EINTR;
          }
        };
    Turn turning = new Turn(interrupted, (what, error) -> told.add(what), 1);
    turning.onSignal(interrupted.signals(Signal.bit(Signal.SIGCHLD)), this::takeSignal);
    turning.onChild((pid, raw) -> seen.add("child " + raw));
    interrupted.program("/bin/child", process -> process.exit(1));
    Spawn spawn = new Spawn();
    spawn.file = CString.of("/bin/child");
    spawn.arguments = new byte[][] {spawn.file};
    interrupted.spawn(spawn);
    turning.turn();
    assertEquals(List.of("child 256"), seen);
    assertEquals(List.of(), told);
  }

  @Test
  void endlessInterruptionsEndTheQuestionForNow() {
    wireAll();
    child().end(0);
    posix.waitpidError = Errno.EINTR;
    turn.turn();
    assertTrue(posix.waits < 100, posix.waits + " calls");
    posix.waitpidError = 0;
    turn.turn();
    assertEquals(List.of("child 0"), seen);
    assertEquals(List.of(), told);
  }

  /** Whoever counts on a child learns that there is none, and may want it asked for again. */
  @Test
  void childrenThatSomebodyElseCollectedAreMissed() {
    boolean[] stillThere = {true};
    turn.onSignal(signals(), this::takeSignal);
    turn.onChild(
        new Turn.Children() {
          @Override
          public void ended(int pid, int rawStatus) {
            seen.add("child " + rawStatus);
          }

          @Override
          public boolean noneLeft() {
            seen.add("none");
            return stillThere[0];
          }
        });
    turn.timer(turn::leave).after(12_000);
    child().end(0);
    posix.waitpid(NONE, new int[1], Posix.WNOHANG);
    posix.after(7000, () -> stillThere[0] = false);
    turn.run();
    // By the signal and as a duty, again after five seconds, and after ten for the last time.
    assertEquals(List.of("none", "none", "none", "none"), seen);
    assertEquals(List.of(), told);
  }

  @Test
  void withoutAnybodyForChildrenTheSignalIsToldOf() {
    turn.onSignal(signals(), this::takeSignal);
    child().end(0);
    turn.turn();
    assertEquals(List.of(Signal.name(Signal.SIGCHLD)), seen);
    assertEquals(0, posix.waits);
  }

  // ---- duties ----------------------------------------------------------------------------------

  @Test
  void whatIsOwedIsTriedInEveryTurnAndAtLeastEveryFiveSeconds() {
    turn.onReadable(NONE, ready -> {});
    long begin = millis();
    turn.onDuty(
        new Turn.Duty() {
          @Override
          public boolean isOwed() {
            return seen.size() < 3;
          }

          @Override
          public void tryAgain() {
            if (isOwed()) seen.add("at " + (millis() - begin));
          }
        });
    turn.timer(turn::leave).after(60_000);
    Turn.Timer early = turn.timer(() -> {});
    early.after(2000);
    turn.run();
    assertEquals(List.of("at 2000", "at 7000", "at 12000"), seen);
    assertEquals(begin + 60_000, millis());
  }

  @Test
  void messagesThatFoundNoReaderAreOwed() {
    boolean[] lost = {true};
    Warnings warnings =
        new Warnings() {
          @Override
          public void unableTo(String what, int error) {
            told.add(what);
          }

          @Override
          public boolean hasLoss() {
            return lost[0];
          }

          @Override
          public void tellLoss() {
            told.add("loss");
            lost[0] = false;
          }
        };
    Turn turning = new Turn(posix, warnings, 1);
    turning.onReadable(fifo[0], ready -> {});
    long begin = millis();
    turning.turn();
    assertEquals(begin + Turn.RETRY_MILLIS, millis());
    assertEquals(List.of("loss"), told);
  }

  // ---- allocation ------------------------------------------------------------------------------

  @Test
  void turningAllocatesNothing() {
    Idle idle = new Idle();
    Turn turning = new Turn(idle, (what, error) -> {}, 3);
    turning.onReadable(5, ready -> idle.handled++);
    turning.onSignal(6, signal -> idle.handled++);
    turning.onChild((pid, raw) -> idle.handled++);
    turning.onLetter(idle, "read letters", letter -> idle.handled++);
    Turn.Timer[] timer = new Turn.Timer[1];
    timer[0] =
        turning.timer(
            () -> {
              idle.handled++;
              timer[0].after(0);
            });
    timer[0].after(0);
    for (int i = 0; i < 20_000; i++) turning.turn();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    idle.handled = 0;
    for (int i = 0; i < 200_000; i++) turning.turn();
    long allocated = threads.getThreadAllocatedBytes(thread) - before;
    assertTrue(allocated < 8192, allocated + " bytes");
    assertTrue(idle.handled > 1_000_000, idle.handled + " events");
  }

  /** Everything happens in every turn, and waits fail at times. */
  private static final class Idle extends FakePosix implements Turn.Letters {
    int handled;
    private int polls;
    private int signals;
    private int letters;
    private int deaths;
    private long now = 1;

    @Override
    public int poll(Poller poller, int timeoutMillis) {
      if (poller.count == 0) {
        now += timeoutMillis * 1_000_000L;
        return 0;
      }
      signals = 3;
      letters = 3;
      deaths = 2;
      if (++polls % 7 == 0) return -Errno.EIO;
      for (int i = 0; i < poller.count; i++) poller.ready[i] = Poller.READ;
      return poller.count;
    }

    @Override
    public long monotonicNanos() {
      return now;
    }

    @Override
    public int nextSignal(int fd) {
      return signals-- > 0 ? signals == 1 ? Signal.SIGCHLD : Signal.SIGHUP : 0;
    }

    @Override
    public int waitpid(int pid, int[] status, int options) {
      return deaths-- > 0 ? 100 : 0;
    }

    @Override
    public int descriptor() {
      return 7;
    }

    @Override
    public int next() {
      return letters-- > 0 ? 'a' : -Errno.EAGAIN;
    }
  }
}
