package s6j.posix;

/** Descriptors that travel with a message; at most 253, as the kernel allows. */
public final class DescriptorSet {
  public static final int CAPACITY = 253;

  public final int[] descriptors = new int[CAPACITY];
  public int count;
}
