package s6j.rccompiler.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.formats.CdbWriter;
import s6j.formats.RcDatabase;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;
import s6j.rccompiler.Called;

/** s6-rc-db check, on databases that no compiler writes: each is read, and makes no sense. */
class DatabaseCheckTest {
  private final FakePosix posix = Called.machine();

  /**
   * Longruns a, b, c, ... with what they need ({@code ab}: a needs b), by whom they are needed, and
   * what their pipes say ({@code ab}: a writes to b) at both ends.
   */
  private RcDatabase database(
      int count, String needs, String neededBy, String writes, String reads) {
    RcDatabase database = new RcDatabase(count, 0);
    database.strings = new byte[2 * count];
    database.stringLength = 2 * count;
    for (int i = 0; i < count; i++) {
      database.strings[2 * i] = (byte) ('a' + i);
      database.name[i] = 2 * i;
      database.consumer[i] = count;
    }
    database.needs = table(pairs(needs), database.needsStart, database.needsCount, true);
    database.neededBy =
        table(pairs(neededBy), database.neededByStart, database.neededByCount, false);
    for (int[] pair : pairs(writes)) database.consumer[pair[0]] = pair[1];
    database.producers = table(pairs(reads), database.producerStart, database.producerCount, false);
    return database;
  }

  private static List<int[]> pairs(String written) {
    List<int[]> pairs = new ArrayList<>();
    if (written == null || written.isEmpty()) return pairs;
    for (String pair : written.split(" "))
      pairs.add(new int[] {pair.charAt(0) - 'a', pair.charAt(1) - 'a'});
    return pairs;
  }

  /** By the first of each pair where {@code forward}, else by the second. */
  private static int[] table(List<int[]> pairs, int[] start, int[] count, boolean forward) {
    int[] table = new int[pairs.size()];
    int filled = 0;
    for (int service = 0; service < start.length; service++) {
      start[service] = filled;
      for (int[] pair : pairs)
        if (pair[forward ? 0 : 1] == service) table[filled++] = pair[forward ? 1 : 0];
      count[service] = filled - start[service];
    }
    return table;
  }

  private int check(RcDatabase database) {
    posix.file("/db/lock", "").file("/db/n", database.sizes(), 0644);
    posix.file("/db/db", database.encode().copy(), 0644);
    posix.file("/db/resolve.cdb", new CdbWriter(0).finish().copy(), 0644);
    return Called.run(posix, "s6-rc-db", "-c", "/db", "check");
  }

  private static final String HEAD = "s6-rc-db: fatal: invalid service database in /db: ";

  @ParameterizedTest
  @CsvSource({"'', ''", "ab, ab", "ab ac bc, bc ac ab", "ab ac ad bd cd, ab ac ad bd cd"})
  void bothDirectionsAgree(String needs, String neededBy) {
    assertEquals(0, check(database(4, needs, neededBy, "", "")), posix.errors());
  }

  @ParameterizedTest
  @CsvSource({
    "ab, ac",
    "ab, ba",
    "ab cd, ad cb",
    "ab cd, ac bd",
    "ab bc, ab ab",
    "ab ab, bc bc",
    "ba ca da, ba ca cb"
  })
  void directionsThatDisagree(String needs, String neededBy) {
    assertEquals(4, check(database(4, needs, neededBy, "", "")));
    assertEquals(HEAD + "direct and reverse dependencies are mismatched\n", posix.errors());
  }

  @ParameterizedTest
  @CsvSource({"ab bc ca da, d, a", "ab ba, b, b", "aa, a, a", "cb bc ab, c, c"})
  void aCycleOfNeeds(String needs, String from, String involving) {
    assertEquals(4, check(database(4, needs, needs, "", "")));
    assertEquals(
        HEAD + "dependency cycle reached from " + from + " and involving " + involving + "\n",
        posix.errors());
  }

  @ParameterizedTest
  @CsvSource({"ab, ab", "ab bc, ab bc", "ac bc cd, ac bc cd", "ab cd, ab cd"})
  void pipelinesThatMakeSense(String writes, String reads) {
    assertEquals(0, check(database(4, "", "", writes, reads)), posix.errors());
  }

  @ParameterizedTest
  @CsvSource({
    "ac, ac bc, collision, c, b",
    "ab, ab cb, collision, b, c",
    "ab ba, ab ba, cycle, a, b",
    "ad ba cb, ad ba cb ad, collision, d, a"
  })
  void pipelinesThatDoNot(String writes, String reads, String what, String from, String name) {
    assertEquals(4, check(database(4, "", "", writes, reads)));
    assertEquals(
        HEAD + "pipeline " + what + " reached from " + from + " and involving " + name + "\n",
        posix.errors());
  }

  // ---- files -----------------------------------------------------------------------------------

  /** What is wrong with a file is told by its name. */
  @ParameterizedTest
  @CsvSource({
    "lock, , 111, 'unable to take lock on /db: No such file or directory'",
    "n, , 111, 'unable to read /db/n: No such file or directory'",
    "n, short, 111, 'unable to read /db/n: Broken pipe'",
    "n, 'twenty-five bytes of text', 111, 'unable to read /db/n: Success'",
    "db, , 111, 'unable to read /db/db: No such file or directory'",
    "db, 's6rc-db: start', 111, 'unable to read /db/db: Success'",
    "db, 'something else, as long', 4, invalid service database in /db/db",
    "resolve.cdb, , 111, 'unable to cdb_init /db/resolve.cdb: No such file or directory'",
    "resolve.cdb, '', 111, 'unable to cdb_init /db/resolve.cdb: Invalid argument'",
    "resolve.cdb, x, 4, invalid cdb in /db/resolve.cdb"
  })
  void aFileThatCannotBeRead(String file, String content, int code, String message) {
    assertEquals(0, check(database(2, "ab", "ab", "", "")));
    if (content == null) posix.unlink(Posix.CWD, CString.of("/db/" + file));
    else posix.file("/db/" + file, content);
    assertEquals(code, Called.run(posix, "s6-rc-db", "-c", "/db", "type", "a"));
    assertEquals("s6-rc-db: fatal: " + message + "\n", posix.errors());
  }

  @Test
  void aDatabaseOfALaterSixRc() {
    RcDatabase database = database(2, "ab", "ab", "", "");
    assertEquals(0, check(database));
    posix.file("/db/n", Arrays.copyOf(database.sizes(), 28), 0644);
    assertEquals(4, Called.run(posix, "s6-rc-db", "-c", "/db", "check"));
    assertEquals(
        "s6-rc-db: fatal: invalid service database in /db/db: written by an s6-rc later than 0.7\n",
        posix.errors());
  }

  /** A name that stands for services there are not. */
  @Test
  void aNameOfNoServices() {
    assertEquals(0, check(database(2, "ab", "ab", "", "")));
    CdbWriter names = new CdbWriter(0);
    names.add(CString.of("x"), 1, new byte[] {0, 0, 0, 2}, 4);
    posix.file("/db/resolve.cdb", names.finish().copy(), 0644);
    for (String[] question : new String[][] {{"type", "x"}, {"list", "bundles"}, {"graph"}}) {
      String[] words = new String[3 + question.length];
      System.arraycopy(new String[] {"s6-rc-db", "-c", "/db"}, 0, words, 0, 3);
      System.arraycopy(question, 0, words, 3, question.length);
      assertEquals(4, Called.run(posix, words));
    }
    assertEquals("s6-rc-db: fatal: invalid database in /db\n".repeat(3), posix.errors());
  }
}
