package s6j.svscan;

import static s6j.posix.OpenFlags.*;

import org.jspecify.annotations.Nullable;
import s6j.formats.files.ProcPath;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Poller;
import s6j.posix.Posix;

/**
 * Finds the pipe from a service to its logger that an earlier scanner made. Who has an end of it
 * has it open: opened by way of that descriptor it is the same pipe, with what is in it.
 */
final class OldPipe {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final byte[] PIPE = CString.of("pipe:[");

  private final Posix posix;
  private final Survivors survivors;
  private final ProcPath proc = new ProcPath();
  private final byte[] link = new byte[32];
  private final Poller poller = new Poller(1);
  private int[] ends;

  OldPipe(Posix posix, @Nullable Survivors survivors) {
    this.posix = posix;
    this.survivors = survivors;
  }

  /**
   * Opens both ends into {@code into}, as a pipe call would: 1; 0 if there is no such pipe; or the
   * negated errno of what kept it from being found out, as when descriptors have run out. To make
   * another pipe then would part a service from its logger.
   */
  int find(byte[] name, FileStat service, byte[] logName, FileStat logger, int[] into) {
    ends = into;
    int found = input(survivors.supervisor(logName, logger.device, logger.inode));
    if (found == 0) found = input(survivors.child(logName));
    if (found == 0) found = output(survivors.supervisor(name, service.device, service.inode));
    if (found == 0) found = output(survivors.child(name));
    return found;
  }

  /** What a logger reads can only be this pipe. */
  private int input(int pid) {
    int found = pid <= 0 ? pid : openWriting(pid, STDIN);
    return found <= 0 ? found : openReading(pid, STDIN);
  }

  /** What a service writes to may also be what the scanner wrote to: then somebody reads it. */
  private int output(int pid) {
    int found = pid <= 0 ? pid : openWriting(pid, STDOUT);
    if (found <= 0) return found;
    if (!hasReader()) return openReading(pid, STDOUT);
    posix.close(ends[1]);
    return 0;
  }

  private boolean isPipe(int length) {
    return length > PIPE.length && CString.startsWith(link, PIPE);
  }

  private boolean hasReader() {
    poller.clear();
    int place = poller.add(ends[1], Poller.WRITE);
    return posix.poll(poller, 0) < 0 || (poller.ready[place] & Poller.ERROR) == 0;
  }

  private int openWriting(int pid, int fd) {
    int length = posix.readlink(Posix.CWD, proc.descriptor(pid, fd), link);
    if (length < 0) return unlessAbsent(length);
    if (!isPipe(length)) return 0;
    ends[1] = open(pid, fd, O_WRONLY);
    return ends[1] >= 0 ? 1 : unlessAbsent(ends[1]);
  }

  private int openReading(int pid, int fd) {
    ends[0] = open(pid, fd, O_RDONLY);
    if (ends[0] >= 0) return 1;
    posix.close(ends[1]);
    return unlessAbsent(ends[0]);
  }

  /** 0 for what means that there is none, that it is not ours to open, or will never be told. */
  static int unlessAbsent(int error) {
    return Errno.mayPass(error) ? error : 0;
  }

  /** A new description of the pipe: that it blocks is no matter of those who have it already. */
  private int open(int pid, int fd, int direction) {
    int opened =
        posix.open(Posix.CWD, proc.descriptor(pid, fd), direction | O_NONBLOCK | O_CLOEXEC, 0);
    if (opened < 0) return opened;
    int blocking = posix.setNonBlocking(opened, false);
    if (blocking >= 0) return opened;
    posix.close(opened);
    return blocking;
  }
}
