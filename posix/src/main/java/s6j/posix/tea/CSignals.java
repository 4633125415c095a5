package s6j.posix.tea;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Structure;
import org.teavm.interop.c.Include;
import org.teavm.interop.c.Name;
import org.teavm.interop.c.Native;

/** C's calls on signals. */
final class CSignals {
  /** Bytes of a sigset_t; the first 8 are the mask the kernel knows, signal n its bit n - 1. */
  static final int SET = 128;

  static final int SIG_BLOCK = 0;
  static final int SIG_UNBLOCK = 1;
  static final int SIG_SETMASK = 2;
  static final long SIG_DFL = 0;
  static final long SIG_IGN = 1;

  private CSignals() {}

  @Import(name = "kill")
  @Include("signal.h")
  static native int kill(int pid, int signal);

  @Import(name = "sigprocmask")
  @Include("signal.h")
  static native int sigprocmask(int how, Address set, Address old);

  @Import(name = "signalfd")
  @Include("sys/signalfd.h")
  static native int signalfd(int fd, Address set, int flags);

  @Import(name = "sigaction")
  @Include("signal.h")
  static native int sigaction(int signal, Action action, Action old);

  /** What a signal does. */
  @Native(structKeyword = true)
  @Name("sigaction")
  @Include("signal.h")
  static final class Action extends Structure {
    @Name("sa_handler")
    Address handler;
  }
}
