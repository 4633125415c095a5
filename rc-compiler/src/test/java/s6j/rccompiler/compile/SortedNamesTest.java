package s6j.rccompiler.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import s6j.formats.RcDatabase;
import s6j.posix.CString;
import s6j.rccompiler.database.CriticalPath;

/** Orders: names by their bytes, numbers each once, the heaviest chain. */
class SortedNamesTest {
  @Property(tries = 300)
  void namesAreSortedByTheirBytes(
      @ForAll @Size(max = 90)
          List<@Size(max = 3) List<@IntRange(min = 126, max = 130) Integer>> all) {
    Names names = new Names();
    for (List<Integer> each : all) {
      byte[] name = new byte[each.size() + 1];
      for (int i = 0; i < each.size(); i++) name[i] = (byte) (int) each.get(i);
      names.add(name);
    }
    byte[][] sorted = names.toArray();
    byte[][] expected = sorted.clone();
    Arrays.sort(expected, (a, b) -> Arrays.compareUnsigned(a, b));
    Names.sort(sorted);
    for (int i = 0; i < sorted.length; i++) assertArrayEquals(expected[i], sorted[i]);
  }

  @Property(tries = 300)
  void numbersAreSortedEachOnce(
      @ForAll @Size(max = 60) List<@IntRange(max = 70) Integer> numbers, @ForAll boolean few) {
    int count = few ? Math.min(numbers.size(), 11) : numbers.size();
    int[] array = numbers.stream().mapToInt(i -> i).toArray();
    int[] expected = IntStream.of(array).limit(count).sorted().distinct().toArray();
    assertArrayEquals(expected, IntSets.sortedUnique(array, count));
  }

  /** Services 0..n-1 need some of lower number; of equally heavy chains one of the longest. */
  @Property(tries = 300)
  void theHeaviestChainIsThatOfBruteForce(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 4) Integer> weights,
      @ForAll @Size(max = 16) List<@IntRange(max = 63) Integer> pairs) {
    int count = weights.size();
    boolean[][] needs = new boolean[count][count];
    for (int pair : pairs) {
      int service = pair / 8 % count;
      int needed = pair % 8 % count;
      if (needed < service) needs[service][needed] = true;
    }
    RcDatabase database = database(needs);
    long[] weight = weights.stream().mapToLong(i -> i).toArray();
    int[] chain = new CriticalPath(database, weight).longest();
    long sum = 0;
    for (int i = 0; i < chain.length; i++) {
      sum += weight[chain[i]];
      if (i > 0) assertTrue(needs[chain[i]][chain[i - 1]]);
    }
    long heaviest = 0;
    for (int i = 0; i < count; i++) heaviest = Math.max(heaviest, heaviestTo(i, needs, weight));
    assertEquals(heaviest, sum);
    int[] unweighted = new CriticalPath(database).longest();
    long longest = 0;
    long[] ones = new long[count];
    Arrays.fill(ones, 1);
    for (int i = 0; i < count; i++) longest = Math.max(longest, heaviestTo(i, needs, ones));
    assertEquals(longest, unweighted.length);
    for (int service = 0; service < count; service++)
      if (service == chain[0])
        for (int i = 0; i < count; i++)
          assertEquals(false, needs[service][i], "the chain begins with what needs nothing");
  }

  private static long heaviestTo(int service, boolean[][] needs, long[] weight) {
    long before = 0;
    for (int i = 0; i < needs.length; i++)
      if (needs[service][i]) before = Math.max(before, heaviestTo(i, needs, weight));
    return before + weight[service];
  }

  private static RcDatabase database(boolean[][] needs) {
    int count = needs.length;
    RcDatabase database = new RcDatabase(0, count);
    database.needs = new int[count * count];
    database.neededBy = new int[count * count];
    int to = 0;
    int by = 0;
    for (int i = 0; i < count; i++) {
      database.needsStart[i] = to;
      database.neededByStart[i] = by;
      for (int j = 0; j < count; j++) {
        if (needs[i][j]) database.needs[to++] = j;
        if (needs[j][i]) database.neededBy[by++] = j;
      }
      database.needsCount[i] = to - database.needsStart[i];
      database.neededByCount[i] = by - database.neededByStart[i];
    }
    return database;
  }

  @Property(tries = 50)
  void namesAreComparedLikeStrings(@ForAll byte a, @ForAll byte b) {
    byte[] first = {'x', a, 0};
    byte[] second = {'x', b, 0};
    int expected = Integer.signum((a & 0xff) - (b & 0xff));
    assertEquals(expected, Integer.signum(Names.compare(first, second)));
    assertTrue(Names.compare(CString.of("x"), CString.of("xy")) < 0);
  }
}
