package s6j.formats;

/**
 * A compiled set of services (s6-rc's {@code n} and {@code db}): longruns first, numbered from 0,
 * then oneshots. Flat arrays, so that 100,000 services stay small.
 *
 * <p>Per service: offsets into the string pool, timeouts in milliseconds (0 for none), and ranges
 * of the dependency tables, whose numbers ascend within a service.
 */
public final class RcDatabase {
  /** Places of a oneshot's scripts in {@link #argumentCount} and {@link #firstArgument}. */
  public static final int DOWN = 0;

  public static final int UP = 1;
  public static final int RELOAD = 2;

  /** Bits of {@link #flags}. */
  public static final int ESSENTIAL = 1;

  public static final int RECOMMENDED = 2;

  public static final String START = "s6rc-db: start\n";
  public static final String END = "\ns6rc-db: end\n";
  public static final int RECORD_END = 0xfe;

  public final int longruns;

  /** NUL-ended names and words; {@link #stringLength} bytes of it. */
  public byte[] strings;

  public int stringLength;

  public final int[] name;
  public final int[] flags;
  public final int[] timeoutDown;
  public final int[] timeoutUp;

  /** Who depends on a service: {@link #neededByCount} numbers from {@link #neededByStart}. */
  public int[] neededBy;

  public final int[] neededByCount;
  public final int[] neededByStart;

  /** What a service directly depends on. */
  public int[] needs;

  public final int[] needsCount;
  public final int[] needsStart;

  public int[] producers;
  public final int[] consumer;
  public final int[] producerCount;
  public final int[] producerStart;

  /** By script ({@link #DOWN}, ...), then by oneshot number from 0. */
  public final int[][] argumentCount;

  public final int[][] firstArgument;

  /** What stands beside {@code db}. */
  public RcRelations relations;

  public RcDatabase(int longruns, int oneshots) {
    this.longruns = longruns;
    int count = longruns + oneshots;
    relations = new RcRelations(count);
    name = new int[count];
    flags = new int[count];
    timeoutDown = new int[count];
    timeoutUp = new int[count];
    neededByCount = new int[count];
    neededByStart = new int[count];
    needsCount = new int[count];
    needsStart = new int[count];
    consumer = new int[longruns];
    producerCount = new int[longruns];
    producerStart = new int[longruns];
    argumentCount = new int[3][oneshots];
    firstArgument = new int[3][oneshots];
  }

  public int count() {
    return name.length;
  }

  public int oneshots() {
    return name.length - longruns;
  }

  public boolean isLongrun(int service) {
    return service < longruns;
  }

  /** A new string of a service's name. */
  public byte[] nameOf(int service) {
    return stringAt(name[service]);
  }

  /** A new string of what stands at an offset of the pool. */
  public byte[] stringAt(int offset) {
    int end = endOfString(offset);
    byte[] string = new byte[end - offset];
    System.arraycopy(strings, offset, string, 0, string.length);
    return string;
  }

  /** The offset of the NUL that ends the string at an offset. */
  public int endOfString(int offset) {
    int end = offset;
    while (end < stringLength && strings[end] != 0) end++;
    return end;
  }

  /** The words of a oneshot's script. */
  public byte[][] script(int service, int which) {
    int oneshot = service - longruns;
    byte[][] words = new byte[argumentCount[which][oneshot]][];
    int at = firstArgument[which][oneshot];
    for (int i = 0; i < words.length; i++) {
      words[i] = stringAt(at);
      at += words[i].length + 1;
    }
    return words;
  }

  /** The sum over oneshots and scripts of words + 1. */
  public int argumentSlots() {
    int slots = 0;
    for (int[] counts : argumentCount) for (int count : counts) slots += count + 1;
    return slots;
  }

  /** The 24 bytes of {@code n}. */
  public byte[] sizes() {
    return new ByteSink(24)
        .big32(oneshots())
        .big32(longruns)
        .big32(stringLength)
        .big32(argumentSlots())
        .big32(needs.length)
        .big32(producers.length)
        .copy();
  }

  /** The bytes of {@code db}. */
  public ByteSink encode() {
    int records = 45 * longruns + 57 * oneshots();
    int tables = 4 * (neededBy.length + needs.length + producers.length);
    ByteSink out = new ByteSink(stringLength + records + tables + 32);
    out.put(START).put(strings, 0, stringLength);
    for (int service : neededBy) out.big32(service);
    for (int service : needs) out.big32(service);
    for (int service : producers) out.big32(service);
    for (int service = 0; service < count(); service++) record(service, out);
    return out.put(END);
  }

  private void record(int service, ByteSink out) {
    out.big32(name[service]).big32(flags[service]);
    out.big32(timeoutDown[service]).big32(timeoutUp[service]);
    out.big32(neededByCount[service]).big32(needsCount[service]);
    out.big32(neededByStart[service]).big32(needsStart[service]);
    if (isLongrun(service)) {
      out.big32(consumer[service]).big32(producerCount[service]).big32(producerStart[service]);
    } else {
      int oneshot = service - longruns;
      for (int script = DOWN; script <= RELOAD; script++)
        out.big32(argumentCount[script][oneshot]).big32(firstArgument[script][oneshot]);
    }
    out.put(RECORD_END);
  }
}
