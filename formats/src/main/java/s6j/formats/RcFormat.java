package s6j.formats;

import org.jspecify.annotations.Nullable;

/**
 * The formats that databases of s6-rc have had. None carries a number: which one it is follows from
 * where the end banner stands, as the sizes of the records differ.
 */
public enum RcFormat {
  /** Pipelines without funnels, {@code n} of five numbers: not read here. */
  UNTIL_0_3("s6-rc 0.3 or older", 20, 41, 49),
  /** Oneshots with two scripts. */
  FROM_0_4_TO_0_6("s6-rc 0.4 to 0.6", 24, 45, 49),
  /** Oneshots with three scripts. */
  FROM_0_7("s6-rc 0.7", 24, 45, 57),
  /** More numbers in {@code n} than are known: not read here. */
  LATER("an s6-rc later than 0.7", 28, 0, 0);

  /** What writes it, for messages. */
  public final String writer;

  /** Bytes of {@code n}. */
  final int sizes;

  final int longrunRecord;
  public final int oneshotRecord;

  RcFormat(String writer, int sizes, int longrunRecord, int oneshotRecord) {
    this.writer = writer;
    this.sizes = sizes;
    this.longrunRecord = longrunRecord;
    this.oneshotRecord = oneshotRecord;
  }

  /**
   * The format of {@code n} and {@code db}: for 24 bytes of {@code n} always one that is read here,
   * if need be one that finds the database damaged; else null if this is no database.
   */
  public static @Nullable RcFormat of(byte[] n, int nLength, byte[] db, int dbLength) {
    if (nLength == UNTIL_0_3.sizes) return UNTIL_0_3.fits(n, db, dbLength) ? UNTIL_0_3 : null;
    if (nLength == FROM_0_7.sizes)
      return !FROM_0_7.fits(n, db, dbLength) && FROM_0_4_TO_0_6.fits(n, db, dbLength)
          ? FROM_0_4_TO_0_6
          : FROM_0_7;
    boolean whole =
        isAt(RcDatabase.START, 0, db, dbLength)
            && isAt(RcDatabase.END, dbLength - RcDatabase.END.length(), db, dbLength);
    return whole && nLength >= LATER.sizes && nLength % 4 == 0 ? LATER : null;
  }

  /** Whether a text stands in {@code length} bytes at a place, which may lie outside. */
  public static boolean isAt(String text, long place, byte[] bytes, int length) {
    if (place < 0 || place > length - text.length()) return false;
    for (int i = 0; i < text.length(); i++)
      if (bytes[(int) place + i] != (byte) text.charAt(i)) return false;
    return true;
  }

  private boolean fits(byte[] n, byte[] db, int dbLength) {
    return isAt(RcDatabase.END, endAt(n), db, dbLength);
  }

  /** How many scripts a oneshot has; {@link RcDatabase#RELOAD} is the last. */
  public int scripts() {
    return oneshotRecord == 57 ? 3 : 2;
  }

  /** Where the record of a service begins in {@code db}, whose sizes are the bytes {@code n}. */
  public long recordAt(byte[] n, long service) {
    long longruns = BigEndian.get(n, 4, 4);
    long tables = 2 * BigEndian.get(n, 16, 4) + (sizes == 24 ? BigEndian.get(n, 20, 4) : 0);
    long first = RcDatabase.START.length() + BigEndian.get(n, 8, 4) + 4 * tables;
    if (service <= longruns) return first + longrunRecord * service;
    return first + longrunRecord * longruns + oneshotRecord * (service - longruns);
  }

  /** Where the end banner stands. */
  public long endAt(byte[] n) {
    return recordAt(n, BigEndian.get(n, 0, 4) + BigEndian.get(n, 4, 4));
  }
}
