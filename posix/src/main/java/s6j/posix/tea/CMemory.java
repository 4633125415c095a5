package s6j.posix.tea;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.c.Include;
import org.teavm.interop.c.Variable;

/** Memory, errno and the environment of C. */
final class CMemory {
  private CMemory() {}

  @Import(name = "errno")
  @Include("errno.h")
  @Variable
  static native int errno();

  @Import(name = "__errno_location")
  @Include("errno.h")
  static native Address errnoLocation();

  @Import(name = "environ")
  @Include("unistd.h")
  @Variable
  static native Address environ();

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

  @Import(name = "strlen")
  @Include("string.h")
  static native long strlen(Address string);

  @Import(name = "strnlen")
  @Include("string.h")
  static native long strnlen(Address string, long most);
}
