package s6j.rccompiler.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import s6j.cli.Messages;
import s6j.formats.ByteSink;
import s6j.formats.RcDatabase;
import s6j.formats.RcDatabaseReader;
import s6j.posix.CString;
import s6j.rccompiler.database.CriticalPath;

class ResolverTest {
  private final Definitions definitions = new Definitions();
  private final SourceProblems problems = new SourceProblems();

  @Test
  void bundlesAreReplacedByWhatTheyHold() {
    oneshot("a");
    oneshot("b");
    bundle("in", "a", "b");
    bundle("out", "in");
    oneshot("x", "out", "a");
    RcDatabase database = resolve();
    assertArrayEquals(new int[] {0, 1}, needs(database, 2));
    assertArrayEquals(new int[] {2}, neededBy(database, 0));
  }

  @Test
  void aCycleIsToldWithItsWay() {
    oneshot("a", "b");
    oneshot("b", "c");
    oneshot("c", "a");
    oneshot("d", "a");
    assertNull(resolve());
    assertEquals(
        "cyclic service dependency reached from d and involving a",
        CString.text(problems.get(0).text));
    assertEquals("no way round: a needs b needs c needs a", CString.text(problems.get(0).expected));
    assertEquals(1, problems.count());
  }

  @Test
  void everyUndefinedNameIsAProblemOfItsOwn() {
    oneshot("a", "nothing", "b");
    oneshot("b", "nowhere");
    bundle("all", "none");
    assertNull(resolve());
    assertEquals(3, problems.count());
    assertEquals(
        "during resolution of bundle all: undefined service name none",
        CString.text(problems.get(0).text));
    assertEquals("nothing", CString.text(problems.get(1).undefined));
    assertEquals("nowhere", CString.text(problems.get(2).undefined));
  }

  @Test
  void aPipelineMustBeDeclaredAtBothEnds() {
    SourceDefinition producer = longrun("p");
    longrun("c");
    producer.consumer = definitions.names.find(CString.of("c"));
    producer.names.add(producer.consumer);
    assertNull(resolve());
    assertEquals(
        "longrun service p declares being a producer for a service named c"
            + " that does not declare it back",
        CString.text(problems.get(0).text));
  }

  @Test
  void aChainOfAHundredThousandNeedsNoDeepStack() {
    for (int i = 0; i < 100_000; i++) {
      if (i == 0) oneshot("s0");
      else oneshot("s" + i, "s" + (i - 1));
    }
    RcDatabase database = resolve();
    assertEquals(100_000, new CriticalPath(database).longest().length);
  }

  /** Services 0..n-1; pair (i, j) of the matrix says whether i depends on j. */
  @Property(tries = 300)
  void theVerdictIsThatOfABruteForceChecker(
      @ForAll @IntRange(min = 1, max = 9) int count,
      @ForAll @Size(max = 14) List<@IntRange(max = 80) Integer> pairs) {
    ResolverTest fresh = new ResolverTest();
    boolean[][] needs = new boolean[count][count];
    for (int pair : pairs) needs[pair % count][pair / 9 % count] = true;
    for (int i = 0; i < count; i++) {
      List<String> names = new ArrayList<>();
      for (int j = 0; j < count; j++) if (needs[i][j]) names.add("s" + j);
      fresh.oneshot("s" + i, names.toArray(new String[0]));
    }
    RcDatabase database = fresh.resolve();
    assertEquals(hasCycle(needs), database == null);
    if (database == null) return;
    for (int i = 0; i < count; i++)
      for (int j = 0; j < count; j++) {
        assertEquals(needs[i][j], contains(needs(database, i), j));
        assertEquals(needs[i][j], contains(neededBy(database, j), i));
      }
  }

  @Property(tries = 200)
  void whatIsEncodedIsReadBack(@ForAll @Size(max = 12) List<@IntRange(max = 11) Integer> pairs) {
    ResolverTest fresh = new ResolverTest();
    Set<String> names = new TreeSet<>();
    for (int pair : pairs) names.add("s" + pair);
    for (String name : names) fresh.oneshot(name);
    RcDatabase database = fresh.resolve();
    ByteSink bytes = database.encode();
    RcDatabaseReader reader = RcDatabaseReader.of(bytes.array(), bytes.length());
    assertEquals(RcDatabaseReader.SOUND, reader.read(database.sizes()));
    assertArrayEquals(bytes.copy(), reader.database().encode().copy());
  }

  @Test
  void noFlippedByteMakesTheReaderCrash() {
    oneshot("a");
    oneshot("b", "a");
    longrun("l");
    RcDatabase database = resolve();
    byte[] sizes = database.sizes();
    byte[] bytes = database.encode().copy();
    int refused = 0;
    for (int i = 0; i < bytes.length; i++)
      for (int flip = 1; flip < 256; flip <<= 1) {
        byte[] damaged = bytes.clone();
        damaged[i] ^= (byte) flip;
        if (RcDatabaseReader.of(damaged, damaged.length).read(sizes) != 0) refused++;
      }
    for (int i = 0; i < sizes.length; i++)
      for (int flip = 1; flip < 256; flip <<= 1) {
        byte[] damaged = sizes.clone();
        damaged[i] ^= (byte) flip;
        if (RcDatabaseReader.of(bytes, bytes.length).read(damaged) != 0) refused++;
      }
    assertEquals(true, refused > 500, "refused " + refused);
  }

  private RcDatabase resolve() {
    Narrator silent = new Narrator(new Messages(null, CString.of("test")), 0, problems);
    return new Resolver(definitions, problems, silent).resolve();
  }

  private void oneshot(String name, String... dependencies) {
    define(SourceDefinition.Kind.ONESHOT, name, dependencies);
  }

  private SourceDefinition longrun(String name, String... dependencies) {
    return define(SourceDefinition.Kind.LONGRUN, name, dependencies);
  }

  private void bundle(String name, String... contents) {
    define(SourceDefinition.Kind.BUNDLE, name, contents);
  }

  private SourceDefinition define(SourceDefinition.Kind kind, String name, String... names) {
    SourceDefinition definition =
        new SourceDefinition(kind, definitions.names.add(CString.of(name)), CString.of("src"));
    for (String each : names) definition.names.add(definitions.names.add(CString.of(each)));
    definitions.add(definition);
    return definition;
  }

  private static int[] needs(RcDatabase database, int service) {
    return range(database.needs, database.needsStart[service], database.needsCount[service]);
  }

  private static int[] neededBy(RcDatabase database, int service) {
    return range(
        database.neededBy, database.neededByStart[service], database.neededByCount[service]);
  }

  private static int[] range(int[] from, int start, int count) {
    return java.util.Arrays.copyOfRange(from, start, start + count);
  }

  private static boolean contains(int[] numbers, int wanted) {
    for (int number : numbers) if (number == wanted) return true;
    return false;
  }

  /** Whether some service reaches itself, by repeated squaring of the relation. */
  private static boolean hasCycle(boolean[][] needs) {
    int count = needs.length;
    boolean[][] reaches = new boolean[count][];
    for (int i = 0; i < count; i++) reaches[i] = needs[i].clone();
    for (int k = 0; k < count; k++)
      for (int i = 0; i < count; i++)
        for (int j = 0; j < count; j++) reaches[i][j] |= reaches[i][k] && reaches[k][j];
    for (int i = 0; i < count; i++) if (reaches[i][i]) return true;
    return false;
  }
}
