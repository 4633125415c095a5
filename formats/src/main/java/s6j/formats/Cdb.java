package s6j.formats;

/** Reads a constant database ({@link CdbWriter}) held in memory; a damaged one never throws. */
public final class Cdb {
  /** Answer for a key that is not there. */
  public static final int ABSENT = -1;

  /** Answer for a file that is no sound cdb. */
  public static final int DAMAGED = -2;

  private final byte[] file;
  private final int size;
  private int keyAt;
  private int keyLength;
  private int dataAt;
  private int dataLength;
  private int next = CdbWriter.HEADER;

  public Cdb(byte[] file, int size) {
    this.file = file;
    this.size = size;
  }

  /** Looks a key up: 0 with the data at {@link #dataAt}, {@link #ABSENT} or {@link #DAMAGED}. */
  public int find(byte[] key, int length) {
    if (size < CdbWriter.HEADER) return DAMAGED;
    int hash = CdbWriter.hash(key, 0, length);
    int header = 8 * (hash & 255);
    int table = little32(header);
    int slots = little32(header + 4);
    if (slots == 0) return ABSENT;
    if (slots < 0 || !within(table, 8L * slots)) return DAMAGED;
    int slot = (hash >>> 8) % slots;
    for (int tried = 0; tried < slots; tried++) {
      int position = little32(table + 8 * slot + 4);
      if (position == 0) return ABSENT;
      if (little32(table + 8 * slot) == hash) {
        if (!record(position)) return DAMAGED;
        if (keyLength == length && sameKey(key)) return 0;
      }
      slot = slot + 1 == slots ? 0 : slot + 1;
    }
    return ABSENT;
  }

  /** Steps to the next record in file order: 0, {@link #ABSENT} behind the last. */
  public int next() {
    if (size < CdbWriter.HEADER) return DAMAGED;
    int end = little32(0);
    if (end < CdbWriter.HEADER || end > size) return DAMAGED;
    if (next == end) return ABSENT;
    if (!record(next) || dataAt + dataLength > end) return DAMAGED;
    next = dataAt + dataLength;
    return 0;
  }

  public byte[] bytes() {
    return file;
  }

  public int keyAt() {
    return keyAt;
  }

  public int keyLength() {
    return keyLength;
  }

  public int dataAt() {
    return dataAt;
  }

  public int dataLength() {
    return dataLength;
  }

  private boolean record(int position) {
    if (!within(position, 8)) return false;
    keyLength = little32(position);
    dataLength = little32(position + 4);
    keyAt = position + 8;
    if (keyLength < 0 || dataLength < 0) return false;
    if (!within(keyAt, (long) keyLength + dataLength)) return false;
    dataAt = keyAt + keyLength;
    return true;
  }

  private boolean within(int position, long length) {
    return position >= 0 && position + length <= size;
  }

  private boolean sameKey(byte[] key) {
    for (int i = 0; i < keyLength; i++) if (file[keyAt + i] != key[i]) return false;
    return true;
  }

  private int little32(int at) {
    return file[at] & 0xff
        | (file[at + 1] & 0xff) << 8
        | (file[at + 2] & 0xff) << 16
        | (file[at + 3] & 0xff) << 24;
  }
}
