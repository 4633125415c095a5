package s6j.posix.jnr;

import java.io.File;
import java.util.Arrays;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * A program of the suite on the JVM that becomes another one of it: it executes the virtual machine
 * as the launcher would ({@code launcher.sh}), without that shell. A shell collects children of the
 * process that are not its own, which the new program may wait for; it drops variables whose names
 * are none to it, and it cannot be told argv[0].
 */
final class JvmSuccessor {
  /** Low numbers are kept free for the program, which may be told to use one. */
  private static final int LEAST = 3;

  private static final int HIGHEST = 9;

  /** With fewer descriptors the virtual machine needs the low ones itself. */
  private static final int FEW_DESCRIPTORS = 64;

  private static final int FD_CLOEXEC = 1;
  private static final byte[] NULL = CString.of("/dev/null");
  private static final byte[] LAUNCHER = CString.of("launcher");
  private static final byte[] SWITCH = CString.of("S6J_FUSE");
  private static final byte[] OFF = CString.of("0");
  private static final File DESCRIPTORS = new File("/proc/self/fd");

  private final JnrProcesses posix;

  /** The words that started this virtual machine, up to the jar. */
  private final byte[][] machine;

  private final byte[] launcher;
  private final FileStat wanted = new FileStat();
  private final FileStat own = new FileStat();
  private final int[] placeholders = new int[HIGHEST - LEAST + 1];
  private int count;

  JvmSuccessor(JnrProcesses posix, byte[][] machine) {
    this.posix = posix;
    this.machine = machine;
    byte[] jar = machine[machine.length - 1];
    launcher = CString.path(CString.slice(jar, 0, CString.lastIndexOf(jar, '/')), LAUNCHER);
  }

  /** Whether the file is a program of this very build. */
  boolean is(byte[] file) {
    byte[] told = posix.variable(SWITCH);
    if (told != null && CString.equal(told, OFF)) return false;
    return posix.stat(Posix.CWD, file, true, wanted) >= 0
        && posix.stat(Posix.CWD, launcher, true, own) >= 0
        && wanted.inode == own.inode
        && wanted.device == own.device
        && posix.access(Posix.CWD, file, Posix.X_OK) >= 0;
  }

  /** Becomes the program: returns only to say why not, as a negated errno. */
  int become(byte[] file, byte[][] arguments, byte[][] environment) {
    byte[] name = CString.baseName(arguments[0]);
    long signals = LauncherSignals.of(name);
    posix.traces.keepFromChildren();
    byte[] inherited = inherited();
    keepFree();
    byte[][] words = concat(concat(machine, new byte[][] {file}), arguments);
    byte[][] variables = concat(environment, told(inherited, signals != 0));
    int error = posix.execute(machine[0], words, variables, signals);
    for (int i = 0; i < count; i++) posix.close(placeholders[i]);
    return error;
  }

  /** The descriptors that the program gets, as the launcher lists them. */
  private static byte[] number(int fd, byte[] list) {
    byte[] digits = Decimal.string(fd);
    return list.length == 0
        ? digits
        : CString.concat(CString.concat(list, CString.of(",")), digits);
  }

  private byte[] inherited() {
    byte[] list = {};
    String[] open = DESCRIPTORS.list();
    for (int i = 0; open != null && i < open.length; i++) {
      int fd = Integer.parseInt(open[i]);
      int flags = fd < LEAST ? FD_CLOEXEC : posix.markOf(fd);
      if (flags >= 0 && (flags & FD_CLOEXEC) == 0) list = number(fd, list);
    }
    return list;
  }

  private void keepFree() {
    count = 0;
    long[] limits = new long[2];
    if (posix.getLimit(Posix.RLIMIT_NOFILE, limits) < 0 || limits[0] < FEW_DESCRIPTORS) return;
    int opened = posix.open(Posix.CWD, NULL, OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC, 0);
    if (opened < 0) return;
    int source = posix.dup(opened, HIGHEST + 1, true);
    posix.close(opened);
    int fd = source < 0 ? source : posix.dup(source, LEAST, false);
    while (fd >= 0 && fd <= HIGHEST) {
      placeholders[count++] = fd;
      fd = posix.dup(source, LEAST, false);
    }
    if (fd >= 0) posix.close(fd);
    if (source >= 0) posix.close(source);
  }

  /** The variables by which the launcher tells what the program must know. */
  private byte[][] told(byte[] inherited, boolean blocks) {
    byte[] held = {};
    for (int i = 0; i < count; i++) held = number(placeholders[i], held);
    byte[][] told = new byte[5][];
    told[0] = CString.concat(JvmTraces.INHERITED, inherited);
    told[1] = CString.concat(JvmTraces.PLACEHOLDERS, held);
    told[2] = CString.concat(JvmTraces.SIGNAL_VARIABLE, CString.of("48"));
    int next = 3;
    if (posix.isIgnored(Signal.SIGPIPE) > 0) told[next++] = JvmTraces.IGNORES_PIPE;
    if (blocks) told[next] = JvmTraces.BLOCKED;
    return told;
  }

  /** Both, each up to its first null. */
  private static byte[][] concat(byte[][] first, byte[][] second) {
    int one = length(first);
    int other = length(second);
    byte[][] all = Arrays.copyOf(first, one + other);
    System.arraycopy(second, 0, all, one, other);
    return all;
  }

  private static int length(byte[][] strings) {
    int length = 0;
    while (length < strings.length && strings[length] != null) length++;
    return length;
  }
}
