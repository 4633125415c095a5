package s6j.formats;

/**
 * Makes a constant database (Bernstein's cdb): 256 x (table position, slots), records from byte
 * 2048 on, hash tables; all integers little endian. Entries enter their table in record order, as
 * cdbmake does, so that equal input gives equal bytes.
 */
public final class CdbWriter {
  static final int HEADER = 2048;

  private final ByteSink out;
  private int[] hashes = new int[64];
  private int[] positions = new int[64];
  private int count;

  public CdbWriter(int expectedBytes) {
    out = new ByteSink(HEADER + expectedBytes);
    for (int i = 0; i < HEADER; i++) out.put(0);
  }

  public void add(byte[] key, int keyLength, byte[] data, int dataLength) {
    if (count == hashes.length) grow();
    hashes[count] = hash(key, 0, keyLength);
    positions[count++] = out.length();
    out.little32(keyLength).little32(dataLength);
    out.put(key, 0, keyLength).put(data, 0, dataLength);
  }

  /** The whole file; nothing may be added after. */
  public ByteSink finish() {
    int[] sizes = new int[256];
    for (int i = 0; i < count; i++) sizes[hashes[i] & 255]++;
    int[] starts = new int[257];
    for (int i = 0; i < 256; i++) starts[i + 1] = starts[i] + sizes[i];
    int[] order = new int[count];
    int[] next = new int[256];
    for (int i = 0; i < count; i++) {
      int table = hashes[i] & 255;
      order[starts[table] + next[table]++] = i;
    }
    for (int table = 0; table < 256; table++) table(table, order, starts[table], sizes[table]);
    return out;
  }

  private void table(int table, int[] order, int start, int size) {
    int slots = 2 * size;
    header(table, out.length(), slots);
    int[] entries = new int[slots];
    for (int i = start; i < start + size; i++) {
      int slot = (hashes[order[i]] >>> 8) % (slots == 0 ? 1 : slots);
      while (entries[slot] != 0) slot = slot + 1 == slots ? 0 : slot + 1;
      entries[slot] = order[i] + 1;
    }
    for (int entry : entries) {
      out.little32(entry == 0 ? 0 : hashes[entry - 1]);
      out.little32(entry == 0 ? 0 : positions[entry - 1]);
    }
  }

  private void header(int table, int position, int slots) {
    byte[] bytes = out.array();
    for (int i = 0; i < 4; i++) {
      bytes[8 * table + i] = (byte) (position >>> 8 * i);
      bytes[8 * table + 4 + i] = (byte) (slots >>> 8 * i);
    }
  }

  private void grow() {
    int[] moreHashes = new int[2 * count];
    int[] morePositions = new int[2 * count];
    System.arraycopy(hashes, 0, moreHashes, 0, count);
    System.arraycopy(positions, 0, morePositions, 0, count);
    hashes = moreHashes;
    positions = morePositions;
  }

  public static int hash(byte[] key, int offset, int length) {
    int hash = 5381;
    for (int i = 0; i < length; i++) hash = (hash << 5) + hash ^ key[offset + i] & 0xff;
    return hash;
  }
}
