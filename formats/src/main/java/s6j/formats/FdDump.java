package s6j.formats;

import s6j.posix.Posix;

/** Descriptors of an fd-holder with their names and limits: what a dump carries. For tools. */
public final class FdDump {
  /** Longest name of a held descriptor. */
  public static final int LONGEST_ID = 255;

  private byte[][] ids = new byte[16][];
  private byte[][] limits = new byte[16][];
  private int[] descriptors = new int[16];
  private int count;

  /** {@code limit} is {@link Tai64n#SIZE} bytes ({@link FdLimit}). */
  public void add(byte[] id, int descriptor, byte[] limit) {
    if (count == ids.length) grow();
    ids[count] = id;
    descriptors[count] = descriptor;
    limits[count++] = limit;
  }

  public int count() {
    return count;
  }

  public byte[] id(int place) {
    return ids[place];
  }

  public int descriptor(int place) {
    return descriptors[place];
  }

  public byte[] limit(int place) {
    return limits[place];
  }

  /** Closes all descriptors and forgets them. */
  public void close(Posix posix) {
    for (int i = 0; i < count; i++) posix.close(descriptors[i]);
    count = 0;
  }

  private void grow() {
    byte[][] moreIds = new byte[2 * count][];
    byte[][] moreLimits = new byte[2 * count][];
    int[] moreDescriptors = new int[2 * count];
    System.arraycopy(ids, 0, moreIds, 0, count);
    System.arraycopy(limits, 0, moreLimits, 0, count);
    System.arraycopy(descriptors, 0, moreDescriptors, 0, count);
    ids = moreIds;
    limits = moreLimits;
    descriptors = moreDescriptors;
  }
}
