package s6j.posix.tea;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import s6j.posix.LineCopy;

/** Lines copied by a loop in C (lines.c), eight bytes at a time. */
final class NativeLines {
  private static final int PLACE = 32;

  private NativeLines() {}

  /** What would lie outside of an array is not copied. */
  static void copy(LineCopy copy) {
    if (copy.from < 0 || copy.to > copy.source.length || copy.headLength > copy.head.length) return;
    if (copy.at < 0 || copy.at > copy.target.length) return;
    long places =
        copyLines(
            Address.ofData(copy.head),
            copy.headLength,
            Address.ofData(copy.source).add(copy.from),
            copy.to - copy.from,
            copy.longest,
            Address.ofData(copy.target).add(copy.at),
            copy.target.length - copy.at);
    copy.from += (int) (places >> PLACE);
    copy.at += (int) places;
  }

  /** How many bytes were taken, in the upper half, and how many were put, in the lower. */
  @Import(name = "image_copyLines")
  private static native long copyLines(
      Address head,
      int headLength,
      Address source,
      int size,
      int longest,
      Address target,
      int room);
}
