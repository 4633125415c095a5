package s6j.rc;

import s6j.formats.NameList;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;

/** Runs a program of this suite and waits for it; a signal to end is passed on to it. */
final class ChildRun {
  private static final long SIGNALS =
      Signal.bit(Signal.SIGCHLD) | Signal.bit(Signal.SIGTERM) | Signal.bit(Signal.SIGINT);

  /** Longest wait between looks: a JVM's other threads may take SIGCHLD. */
  private static final int LOOK_MILLIS = 1000;

  private static final int NOTHING = -1;

  private final Posix posix;
  private final byte[] calledAs;
  private final int[] status = new int[1];
  private int signals = -1;

  ChildRun(Posix posix, byte[] calledAs) {
    this.posix = posix;
    this.calledAs = calledAs;
  }

  /** Runs a program that gets no descriptor of this one. */
  int run(NameList words) {
    return run(words, NOTHING);
  }

  /**
   * Runs {@code words[0]}, looked for beside this program first: its exit code, 128 + signal if it
   * was killed, or the negated errno if it could not be started. {@code shared} is a descriptor
   * that it gets under the same number, or negative.
   */
  int run(NameList words, int shared) {
    signals = posix.signals(SIGNALS);
    if (signals < 0) return signals;
    int code = start(words, shared);
    posix.close(signals);
    return code;
  }

  private int start(NameList words, int shared) {
    Spawn spawn = new Spawn();
    spawn.arguments = words.toArray();
    spawn.file = Executable.companion(posix, calledAs, spawn.arguments[0]);
    if (shared >= 0) spawn.move(shared, shared);
    int pid = posix.spawn(spawn);
    if (pid < 0) return pid;
    int ended = posix.waitpid(pid, status, Posix.WNOHANG);
    while (ended == 0 || ended == -Errno.EINTR) {
      passSignals(pid);
      ended = posix.waitpid(pid, status, Posix.WNOHANG);
    }
    if (ended < 0) return ended;
    return WaitStatus.signaled(status[0])
        ? 128 + WaitStatus.signal(status[0])
        : WaitStatus.exitCode(status[0]);
  }

  private void passSignals(int pid) {
    Poller poller = new Poller(1);
    poller.add(signals, Poller.READ);
    int ready = posix.poll(poller, LOOK_MILLIS);
    if (ready < 0 && ready != -Errno.EINTR) return;
    for (int signal = posix.nextSignal(signals); signal > 0; signal = posix.nextSignal(signals))
      if (signal != Signal.SIGCHLD && pid > 1) posix.kill(pid, signal);
  }
}
