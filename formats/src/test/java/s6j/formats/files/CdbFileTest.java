package s6j.formats.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import s6j.formats.Cdb;
import s6j.formats.CdbWriter;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;

/** A database on disk answers what the one in memory does. */
class CdbFileTest {
  private final FakePosix posix = new FakePosix();
  private final CdbFile file = new CdbFile(posix);

  private static byte[] database(int records) {
    CdbWriter writer = new CdbWriter(1000);
    for (int i = 0; i < records; i++) {
      byte[] key = CString.of("key" + i);
      byte[] data = CString.of("data of " + i);
      writer.add(key, key.length, data, data.length);
    }
    return writer.finish().copy();
  }

  private int find(String key) {
    byte[] bytes = CString.of(key);
    return file.find(bytes, bytes.length);
  }

  @Property(tries = 30)
  void findsAllAndNothingElse(@ForAll @IntRange(max = 300) int records) {
    posix.file("/db", database(records), 0644);
    assertEquals(0, file.open(CString.of("/db")));
    byte[] data = new byte[20];
    for (int i = 0; i < records; i++) {
      byte[] wanted = CString.of("data of " + i);
      assertEquals(wanted.length, find("key" + i));
      assertTrue(file.data(data, wanted.length));
      assertArrayEquals(wanted, Arrays.copyOf(data, wanted.length));
    }
    assertEquals(Cdb.ABSENT, find("key" + records));
    assertEquals(Cdb.ABSENT, find(""));
    file.close();
    assertEquals(List.of(), posix.openDescriptors());
  }

  @Property(tries = 300)
  void aDamagedOneNeverThrows(
      @ForAll @Size(max = 8) List<@IntRange(max = 4000) Integer> places,
      @ForAll @IntRange(max = 3000) int cut) {
    byte[] database = database(40);
    for (int place : places) database[place % database.length] ^= (byte) (place >> 4 | 1);
    posix.file("/db", Arrays.copyOf(database, Math.max(0, database.length - cut)), 0644);
    file.open(CString.of("/db"));
    for (int i = 0; i < 45; i++) assertTrue(find("key" + i) >= Cdb.DAMAGED);
    file.close();
  }

  @Test
  void whatCannotBeOpenedLeavesTheOldOne() {
    posix.file("/db", database(3), 0644);
    assertEquals(0, file.open(CString.of("/db")));
    assertEquals(-Errno.ENOENT, file.open(CString.of("/nowhere")));
    assertEquals(9, find("key1"));
    file.close();
  }
}
