package s6j.formats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import s6j.formats.files.CompiledDirectory;
import s6j.formats.files.RcScriptReader;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * Databases as the compilers of each s6-rc wrote them: a longrun {@code l} and oneshots {@code a}
 * and {@code b}, which needs {@code a}; {@code a} has the scripts {@code down: x y}, {@code up: z}.
 */
class RcFormatTest {
  private static final int L = 2;
  private final FakePosix posix = new FakePosix();

  /**
   * One database of a format, written number by number from docs/specification/s6-rc.md, C and the
   * old s6-rc-compile.c.
   */
  private static final class Written {
    final ByteSink n = new ByteSink(24);
    final ByteSink db = new ByteSink(256);

    Written(RcFormat format) {
      boolean old = format == RcFormat.UNTIL_0_3;
      int scripts = format == RcFormat.FROM_0_7 ? 3 : 2;
      String pool = "l\0a\0" + (scripts == 3 ? "r\0" : "") + "z\0x\0y\0b\0";
      // Empty scripts of b: one slot each; a has 1 + 2 words (and 1 of reload).
      int slots = (scripts == 3 ? 2 : 0) + 2 + 3 + scripts;
      n.big32(2).big32(1).big32(pool.length()).big32(slots).big32(1);
      if (!old) n.big32(0);
      db.put("s6rc-db: start\n").put(pool).big32(2).big32(1);
      common(pool.indexOf('l'), 0, 0, 0, 0);
      if (old) db.big32(1).big32(1);
      else db.big32(1).big32(0).big32(0);
      db.put(0xfe);
      common(pool.indexOf('a'), 1, 0, 0, 0);
      db.big32(2).big32(pool.indexOf('x')).big32(1).big32(pool.indexOf('z'));
      if (scripts == 3) db.big32(1).big32(pool.indexOf('r'));
      db.put(0xfe);
      common(pool.indexOf('b'), 0, 1, 1, 0);
      for (int i = 0; i < scripts; i++) db.big32(0).big32(pool.length());
      db.put(0xfe).put("\ns6rc-db: end\n");
    }

    private void common(int name, int needers, int needed, int neederStart, int neededStart) {
      db.big32(name).big32(0).big32(100).big32(200);
      db.big32(needers).big32(needed).big32(neederStart).big32(neededStart);
    }
  }

  @Test
  void databasesFrom04OnAreRead() {
    for (RcFormat format : new RcFormat[] {RcFormat.FROM_0_4_TO_0_6, RcFormat.FROM_0_7}) {
      CompiledDirectory directory = onDisk(new Written(format));
      assertEquals(0, directory.readSizes());
      assertEquals(RcDatabaseReader.SOUND, directory.readDatabase(), format.writer);
      RcDatabase database = directory.database();
      assertEquals("b", CString.text(database.nameOf(L)));
      assertEquals(1, database.needs[database.needsStart[L]]);
      assertEquals("y", CString.text(database.script(1, RcDatabase.DOWN)[1]));
      assertEquals("z", CString.text(database.script(1, RcDatabase.UP)[0]));
      int words = format == RcFormat.FROM_0_7 ? 1 : 0;
      assertEquals(words, database.script(1, RcDatabase.RELOAD).length);
    }
  }

  @Test
  void anOlderOneIsWrittenAnewAsOursWouldBe() {
    Written old = new Written(RcFormat.FROM_0_4_TO_0_6);
    RcDatabaseReader reader = RcDatabaseReader.of(old.db.array(), old.db.length());
    assertEquals(RcDatabaseReader.SOUND, reader.read(old.n.copy()));
    byte[] again = reader.database().encode().copy();
    RcDatabaseReader second = RcDatabaseReader.of(again, again.length);
    assertEquals(RcDatabaseReader.SOUND, second.read(reader.database().sizes()));
    assertArrayEquals(again, second.database().encode().copy());
    assertEquals(old.db.length() + 16, again.length);
  }

  @Test
  void singleScriptsAreReadFromBoth() {
    for (RcFormat format : new RcFormat[] {RcFormat.FROM_0_4_TO_0_6, RcFormat.FROM_0_7}) {
      CompiledDirectory directory = onDisk(new Written(format));
      assertEquals(0, directory.readSizes());
      RcScriptReader reader = new RcScriptReader(posix, directory);
      assertEquals(0, reader.read(1, RcScriptReader.DOWN), format.writer);
      assertEquals("a", CString.text(reader.name()));
      assertEquals(2, reader.words().length);
      assertEquals("x", CString.text(reader.words()[0]));
      assertEquals(0, reader.read(1, RcScriptReader.RELOAD));
      assertEquals(format == RcFormat.FROM_0_7 ? 1 : 0, reader.words().length);
      assertEquals(0, reader.read(2, RcScriptReader.UP));
      assertEquals("b", CString.text(reader.name()));
      assertEquals(0, reader.words().length);
    }
  }

  @Test
  void otherFormatsAreCalledByTheirWriters() {
    CompiledDirectory early = onDisk(new Written(RcFormat.UNTIL_0_3));
    assertEquals(RcDatabaseReader.FOREIGN, early.readSizes());
    assertEquals("s6-rc 0.3 or older", early.foreign().writer);
    Written later = new Written(RcFormat.FROM_0_7);
    later.n.big32(7);
    CompiledDirectory future = onDisk(later);
    assertEquals(RcDatabaseReader.FOREIGN, future.readSizes());
    assertEquals("an s6-rc later than 0.7", future.foreign().writer);
  }

  @Test
  void aCutSizesFileIsNoOtherFormat() {
    Written cut = new Written(RcFormat.FROM_0_7);
    cut.n.cut(20);
    CompiledDirectory directory = onDisk(cut);
    assertEquals(RcDatabaseReader.checkSizes(20), directory.readSizes());
    assertNull(directory.foreign());
    Written longer = new Written(RcFormat.FROM_0_7);
    longer.n.put('\n');
    assertEquals(RcDatabaseReader.SHORT, onDisk(longer).readSizes());
  }

  /** Every byte with every bit pattern of a rotation: no verdict but those that are promised. */
  @Test
  void aDamagedOlderOneIsRefused() {
    Written old = new Written(RcFormat.FROM_0_4_TO_0_6);
    int refused = 0;
    for (int i = 0; i < old.db.length(); i++)
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = old.db.copy();
        damaged[i] ^= (byte) (1 << bit);
        if (RcDatabaseReader.of(damaged, damaged.length).read(old.n.copy()) != 0) refused++;
      }
    assertEquals(true, refused > old.db.length() * 3, "refused " + refused);
    for (int length = 0; length < old.db.length(); length++)
      assertEquals(
          true, RcDatabaseReader.of(old.db.copy(), length).read(old.n.copy()) != 0, "" + length);
  }

  private CompiledDirectory onDisk(Written written) {
    byte[] path = CString.of("/db" + (made++));
    posix.mkdir(Posix.CWD, path, 0755);
    CompiledDirectory directory = new CompiledDirectory(posix, path);
    write(directory.file("n"), written.n);
    write(directory.file("db"), written.db);
    return directory;
  }

  private int made;

  private void write(byte[] path, ByteSink content) {
    int fd = posix.open(Posix.CWD, path, OpenFlags.O_WRONLY | OpenFlags.O_CREAT, 0644);
    posix.write(fd, content.array(), 0, content.length());
    posix.close(fd);
  }
}
