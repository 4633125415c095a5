package s6j.rccompiler.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;
import s6j.rccompiler.Called;

/** s6-rc-db on databases that somebody or something has changed: an answer, or what is wrong. */
class DamagedDatabaseTest {
  private static final String[][] COMMANDS = {
    {"check"},
    {"list", "all"},
    {"list", "services"},
    {"list", "bundles"},
    {"type", "web"},
    {"timeout", "net"},
    {"flags", "all"},
    {"contents", "all"},
    {"dependencies", "web", "all"},
    {"all-dependencies", "web"},
    {"atomics", "weblog"},
    {"pipeline", "log"},
    {"script", "net"},
    {"graph"},
    {"critical"},
  };

  private static final Set<Integer> CODES = Set.of(0, 3, 4, 5, 111);
  private final Set<Integer> seen = new TreeSet<>();
  private final byte[] n;
  private final byte[] db;
  private final byte[] names;

  DamagedDatabaseTest() {
    FakePosix posix = Called.withSources();
    assertEquals(0, Called.run(posix, "s6-rc-compile", "/db", "/src"), posix.errors());
    n = posix.bytes("/db/n");
    db = posix.bytes("/db/db");
    names = posix.bytes("/db/resolve.cdb");
  }

  @Test
  @Tag("slow")
  void everyFlippedByteOfTheSizes() {
    for (int i = 0; i < n.length; i++)
      for (int bit = 0; bit < 8; bit++) ask(flipped(n, i, 1 << bit), db, names);
    assertSaw(4, 111);
  }

  @Test
  @Tag("slow")
  void everyFlippedByteOfTheDatabase() {
    for (int i = 0; i < db.length; i++)
      for (int pattern : new int[] {1 << (i & 7), 0xff}) ask(n, flipped(db, i, pattern), names);
    assertSaw(0, 4);
  }

  /** Of the many empty slots of the hash table every eleventh. */
  @Test
  @Tag("slow")
  void everyFlippedByteOfTheNames() {
    for (int i = 0; i < names.length; i += names[i] == 0 && names[i / 8 * 8 + 4] == 0 ? 11 : 1)
      for (int pattern : new int[] {1 << (i & 7), 0xff}) ask(n, db, flipped(names, i, pattern));
    assertSaw(0, 3, 4);
  }

  @Test
  @Tag("slow")
  void everyLength() {
    for (int i = 0; i < n.length; i++) ask(Arrays.copyOf(n, i), db, names);
    for (int i = 0; i < db.length; i++) ask(n, Arrays.copyOf(db, i), names);
    for (int i = 0; i < names.length; i += 7) ask(n, db, Arrays.copyOf(names, i));
    assertSaw(0, 4, 111);
  }

  @Test
  void everyFailingCall() {
    for (String[] command : COMMANDS) {
      int sound = ask(kernel(n, db, names), command);
      FaultyPosix.sweep(
          faulty -> {
            FakePosix kernel = kernel(n, db, names);
            int code = ask(faulty.around(kernel), command);
            assertTrue(code == sound || code == 111 || code == 4, code + ": " + kernel.errors());
            boolean mute = faulty.failed() != null && faulty.failed().startsWith("write");
            if (code != 0 && !mute) assertTrue(kernel.errors().contains("s6-rc-db: fatal: "));
          });
    }
  }

  private void ask(byte[] sizes, byte[] database, byte[] identifiers) {
    for (String[] command : COMMANDS) {
      FakePosix kernel = kernel(sizes, database, identifiers);
      int code = ask(kernel, command);
      seen.add(code);
      assertTrue(CODES.contains(code), "exit code " + code);
      assertTrue(kernel.output().length() < 100_000);
      boolean silent = code == 0 || code == 5 && command[0].equals("pipeline");
      if (!silent)
        assertTrue(
            kernel.errors().startsWith("s6-rc-db: fatal: ") && kernel.errors().contains("/db"),
            kernel.errors());
    }
  }

  private static int ask(Posix posix, String... command) {
    String[] words = new String[command.length + 3];
    words[0] = "s6-rc-db";
    words[1] = "-c";
    words[2] = "/db";
    System.arraycopy(command, 0, words, 3, command.length);
    return Called.run(posix, words);
  }

  private static FakePosix kernel(byte[] sizes, byte[] database, byte[] identifiers) {
    return Called.machine()
        .file("/db/lock", CString.of(""), 0644)
        .file("/db/n", sizes, 0644)
        .file("/db/db", database, 0644)
        .file("/db/resolve.cdb", identifiers, 0644);
  }

  private static byte[] flipped(byte[] bytes, int place, int pattern) {
    byte[] damaged = bytes.clone();
    damaged[place] ^= (byte) pattern;
    return damaged;
  }

  private void assertSaw(Integer... codes) {
    for (int code : codes) assertTrue(seen.contains(code), "never " + code + " but " + seen);
  }
}
