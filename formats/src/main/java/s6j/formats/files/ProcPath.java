package s6j.formats.files;

import s6j.posix.CString;
import s6j.posix.Decimal;

/** Paths below /proc of one process, built in a buffer of its own: good until the next one. */
public final class ProcPath {
  private static final byte[] ROOT = CString.of("/proc/");
  private static final byte[] STAT = CString.of("/stat");
  private static final byte[] WORKING_DIRECTORY = CString.of("/cwd");
  private static final byte[] COMMAND_LINE = CString.of("/cmdline");
  private static final byte[] DESCRIPTORS = CString.of("/fd");
  private static final byte[] DESCRIPTOR = CString.of("/fd/");
  private static final int LONGEST = 64;

  private final byte[] path = new byte[LONGEST];

  /** Its directory, which belongs to its user. */
  public byte[] root(int pid) {
    return ended(process(pid));
  }

  /** What the system knows of the process (proc(5), stat). */
  public byte[] stat(int pid) {
    return ended(put(STAT, process(pid)));
  }

  /** Its working directory. */
  public byte[] workingDirectory(int pid) {
    return ended(put(WORKING_DIRECTORY, process(pid)));
  }

  /** The words it was started with, a NUL behind each. */
  public byte[] commandLine(int pid) {
    return ended(put(COMMAND_LINE, process(pid)));
  }

  /** The directory of its open files. */
  public byte[] descriptors(int pid) {
    return ended(put(DESCRIPTORS, process(pid)));
  }

  /** One of its open files: to open it is to open the file anew, a pipe without a name too. */
  public byte[] descriptor(int pid, int fd) {
    int at = put(DESCRIPTOR, process(pid));
    return ended(Decimal.format(fd, path, at));
  }

  private int process(int pid) {
    return Decimal.format(pid, path, put(ROOT, 0));
  }

  private int put(byte[] text, int at) {
    System.arraycopy(text, 0, path, at, text.length);
    return at + text.length;
  }

  private byte[] ended(int length) {
    path[length] = 0;
    return path;
  }
}
