package s6j.ipc.fdholder;

import s6j.formats.BigEndian;
import s6j.formats.FdDump;
import s6j.formats.Tai64n;
import s6j.posix.Posix;

/**
 * The descriptors that an fd-holder keeps: a table of fixed size, found by name through a hash
 * table; nothing is allocated once it is made.
 *
 * <p>While a dump is under way ({@link #freeze}) what is deleted can no longer be found, but its
 * descriptor stays open and its place taken until {@link #thaw}, so that the dump tells one moment.
 */
final class FdStore {
  static final int NONE = -1;

  private static final int LONGEST = FdDump.LONGEST_ID;

  private final Posix posix;
  private final int capacity;
  private final byte[] ids;
  private final int[] idLengths;
  private final int[] descriptors;
  private final byte[] limits;

  /** The next place in the same hash chain, or in the list of free or deleted places. */
  private final int[] next;

  private final boolean[] kept;
  private final int[] chains;
  private final byte[] now = new byte[Tai64n.SIZE];
  private int free;
  private int deleted = NONE;
  private int used;
  private int count;
  private boolean frozen;

  /** The place whose limit comes first; {@link #NONE} if that has to be looked for. */
  private int earliest = NONE;

  FdStore(Posix posix, int capacity) {
    this.posix = posix;
    this.capacity = capacity;
    ids = new byte[capacity * LONGEST];
    idLengths = new int[capacity];
    descriptors = new int[capacity];
    limits = new byte[capacity * Tai64n.SIZE];
    next = new int[capacity];
    kept = new boolean[capacity];
    chains = new int[capacity];
    for (int i = 0; i < capacity; i++) {
      next[i] = i + 1 < capacity ? i + 1 : NONE;
      chains[i] = NONE;
    }
  }

  /** How many descriptors are kept. */
  int count() {
    return count;
  }

  int capacity() {
    return capacity;
  }

  /** How many more can be kept. */
  int room() {
    return capacity - used;
  }

  /** The place of a name of {@code length} bytes at {@code at}, or {@link #NONE}. */
  int find(byte[] bytes, int at, int length) {
    for (int place = chains[chain(bytes, at, length)]; place != NONE; place = next[place])
      if (isNamed(place, bytes, at, length)) return place;
    return NONE;
  }

  /**
   * Keeps a descriptor under a name that is not there yet, until the {@link Tai64n#SIZE} bytes at
   * {@code limitAt}; there must be {@link #room}. Its place.
   */
  int add(byte[] bytes, int at, int length, int descriptor, int limitAt) {
    int place = free;
    free = next[place];
    System.arraycopy(bytes, at, ids, place * LONGEST, length);
    System.arraycopy(bytes, limitAt, limits, place * Tai64n.SIZE, Tai64n.SIZE);
    idLengths[place] = length;
    descriptors[place] = descriptor;
    kept[place] = true;
    int chain = chain(bytes, at, length);
    next[place] = chains[chain];
    chains[chain] = place;
    used++;
    count++;
    if (count == 1 || earliest != NONE && isBefore(place, earliest)) earliest = place;
    return place;
  }

  /** Forgets the descriptor at a place and closes it. */
  void delete(int place) {
    unchain(place);
    kept[place] = false;
    count--;
    if (earliest == place) earliest = NONE;
    if (frozen) {
      next[place] = deleted;
      deleted = place;
    } else release(place);
  }

  /** Closes all; no dump may be under way. */
  void clear() {
    for (int i = 0; i < capacity; i++) if (kept[i]) delete(i);
  }

  /** From now on deleted descriptors stay open. */
  void freeze() {
    frozen = true;
  }

  /** Closes what was deleted since {@link #freeze}. */
  void thaw() {
    frozen = false;
    while (deleted != NONE) {
      int place = deleted;
      deleted = next[place];
      release(place);
    }
  }

  boolean isKept(int place) {
    return kept[place];
  }

  int descriptor(int place) {
    return descriptors[place];
  }

  int idLength(int place) {
    return idLengths[place];
  }

  /** Copies a name to {@code into}: the place behind it. */
  int copyId(int place, byte[] into, int at) {
    System.arraycopy(ids, place * LONGEST, into, at, idLengths[place]);
    return at + idLengths[place];
  }

  int copyLimit(int place, byte[] into, int at) {
    System.arraycopy(limits, place * Tai64n.SIZE, into, at, Tai64n.SIZE);
    return at + Tai64n.SIZE;
  }

  /** Forgets the descriptors whose time is over. */
  void expire() {
    Tai64n.encode(posix.realtimeNanos(), now, 0);
    for (int place = earliest(); place != NONE; place = earliest()) {
      if (compare(limits, place * Tai64n.SIZE, now, 0) > 0) return;
      delete(place);
    }
  }

  /** Milliseconds until the next descriptor's time is over, at most {@code most}. */
  int millisToNext(int most) {
    int place = earliest();
    if (place == NONE) return most;
    Tai64n.encode(posix.realtimeNanos(), now, 0);
    int at = place * Tai64n.SIZE;
    if (compare(limits, at, now, 0) <= 0) return 0;
    long seconds = BigEndian.get(limits, at, 8) - BigEndian.get(now, 0, 8);
    if (seconds < 0 || seconds > most / 1000) return most;
    long nanos = BigEndian.get(limits, at + 8, 4) - BigEndian.get(now, 8, 4);
    long millis = seconds * 1000 + nanos / 1_000_000 + 1;
    return millis < most ? (int) millis : most;
  }

  private int earliest() {
    if (earliest != NONE || count == 0) return count == 0 ? NONE : earliest;
    for (int i = 0; i < capacity; i++)
      if (kept[i] && (earliest == NONE || isBefore(i, earliest))) earliest = i;
    return earliest;
  }

  private boolean isBefore(int a, int b) {
    return compare(limits, a * Tai64n.SIZE, limits, b * Tai64n.SIZE) < 0;
  }

  private static int compare(byte[] a, int atA, byte[] b, int atB) {
    for (int i = 0; i < Tai64n.SIZE; i++) {
      int difference = (a[atA + i] & 0xff) - (b[atB + i] & 0xff);
      if (difference != 0) return difference;
    }
    return 0;
  }

  private void release(int place) {
    posix.close(descriptors[place]);
    next[place] = free;
    free = place;
    used--;
  }

  private void unchain(int place) {
    int chain = chain(ids, place * LONGEST, idLengths[place]);
    if (chains[chain] == place) {
      chains[chain] = next[place];
      return;
    }
    int before = chains[chain];
    while (next[before] != place) before = next[before];
    next[before] = next[place];
  }

  private boolean isNamed(int place, byte[] bytes, int at, int length) {
    if (idLengths[place] != length) return false;
    int own = place * LONGEST;
    for (int i = 0; i < length; i++) if (ids[own + i] != bytes[at + i]) return false;
    return true;
  }

  private int chain(byte[] bytes, int at, int length) {
    int hash = 5381;
    for (int i = 0; i < length; i++) hash = hash * 33 ^ bytes[at + i] & 0xff;
    return (hash & 0x7fffffff) % capacity;
  }
}
