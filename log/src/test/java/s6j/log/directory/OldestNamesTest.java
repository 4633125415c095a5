package s6j.log.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;

/** Of any names in any order the oldest are found, in order. */
class OldestNamesTest {
  private static String name(int number) {
    return String.format("@%024x.%s", number, number % 2 == 0 ? "s" : "u");
  }

  @Test
  void theOldestAreKeptInOrder() {
    Random random = new Random(7);
    for (int room : new int[] {1, 2, 3, 16, 100}) {
      OldestNames oldest = new OldestNames(room);
      for (int offered = 0; offered < 120; offered++) check(oldest, room, offered, random);
    }
  }

  private static void check(OldestNames oldest, int room, int offered, Random random) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < offered; i++) all.add(name(random.nextInt(1000)));
    oldest.clear();
    for (String name : all) oldest.offer(CString.of(name));
    oldest.sort();
    List<String> kept = new ArrayList<>();
    byte[] copy = new byte[Archives.NAME + 1];
    for (int i = 0; i < oldest.count(); i++) {
      oldest.copy(i, copy);
      kept.add(CString.text(CString.slice(copy, 0, Archives.NAME)));
    }
    assertEquals(all.stream().sorted().limit(room).toList(), kept);
  }
}
