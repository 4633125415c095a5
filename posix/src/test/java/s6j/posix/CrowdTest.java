package s6j.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CrowdTest {
  private static final int NONE = -1;
  private static final long MILLI = 1_000_000;

  private final FakePosix posix = new FakePosix();
  private final List<String> told = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();
  private final Crowd crowd = new Crowd(posix, (what, error) -> told.add(what + " " + -error));
  private final Turn turn = new Turn(posix, null, 0);

  @BeforeEach
  void open() {
    assertEquals(0, crowd.open());
    turn.onGroup(crowd);
  }

  @AfterEach
  void close() {
    crowd.close();
  }

  private int[] pipe() {
    int[] ends = new int[2];
    posix.pipe(ends, OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK);
    return ends;
  }

  private void fill(int[] pipe) {
    posix.write(pipe[1], new byte[1], 0, 1);
  }

  private Waiting.Seat seat(String name, int fd) {
    return crowd.onReadable(fd, ready -> seen.add(name + " " + ready));
  }

  private String turned() {
    seen.clear();
    turn.turn();
    return String.join(", ", seen);
  }

  @Test
  void whoHasSomethingToReadIsTold() {
    int[] first = pipe();
    int[] second = pipe();
    seat("a", first[0]);
    seat("b", second[0]);
    fill(second);
    assertEquals("b 1", turned());
    fill(first);
    seen.clear();
    turn.turn();
    assertEquals(2, seen.size());
  }

  @Test
  void aSeatWatchesAnotherDescriptor() {
    int[] first = pipe();
    int[] second = pipe();
    Waiting.Seat seat = seat("a", NONE);
    seat.watch(first[0]);
    fill(first);
    assertEquals("a 1", turned());
    seat.watch(second[0]);
    crowd.timer(() -> seen.add("late")).after(10);
    assertEquals("late", turned());
    fill(second);
    assertEquals("a 1", turned());
    seat.watch(NONE);
    crowd.timer(() -> seen.add("late")).after(10);
    assertEquals("late", turned());
  }

  @Test
  void aClosedDescriptorsNumberMayBeAnothers() {
    int[] first = pipe();
    Waiting.Seat old = seat("old", first[0]);
    posix.close(first[0]);
    int[] second = pipe();
    assertEquals(first[0], second[0]);
    seat("new", second[0]);
    fill(second);
    assertEquals("new 1", turned());
    old.watch(NONE);
    assertEquals("new 1", turned());
  }

  @Test
  void whomAnEarlierHandlerSentAwayHearsNothing() {
    int[] first = pipe();
    int[] second = pipe();
    Waiting.Seat[] seats = new Waiting.Seat[2];
    seats[0] = crowd.onReadable(first[0], ready -> leave("a", seats));
    seats[1] = crowd.onReadable(second[0], ready -> leave("b", seats));
    fill(first);
    fill(second);
    assertEquals(1, turned().split(", ").length);
  }

  private void leave(String name, Waiting.Seat[] seats) {
    seen.add(name);
    for (Waiting.Seat seat : seats) seat.watch(NONE);
  }

  @Test
  void manyTakeTurns() {
    posix.setLimit(Posix.RLIMIT_NOFILE, 4096, 4096);
    for (int i = 0; i < 100; i++) {
      int[] pipe = pipe();
      seat("" + i, pipe[0]);
      fill(pipe);
    }
    turn.turn();
    assertEquals(Crowd.MOST_READY, seen.size());
    turn.turn();
    assertEquals(100, seen.stream().distinct().count());
  }

  // ---- moments ---------------------------------------------------------------------------------

  @Test
  void momentsComeInTheirOrder() {
    long now = posix.monotonicNanos();
    crowd.timer(() -> seen.add("c")).at(now + 30 * MILLI);
    Waiting.Alarm first = crowd.timer(() -> seen.add("a"));
    first.after(10);
    Waiting.Alarm never = crowd.timer(() -> seen.add("never"));
    never.after(5);
    never.clear();
    assertEquals(Deadline.NEVER, never.moment());
    crowd.timer(() -> seen.add("b")).after(20);
    assertEquals("a", turned());
    assertEquals(Deadline.NEVER, first.moment());
    assertEquals("b", turned());
    assertEquals("c", turned());
    assertEquals(Deadline.NEVER, crowd.deadline());
  }

  /** Whatever is set, moved and cleared, the earliest comes first. */
  @Test
  void theHeapIsAHeap() {
    Random random = new Random(1);
    Waiting.Alarm[] alarms = new Waiting.Alarm[200];
    TreeMap<Integer, Long> moments = new TreeMap<>();
    for (int i = 0; i < alarms.length; i++) {
      String name = "" + i;
      alarms[i] = crowd.timer(() -> seen.add(name));
    }
    for (int i = 0; i < 20_000; i++) {
      int which = random.nextInt(alarms.length);
      long moment = random.nextInt(3) == 0 ? Deadline.NEVER : random.nextInt(1000) * MILLI * 1000;
      alarms[which].at(moment);
      moments.put(which, moment);
      long earliest = moments.values().stream().min(Long::compare).get();
      assertEquals(earliest, crowd.deadline());
    }
  }

  @Test
  void aThousandMomentsAtOnceKeepNobodyWaiting() {
    for (int i = 0; i < 1000; i++) {
      String name = "" + i;
      crowd.timer(() -> seen.add(name)).at(posix.monotonicNanos());
    }
    turn.turn();
    assertEquals(Crowd.MOST_READY, seen.size());
    for (int i = 0; i < 15; i++) turn.turn();
    assertEquals(1000, seen.stream().distinct().count());
  }

  // ---- what fails ------------------------------------------------------------------------------

  @Test
  void whatTheSystemDoesNotWaitForIsLookedAt() {
    int[] pipe = pipe();
    FaultyPosix faulty = new FaultyPosix().failCall("addToPollSet", 1, Errno.ENOSPC);
    Posix kernel = faulty.around(posix);
    Crowd poor = new Crowd(kernel, (what, error) -> told.add(what + " " + -error));
    assertEquals(0, poor.open());
    poor.onReadable(pipe[0], ready -> seen.add("looked " + ready));
    assertEquals(List.of("wait for a descriptor " + Errno.ENOSPC), told);
    Turn other = new Turn(posix, null, 0);
    other.onGroup(poor);
    long begun = posix.monotonicNanos();
    other.turn();
    assertEquals(List.of("looked 0"), seen);
    assertTrue(posix.monotonicNanos() - begun >= 1000 * MILLI);
    fill(pipe);
    other.turn();
    assertEquals(List.of("looked 0", "looked 1"), seen);
    poor.close();
  }

  @Test
  void withoutASetThereIsNone() {
    posix.setLimit(Posix.RLIMIT_NOFILE, 3, 4096);
    assertEquals(-Errno.EMFILE, new Crowd(posix, null).open());
  }
}
