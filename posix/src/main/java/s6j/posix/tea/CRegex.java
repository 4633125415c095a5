package s6j.posix.tea;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Structure;
import org.teavm.interop.c.Include;
import org.teavm.interop.c.Name;
import org.teavm.interop.c.Native;

/** C's regular expressions. */
final class CRegex {
  static final int REG_EXTENDED = 1;
  static final int REG_NOSUB = 8;
  static final int LC_ALL = 6;

  private CRegex() {}

  @Import(name = "setlocale")
  @Include("locale.h")
  static native Address setlocale(int category, Address name);

  @Import(name = "regcomp")
  @Include("regex.h")
  static native int regcomp(Address regex, Address pattern, int flags);

  @Import(name = "regexec")
  @Include("regex.h")
  static native int regexec(Address regex, Address string, long count, Address places, int flags);

  @Import(name = "regfree")
  @Include("regex.h")
  static native void regfree(Address regex);

  @Import(name = "regerror")
  @Include("regex.h")
  static native long regerror(int error, Address regex, Address buffer, long length);

  /** A compiled expression. */
  @Native
  @Name("regex_t")
  @Include("regex.h")
  static final class Regex extends Structure {
    @Name("re_nsub")
    long groups;
  }

  /** Where a group matched. */
  @Native
  @Name("regmatch_t")
  @Include("regex.h")
  static final class Place extends Structure {
    @Name("rm_so")
    int from;

    @Name("rm_eo")
    int to;
  }
}
