package s6j.posix.jnr;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * The system calls on the JVM, through JNR to glibc on x86-64 and arm64 Linux: the development
 * build. An instance serves one thread, since its calls share memory outside the heap.
 *
 * <p>What differs from the native build: {@link #fork} is {@code -ENOSYS}; {@link #signals} blocks
 * the signals in the calling thread only, so a launcher that wants them here starts the virtual
 * machine with them blocked ({@code env --block-signal=TERM ... java -Xrs ...}) and tells so in
 * {@code S6J_JVM_BLOCKED}; SIGPIPE is handled by the virtual machine, and ignored again if the
 * launcher says that it was.
 */
public final class JnrPosix extends JnrAccounts implements Posix {
  /** The file of the program: the launcher, or a link to it. */
  private static byte[] ownFile = {};

  /** The words in front of the program's, if the launcher started the virtual machine. */
  private static byte @Nullable [][] machine;

  private @Nullable JnrRegexes regexes;
  private @Nullable JvmSuccessor successor;

  public JnrPosix() {
    if (traces.ignoresPipe()) ignoreSignal(Signal.SIGPIPE);
  }

  /** The last {@code argc} arguments of this process as they were given, undecoded. */
  public static byte[][] commandLine(int argc) {
    byte[] all = bytesOf("/proc/self/cmdline");
    byte[][] arguments = new byte[argc][];
    int end = all.length - 1;
    for (int i = argc - 1; i >= 0; i--) {
      int start = end;
      while (start > 0 && all[start - 1] != 0) start--;
      arguments[i] = CString.slice(all, start, end);
      end = start - 1;
    }
    if (argc > 0) ownFile = arguments[0];
    return arguments;
  }

  /** The same for the launcher, which puts its own file in front of the program's arguments. */
  public static byte[][] launched(int argc) {
    machine = virtualMachine(argc);
    byte[][] all = commandLine(argc);
    return Arrays.copyOfRange(all, Math.min(1, argc), argc);
  }

  /** Null if what stands there is no jar. */
  private static byte @Nullable [][] virtualMachine(int argc) {
    int words = 0;
    for (byte letter : bytesOf("/proc/self/cmdline")) if (letter == 0) words++;
    byte[][] all = commandLine(words);
    byte[][] machine = Arrays.copyOf(all, words - argc);
    return CString.indexOf(machine[machine.length - 1], '/') < 0 ? null : machine;
  }

  private static byte[] bytesOf(String file) {
    try (FileInputStream stream = new FileInputStream(file)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  JvmSuccessor successor() {
    if (successor == null && machine != null) successor = new JvmSuccessor(this, machine);
    return successor;
  }

  /** Bound when first used, as few programs need them. */
  private JnrRegexes regexes() {
    if (regexes == null) regexes = new JnrRegexes();
    return regexes;
  }

  @Override
  public int ownPath(byte[] buffer) {
    int length = CString.length(ownFile);
    if (length == 0) return -Errno.ENOENT;
    if (length > buffer.length) return -Errno.ENAMETOOLONG;
    System.arraycopy(ownFile, 0, buffer, 0, length);
    return length;
  }

  @Override
  public int toldPath(byte[] buffer) {
    return ownPath(buffer);
  }

  /** The launcher tells it. */
  @Override
  public byte @Nullable [] builtPath() {
    String path = System.getProperty("s6j.path", "");
    return path.isEmpty() ? null : CString.of(path);
  }

  @Override
  public int compileRegex(byte[] pattern, int flags) {
    return regexes().compile(pattern, flags);
  }

  @Override
  public boolean matchesRegex(int regex, byte[] buffer, int offset, int length) {
    return regexes().matches(regex, buffer, offset, length);
  }

  @Override
  public int groupsOfRegex(int regex) {
    return regexes().groups(regex);
  }

  @Override
  public boolean matchGroups(int regex, byte[] string, int[] places) {
    return regexes().matchGroups(regex, string, places);
  }

  @Override
  public void freeRegex(int regex) {
    regexes().free(regex);
  }

  @Override
  public int regexError(int error, byte[] buffer) {
    return regexes().error(error, buffer);
  }
}
