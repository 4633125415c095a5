package s6j.posix.jnr;

import com.kenai.jffi.Library;
import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/** The C library as JNR binds it, and how its answers become those of the seam. */
final class CLibrary {
  static final Runtime RUNTIME = Runtime.getSystemRuntime();
  private static final int EINTR = 4;

  private CLibrary() {}

  static <T> T bind(Class<T> calls) {
    return LibraryLoader.create(calls).load("libc.so.6");
  }

  /** The address of environ, wherever the executable has it. */
  static long environ() {
    return NativeMemory.pointer(Library.getDefault().getSymbolAddress("environ"));
  }

  static int errno() {
    return LastError.getLastError(RUNTIME);
  }

  /** The result, or the negated errno for -1. */
  static int answer(int result) {
    return result == -1 ? -errno() : result;
  }

  static long answer(long result) {
    return result == -1 ? -errno() : result;
  }

  /** Whether a call that answered -1 was cut short by a signal and is to be repeated. */
  static boolean interrupted(long result) {
    return result == -1 && errno() == EINTR;
  }
}
