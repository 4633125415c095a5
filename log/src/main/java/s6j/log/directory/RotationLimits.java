package s6j.log.directory;

/**
 * The control directives that hold for a log directory (docs/specification/s6.md, E.2), copied when
 * it is named.
 */
public final class RotationLimits {
  public static final long SMALLEST_SIZE = 4096;
  public static final long BIGGEST_SIZE = 268435455;

  /** n: archives kept. */
  public long archives = 10;

  /** s: bytes at which current is rotated. */
  public long size = 99999;

  /** svlogd's N: down to so many archives go when the disk is full; 0 is none. */
  public long archivesOnFullDisk;

  /** S: bytes that all archives may have; 0 is no limit. */
  public long totalSize;

  /** l: how far under {@link #size} a rotation may come. */
  public long tolerance = 2000;

  /** r: how long to wait after an error. */
  public long retryMillis = 2000;

  /** R: rotate this often; 0 is never. */
  public long periodSeconds;

  public RotationLimits copy() {
    RotationLimits copy = new RotationLimits();
    copy.archives = archives;
    copy.archivesOnFullDisk = archivesOnFullDisk;
    copy.size = size;
    copy.totalSize = totalSize;
    copy.tolerance = tolerance;
    copy.retryMillis = retryMillis;
    copy.periodSeconds = periodSeconds;
    return copy;
  }

  /** Bytes in current from which on it is rotated at the next line end. */
  long rotateAt() {
    return size - tolerance;
  }
}
