package s6j.formats;

import s6j.posix.Errno;

/**
 * Reads {@code n} and {@code db} from memory, as s6-rc 0.4 and later write them, checking what the
 * reference's reader checks and that nothing points outside: a damaged file is an answer, never a
 * crash.
 */
public final class RcDatabaseReader {
  /** Answer of {@link #read}: the database is sound. */
  public static final int SOUND = 0;

  /** Answer of {@link #read}: the database contradicts itself (exit 4). */
  public static final int INVALID = 1;

  /** Answer of {@link #read}: it ends early without a word cut in half (no errno, exit 111). */
  public static final int SHORT = 2;

  /** Answer of {@code CompiledDirectory.readSizes}: a format that is not read here (exit 4). */
  public static final int FOREIGN = 3;

  /** Answer of {@code CompiledDirectory.readDatabase}: its relations are damaged (exit 4). */
  public static final int BAD_RELATIONS = 4;

  private static final int SIZES = 24;

  private final byte[] bytes;
  private final int size;
  private int at;
  private int verdict;
  private RcDatabase database;
  private RcFormat format;

  private RcDatabaseReader(byte[] bytes, int size) {
    this.bytes = bytes;
    this.size = size;
  }

  /** 0 if these may be the bytes of {@code n}; {@code -EPIPE} if short, {@link #SHORT} if long. */
  public static int checkSizes(int size) {
    if (size == SIZES) return 0;
    return size < SIZES ? -Errno.EPIPE : SHORT;
  }

  /** Starts reading {@code size} bytes of {@code db}. */
  public static RcDatabaseReader of(byte[] db, int size) {
    return new RcDatabaseReader(db, size);
  }

  /** What {@link #read} built. */
  public RcDatabase database() {
    return database;
  }

  /**
   * Reads the database whose sizes are the 24 bytes {@code n}: {@link #SOUND}, {@link #INVALID},
   * {@link #SHORT}, or {@code -EPIPE} if it ends inside a number.
   */
  public int read(byte[] n) {
    long oneshots = unsigned(n, 0);
    long longruns = unsigned(n, 4);
    long strings = unsigned(n, 8);
    long slots = unsigned(n, 12);
    long needs = unsigned(n, 16);
    long producers = unsigned(n, 20);
    if (!text(RcDatabase.START)) return verdict;
    format = RcFormat.of(n, SIZES, bytes, size);
    if (strings > size - at) return SHORT;
    if (tooBig(longruns, oneshots, needs, producers)) return tooShort();
    database = new RcDatabase((int) longruns, (int) oneshots);
    database.stringLength = (int) strings;
    database.strings = new byte[(int) strings];
    System.arraycopy(bytes, at, database.strings, 0, (int) strings);
    at += (int) strings;
    database.neededBy = numbers((int) needs, database.count());
    database.needs = numbers((int) needs, database.count());
    database.producers = numbers((int) producers, (int) longruns);
    for (int i = 0; i < database.count() && verdict == SOUND; i++) record(i);
    if (verdict == SOUND && slots() != slots) verdict = INVALID;
    if (verdict == SOUND) text(RcDatabase.END);
    return verdict;
  }

  /** Whether what {@code n} promises cannot fit, so that nothing is allocated for it. */
  private boolean tooBig(long longruns, long oneshots, long needs, long producers) {
    long rest = size - at;
    long records = format.longrunRecord * longruns + format.oneshotRecord * oneshots;
    return records + 8 * needs + 4 * producers > rest;
  }

  /** The verdict on a file that ends before what it must hold. */
  private static int tooShort() {
    return -Errno.EPIPE;
  }

  private boolean text(String wanted) {
    if (size - at < wanted.length()) {
      verdict = SHORT;
      return false;
    }
    for (int i = 0; i < wanted.length(); i++)
      if (bytes[at + i] != (byte) wanted.charAt(i)) verdict = INVALID;
    at += wanted.length();
    return verdict == SOUND;
  }

  private int[] numbers(int count, int limit) {
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = number();
      if (numbers[i] < 0 || numbers[i] >= limit) verdict = INVALID;
    }
    return numbers;
  }

  private void record(int service) {
    RcDatabase db = database;
    db.name[service] = number();
    if (!isString(db.name[service])) verdict = INVALID;
    db.flags[service] = number();
    db.timeoutDown[service] = number();
    db.timeoutUp[service] = number();
    db.neededByCount[service] = number();
    db.needsCount[service] = number();
    db.neededByStart[service] = range(db.neededByCount[service], db.neededBy.length);
    db.needsStart[service] = range(db.needsCount[service], db.needs.length);
    if (db.isLongrun(service)) longrun(service);
    else scripts(service - db.longruns);
    if (at < size && (bytes[at] & 0xff) != RcDatabase.RECORD_END) verdict = INVALID;
    at++;
  }

  private void longrun(int service) {
    database.consumer[service] = number();
    database.producerCount[service] = number();
    int consumer = database.consumer[service];
    if (consumer < 0 || consumer > database.longruns) verdict = INVALID;
    int count = database.producerCount[service];
    database.producerStart[service] = range(count, database.producers.length);
  }

  /** A oneshot without a third script has an empty one, as the compiler would write it. */
  private void scripts(int oneshot) {
    for (int script = 0; script < format.scripts(); script++) script(script, oneshot);
    if (format.scripts() == 2)
      database.firstArgument[RcDatabase.RELOAD][oneshot] = database.stringLength;
  }

  private long slots() {
    return database.argumentSlots() - (long) (3 - format.scripts()) * database.oneshots();
  }

  private void script(int script, int oneshot) {
    int count = number();
    int offset = number();
    database.argumentCount[script][oneshot] = count;
    database.firstArgument[script][oneshot] = offset;
    if (count < 0 || count > database.stringLength || !areStrings(offset, count)) verdict = INVALID;
  }

  private boolean areStrings(int offset, int count) {
    int place = offset;
    for (int i = 0; i < count; i++) {
      if (!isString(place)) return false;
      place = database.endOfString(place) + 1;
    }
    return true;
  }

  /** Whether a NUL-ended string starts there, inside the pool. */
  private boolean isString(int offset) {
    return offset >= 0
        && offset < database.stringLength
        && database.endOfString(offset) < database.stringLength;
  }

  private int range(int count, int limit) {
    int start = number();
    if (start < 0 || start > limit || count < 0 || count > limit - start) verdict = INVALID;
    return start;
  }

  private int number() {
    if (size - at < 4) {
      if (verdict == SOUND) verdict = -Errno.EPIPE;
      return 0;
    }
    int value = (int) unsigned(bytes, at);
    at += 4;
    return value;
  }

  private static long unsigned(byte[] from, int at) {
    return (from[at] & 0xffL) << 24
        | (from[at + 1] & 0xff) << 16
        | (from[at + 2] & 0xff) << 8
        | from[at + 3] & 0xff;
  }
}
