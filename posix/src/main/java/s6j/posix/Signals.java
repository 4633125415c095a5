package s6j.posix;

import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;
import s6j.posix.meaning.Pid;

/** The system calls that send signals, and those that say what becomes of signals. */
@OrErrno
public interface Signals {
  /** Sends a signal; {@code pid} under -1 for a process group. pid 0 and -1 are {@code -EINVAL}. */
  int kill(@Pid int pid, int signal);

  /** Sends a signal to every process but this one and process 1: kill(-1). Shutdown only. */
  int killAll(int signal);

  /**
   * Blocks the signals of {@code set} ({@link Signal#bit}, or-ed) and answers a non-blocking,
   * close-on-exec descriptor that becomes readable when one arrives.
   */
  @Descriptor
  int signals(long set);

  /** The next signal that arrived at a {@link #signals} descriptor; 0 when there is none. */
  int nextSignal(@Descriptor int fd);

  /**
   * Ends this process by a signal, whatever was to become of that one, and leaves no core file.
   * Returns if it lives on: the signal is none that ends, or the process is the first of its
   * namespace.
   */
  int die(int signal);

  int ignoreSignal(int signal);

  int defaultSignal(int signal);

  /** 1 if the signal is ignored at present. */
  int isIgnored(int signal);
}
