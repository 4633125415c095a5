package s6j.posix.tea;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.c.Include;
import org.teavm.interop.c.Variable;

/** The part of the runtime that starts an image again in its process (fuse.c), and statx. */
final class CFusing {
  static final int AT_EACCESS = 0x200;

  /** What stat tells, and the mount. */
  static final long WANTED = 0x17ff;

  /** Places in what statx fills in. */
  static final int TOLD_AT = 0;

  static final int MODE_AT = 28;
  static final int INODE_AT = 32;
  static final int DEVICE_AT = 136;
  static final int MOUNT_AT = 144;
  static final int SIZE = 256;

  /** Of {@link #TOLD_AT}: the mount is told. */
  static final int TELLS_MOUNT = 0x1000;

  private CFusing() {}

  @Import(name = "SYS_statx")
  @Include("sys/syscall.h")
  @Variable
  static native long statx();

  /** Four numbers that stay when the image starts again: zeros at first. */
  @Import(name = "image_file")
  static native Address file();

  /** Whether the process can become the file, which is its image, as an exec would make it. */
  @Import(name = "image_mayBecome")
  static native int mayBecome(Address file, Address words, Address variables);

  /**
   * Becomes it, without descriptors that are close-on-exec, of which none is above {@code highest};
   * returns only if that is impossible here, and nothing was changed.
   */
  @Import(name = "image_become")
  static native void become(Address file, Address words, Address variables, int highest);
}
