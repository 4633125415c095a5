package s6j.rc.answer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import s6j.formats.RcDatabase;
import s6j.formats.TransitionTimes;
import s6j.posix.CString;
import s6j.rc.change.Services;
import s6j.rc.live.DependencyGraph;

class LastStartTest {
  private static final long SECOND = 1_000_000;

  private final TransitionTimes times = new TransitionTimes();

  private LastStartTest up(String name, long beginMicros, long tookMicros) {
    times.add(
        new TransitionTimes.Record(
            CString.of(name), TransitionTimes.Way.UP, 1000 * beginMicros, tookMicros, true));
    return this;
  }

  private static Services diamond() {
    return new Services().oneshot("a").oneshot("b", 0).oneshot("c", 0).oneshot("d", 1, 2);
  }

  @Test
  void theCriticalPathGoesThroughTheLastToComeUp() {
    up("a", 0, SECOND).up("b", SECOND, SECOND).up("c", SECOND, 3 * SECOND);
    up("d", 4 * SECOND, 10);
    LastStart start = new LastStart(diamond().database(), times);
    assertArrayEquals(new int[] {0, 2, 3}, start.criticalPath());
    assertEquals(4 * SECOND + 10, start.total());
    assertEquals(4, start.count());
    assertEquals(SECOND, start.offset(1));
    assertEquals(3 * SECOND, start.duration(2));
  }

  @Test
  void anEarlierRunIsNotPartOfTheLast() {
    up("a", 0, SECOND).up("b", 100 * SECOND, SECOND).up("d", 101 * SECOND + 200, 5);
    LastStart start = new LastStart(diamond().database(), times);
    assertEquals(2, start.count());
    assertArrayEquals(new int[] {1, 3}, start.criticalPath());
    assertEquals(SECOND + 205, start.total());
  }

  @Test
  void aFailureEndsNoCriticalPath() {
    up("a", 0, SECOND);
    times.add(
        new TransitionTimes.Record(
            CString.of("b"), TransitionTimes.Way.UP, 1000 * SECOND, 9 * SECOND, false, 7));
    LastStart start = new LastStart(diamond().database(), times);
    assertArrayEquals(new int[] {0}, start.criticalPath());
    assertEquals(10 * SECOND, start.total());
  }

  /** Also if that is the first service of the database. */
  @Test
  void ofWhatIsNeededTheLastToEndWasAwaited() {
    up("a", 0, 2 * SECOND).up("b", 0, SECOND).up("c", 2 * SECOND, 10);
    RcDatabase set = new Services().oneshot("a").oneshot("b").oneshot("c", 0, 1).database();
    assertArrayEquals(new int[] {0, 2}, new LastStart(set, times).criticalPath());
  }

  @Test
  void ofTwoThatEndAtOnceTheFirstWasAwaited() {
    up("a", 0, SECOND).up("b", SECOND, SECOND).up("c", SECOND, SECOND).up("d", 2 * SECOND, 10);
    LastStart start = new LastStart(diamond().database(), times);
    assertArrayEquals(new int[] {0, 1, 3}, start.criticalPath());
  }

  /** The clock may have been set; half a second is the most that is put down to it. */
  @Test
  void whatEndsWellAfterAServiceBeganWasNotAwaitedByIt() {
    RcDatabase set = new Services().oneshot("a").oneshot("b", 0).database();
    up("a", 0, SECOND + SECOND / 2).up("b", SECOND, SECOND);
    assertArrayEquals(new int[] {0, 1}, new LastStart(set, times).criticalPath());
    up("a", 0, SECOND + SECOND / 2 + 1);
    assertArrayEquals(new int[] {1}, new LastStart(set, times).criticalPath());
  }

  @Test
  void withoutRecordsThereIsNoStart() {
    LastStart start = new LastStart(diamond().database(), times);
    assertEquals(0, start.count());
    assertArrayEquals(new int[0], start.criticalPath());
  }

  /** In starts as the engine makes them, the path leads from the first start to the last end. */
  @Property(tries = 500)
  void thePathCoversTheWholeStart(@ForAll long seed) {
    Random random = new Random(seed);
    RcDatabase database = Services.random(random, 1 + random.nextInt(12));
    DependencyGraph graph = new DependencyGraph(database);
    long[] end = new long[database.count()];
    for (int round = 0; round < end.length; round++)
      for (int i = 0; i < end.length; i++) settle(graph, i, end);
    for (int i = 0; i < end.length; i++)
      up(CString.text(database.nameOf(i)), end[i] - took(i), took(i));
    LastStart start = new LastStart(database, times);
    assertEquals(end.length, start.count());
    int[] path = start.criticalPath();
    long sum = 0;
    for (int service : path) sum += start.duration(service);
    assertEquals(start.total(), sum);
    for (int i = 1; i < start.count(); i++)
      assertTrue(start.offset(start.service(i - 1)) <= start.offset(start.service(i)));
  }

  private static long took(int service) {
    return 1000 + 37 * service;
  }

  private static void settle(DependencyGraph graph, int service, long[] end) {
    long begin = 5 * SECOND;
    for (int i = 0; i < graph.before(service, true); i++)
      begin = Math.max(begin, end[graph.before(service, true, i)]);
    end[service] = begin + took(service);
  }
}
