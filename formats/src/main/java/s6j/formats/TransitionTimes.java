package s6j.formats;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;
import s6j.posix.Decimal;

/**
 * When the transitions of services began and how long they took: the file {@code .times} of a live
 * directory, which s6-rc's own programs ignore; for tools.
 *
 * <p>A line a transition, in the order of their ends, so that writers append and the last line of a
 * service and direction counts: the TAI64N label of its start, {@code up}, {@code down} or {@code
 * reload}, its duration in microseconds as a decimal, {@code ok}, {@code failed} or {@code
 * failed:EXITCODE}, and the name, which goes to the end of the line; one blank between them. Lines
 * that are nothing of the kind - a writer may have died in the middle of one - are counted, not
 * believed.
 */
public final class TransitionTimes {
  /** What a service does in a transition. */
  public enum Way {
    UP("up"),
    DOWN("down"),
    RELOAD("reload");

    /** As the file spells it. */
    public final String word;

    Way(String word) {
      this.word = word;
    }

    /** Null for another word. */
    static @Nullable Way of(byte[] spelled) {
      if (CString.is(spelled, "up")) return UP;
      if (CString.is(spelled, "down")) return DOWN;
      return CString.is(spelled, "reload") ? RELOAD : null;
    }
  }

  /** One transition. */
  public static final class Record {
    public final byte[] service;
    public final Way way;

    /** Nanoseconds since 1970, as {@link s6j.posix.Posix#realtimeNanos} gives them. */
    public final long startNanos;

    public final long durationMicros;
    public final boolean succeeded;

    /** Of the command that failed, 128 + the signal that killed it; or {@link #UNKNOWN}. */
    public final int exitCode;

    public Record(
        byte[] service, Way way, long startNanos, long durationMicros, boolean succeeded) {
      this(service, way, startNanos, durationMicros, succeeded, UNKNOWN);
    }

    public Record(
        byte[] service,
        Way way,
        long startNanos,
        long durationMicros,
        boolean succeeded,
        int exitCode) {
      this.exitCode = exitCode;
      this.service = service;
      this.way = way;
      this.startNanos = startNanos;
      this.durationMicros = durationMicros;
      this.succeeded = succeeded;
    }

    /** Adds its line, line feed included. */
    public void write(ByteSink out) {
      byte[] label = new byte[Tai64n.LABEL_SIZE];
      Tai64n.label(startNanos, label, 0);
      out.put(label).put(' ').put(way.word).put(' ');
      out.put(Decimal.string(durationMicros)).put(succeeded ? " ok" : " failed");
      if (!succeeded && exitCode >= 0) out.put(':').put(Decimal.string(exitCode));
      out.put(' ');
      out.put(service, 0, CString.length(service)).put('\n');
    }
  }

  /** No exit code is recorded. */
  public static final int UNKNOWN = -1;

  /** The file's name in a live directory. */
  public static final String FILE = ".times";

  private static final int WAY_AT = Tai64n.LABEL_SIZE + 1;
  private static final int MOST_DIGITS = 18;
  private static final byte[] FAILED_WITH = CString.of("failed:");

  private final NameTable names = new NameTable();

  /** By name, three places each: the last transition of each way, or null. */
  private Record[] last = new Record[48];

  private int damaged;

  /** Takes in the lines of a file; may be called for several. */
  public TransitionTimes read(byte[] bytes, int length) {
    for (int from = 0; from < length; ) {
      int to = from;
      while (to < length && bytes[to] != '\n') to++;
      Record record = to < length ? parse(CString.slice(bytes, from, to)) : null;
      if (record != null) add(record);
      else damaged++;
      from = to + 1;
    }
    return this;
  }

  /** Takes in a transition, in place of an earlier one of the service and way. */
  public void add(Record record) {
    int number = names.add(record.service);
    if (3 * number + 3 > last.length) grow();
    last[3 * number + record.way.ordinal()] = record;
  }

  /** The last transition of a service in one way, or null. */
  public @Nullable Record of(byte[] service, Way way) {
    int number = names.find(service);
    return number < 0 ? null : last[3 * number + way.ordinal()];
  }

  /** How many lines were nothing of the kind. */
  public int damaged() {
    return damaged;
  }

  /** The file with only what counts, services in order of first appearance. */
  public ByteSink encode() {
    ByteSink out = new ByteSink(64 * names.count());
    for (int i = 0; i < 3 * names.count(); i++) if (last[i] != null) last[i].write(out);
    return out;
  }

  private static @Nullable Record parse(byte[] line) {
    long start = Tai64n.parseLabel(line, 0);
    if (start == Tai64n.INVALID) return null;
    int wayEnd = blank(line, WAY_AT);
    int durationEnd = blank(line, wayEnd + 1);
    int resultEnd = blank(line, durationEnd + 1);
    if (resultEnd + 1 >= line.length || line[WAY_AT - 1] != ' ') return null;
    Way way = Way.of(CString.slice(line, WAY_AT, wayEnd));
    long duration = number(line, wayEnd + 1, durationEnd);
    byte[] result = CString.slice(line, durationEnd + 1, resultEnd);
    boolean succeeded = CString.is(result, "ok");
    if (way == null || duration < 0) return null;
    boolean coded = CString.startsWith(result, FAILED_WITH);
    long exitCode = coded ? number(result, FAILED_WITH.length, result.length) : UNKNOWN;
    if (coded && (exitCode < 0 || exitCode > 255)) return null;
    if (!succeeded && !coded && !CString.is(result, "failed")) return null;
    byte[] service = CString.slice(line, resultEnd + 1, line.length);
    return new Record(service, way, start, duration, succeeded, (int) exitCode);
  }

  /** A decimal of at most 18 digits, or -1. */
  private static long number(byte[] line, int from, int to) {
    if (from >= to || to - from > MOST_DIGITS) return -1;
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = line[i] - '0';
      if (digit < 0 || digit > 9) return -1;
      value = 10 * value + digit;
    }
    return value;
  }

  private static int blank(byte[] line, int from) {
    int at = from;
    while (at < line.length && line[at] != ' ') at++;
    return at < line.length ? at : line.length;
  }

  private void grow() {
    Record[] more = new Record[2 * last.length];
    System.arraycopy(last, 0, more, 0, last.length);
    last = more;
  }
}
