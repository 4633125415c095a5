package s6j.posix.tea;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.c.Include;
import org.teavm.interop.c.Variable;

/**
 * Memory, errno and the environment of C.
 *
 * <p>For all bindings of this package: a {@code @Variable} call stands alone in its statement. The
 * C backend gives two of them in one expression the same temporary, so that both answer the same.
 * What has one value on every Linux is therefore a Java constant.
 */
final class CMemory {
  private CMemory() {}

  @Import(name = "errno")
  @Include("errno.h")
  @Variable
  static native int errno();

  @Import(name = "environ")
  @Include("unistd.h")
  @Variable
  static native Address environ();

  /** The string that argv[0] points to, in glibc and musl. */
  @Import(name = "program_invocation_name")
  @Include("errno.h")
  @Variable
  static native Address programName();

  /** A macro of the build: a string, or 0. */
  @Import(name = "S6J_PATH")
  @Include("errno.h")
  @Variable
  static native Address builtPath();

  /** What the kernel told this process at its start. */
  @Import(name = "getauxval")
  @Include("sys/auxv.h")
  static native long auxiliary(long type);

  /** Ends the process with a message. */
  @Import(name = "teavm_outOfMemory")
  static native void outOfMemory();

  /** What {@link #malloc} and {@link #realloc} answered, unless there was no memory. */
  static Address had(Address block) {
    if (block.toLong() == 0) outOfMemory();
    return block;
  }

  @Import(name = "malloc")
  @Include("stdlib.h")
  static native Address malloc(long size);

  @Import(name = "realloc")
  @Include("stdlib.h")
  static native Address realloc(Address block, long size);

  @Import(name = "free")
  @Include("stdlib.h")
  static native void free(Address block);

  @Import(name = "memcpy")
  @Include("string.h")
  static native Address memcpy(Address to, Address from, long size);

  @Import(name = "memset")
  @Include("string.h")
  static native Address memset(Address to, int value, long size);

  @Import(name = "memchr")
  @Include("string.h")
  static native Address memchr(Address from, int wanted, long size);

  /** Gives the whole pages in there back (image.c). */
  @Import(name = "image_forget")
  static native void forget(Address from, long size);

  @Import(name = "strlen")
  @Include("string.h")
  static native long strlen(Address string);

  @Import(name = "strnlen")
  @Include("string.h")
  static native long strnlen(Address string, long most);
}
