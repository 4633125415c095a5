package s6j.log.ship;

/** FNV-1a in 64 bits. */
final class LineHash {
  private static final long BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private LineHash() {}

  static long of(byte[] bytes, int from, int to) {
    long hash = BASIS;
    for (int i = from; i < to; i++) hash = (hash ^ bytes[i] & 0xff) * PRIME;
    return hash;
  }
}
