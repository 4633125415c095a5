package s6j.command.process;

import s6j.cli.ExitCode;
import s6j.command.call.CommandCall;
import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.files.StatusFile;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Pause;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;

/**
 * A signal that a supervisor has no letter for, sent past it. Nobody knows what it does: if the
 * process ends of it at once, this waits until the supervisor has made good for that, so that what
 * is asked next is not answered by the past.
 */
final class SentSignal {
  private static final int END_MILLIS = 100;
  private static final int RETURN_MILLIS = 5000;
  private static final int LOOK_MILLIS = 10;

  private final CommandCall call;
  private final byte[] directory;
  private final ServiceStatus status = new ServiceStatus();

  SentSignal(CommandCall call, byte[] directory) {
    this.call = call;
    this.directory = directory;
  }

  /** 0, for a service whose process does not run too; or 111 once it is said why not. */
  int send(int signal) {
    int answer = read();
    if (answer < 0) return unable("read status file for service ", answer);
    if (status.pid <= 1 || status.finishing) return 0;
    int pid = status.pid;
    int process = call.posix.openProcess(pid);
    answer = call.posix.kill(pid, signal);
    if (answer >= 0 && process >= 0 && ends(process)) awaitSuccessor(pid);
    if (process >= 0) call.posix.close(process);
    return answer >= 0 || answer == -Errno.ESRCH ? 0 : unable("send the signal to ", answer);
  }

  private int read() {
    return new StatusFile(call.posix).readOf(directory, status);
  }

  private int unable(String what, int error) {
    return call.messages.fatal().unableTo(what).bytes(directory).exit(ExitCode.SYSTEM, error);
  }

  private boolean ends(@Descriptor int process) {
    Poller poller = new Poller(1);
    poller.add(process, Poller.READ);
    return poller.await(call.posix, Deadline.after(call.posix.monotonicNanos(), END_MILLIS)) > 0;
  }

  private void awaitSuccessor(int pid) {
    long end = Deadline.after(call.posix.monotonicNanos(), RETURN_MILLIS);
    byte[] descriptor = CString.path(directory, ServiceDirectory.NOTIFICATION_FD);
    boolean notifies = call.posix.access(Posix.CWD, descriptor, Posix.F_OK) >= 0;
    while (!hasSuccessor(pid, notifies) && call.posix.monotonicNanos() < end)
      Pause.millis(call.posix, LOOK_MILLIS);
  }

  /** Whether there is another process, or is to be none. */
  private boolean hasSuccessor(int pid, boolean notifies) {
    if (read() < 0 || !status.wantUp) return true;
    return status.isUp() && status.pid != pid && (status.ready || !notifies);
  }
}
