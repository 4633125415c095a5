package s6j.formats;

import org.jspecify.annotations.Nullable;
import s6j.posix.Posix;

/**
 * Until when an fd-holder keeps a descriptor: TAI64N, {@link Tai64n#SIZE} bytes. Without a limit it
 * is 2^61 seconds from now, as the reference has it; what is over 2^60 away counts as none.
 */
public final class FdLimit {
  private static final long INFINITE = 1L << 61;

  private FdLimit() {}

  public static byte[] never(Posix posix) {
    byte[] limit = new byte[Tai64n.SIZE];
    Tai64n.encode(posix.realtimeNanos(), limit, 0);
    BigEndian.put(seconds(limit, 0) + INFINITE, limit, 0, 8);
    return limit;
  }

  /** {@code millis} from now. */
  public static byte[] after(Posix posix, long millis) {
    byte[] limit = new byte[Tai64n.SIZE];
    Tai64n.encode(posix.realtimeNanos() + millis * 1_000_000, limit, 0);
    return limit;
  }

  /** The limit a label tells ({@link Tai64n#label}), or null if it is none. */
  public static byte @Nullable [] parse(byte[] label) {
    if (label.length != Tai64n.LABEL_SIZE || !Tai64n.isLabel(label, 0)) return null;
    byte[] limit = new byte[Tai64n.SIZE];
    for (int i = 0; i < limit.length; i++)
      limit[i] = (byte) (digit(label[2 * i + 1]) << 4 | digit(label[2 * i + 2]));
    return limit;
  }

  private static int digit(byte c) {
    return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
  }

  public static boolean isNever(Posix posix, byte[] limit) {
    byte[] now = new byte[Tai64n.SIZE];
    Tai64n.encode(posix.realtimeNanos(), now, 0);
    return Long.compareUnsigned(seconds(limit, 0), seconds(now, 0) + INFINITE / 2) >= 0;
  }

  private static long seconds(byte[] limit, int at) {
    return BigEndian.get(limit, at, 8);
  }
}
