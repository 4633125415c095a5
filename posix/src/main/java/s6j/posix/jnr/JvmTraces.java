package s6j.posix.jnr;

import java.io.File;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/**
 * What the virtual machine and its launcher leave in a process and a program must not see: their
 * variables, their descriptors, the signals that the launcher blocked.
 *
 * <p>The launcher tells by variables of its own, all optional: {@code S6J_JVM_BLOCKED} (any value)
 * that it blocked signals for all threads ({@code env --block-signal}); {@code S6J_JVM_INHERITED},
 * a comma-separated list of the descriptors from 3 that it was started with, so that all others are
 * known to be the virtual machine's; {@code S6J_JVM_PLACEHOLDERS}, such a list of descriptors it
 * opened only to drive the virtual machine's own to higher numbers; {@code S6J_JVM_NO_PIPE} (any
 * value) that SIGPIPE was ignored, which the virtual machine then takes for its own; {@code
 * S6J_JVM_ENVIRONMENT} the whole environment in hexadecimal digits, if the launcher's shell would
 * lose some of it.
 */
final class JvmTraces {
  static final byte[] SIGNAL_VARIABLE = CString.of("_JAVA_SR_SIGNUM=");
  private static final byte[] LAUNCHER_PREFIX = CString.of("S6J_JVM_");
  static final byte[] BLOCKED = CString.of("S6J_JVM_BLOCKED=");
  static final byte[] IGNORES_PIPE = CString.of("S6J_JVM_NO_PIPE=");
  static final byte[] PLACEHOLDERS = CString.of("S6J_JVM_PLACEHOLDERS=");
  private static final byte[] WHOLE = CString.of("S6J_JVM_ENVIRONMENT=");
  static final byte[] INHERITED = CString.of("S6J_JVM_INHERITED=");
  private static final File DESCRIPTORS = new File("/proc/self/fd");
  private static final String MODULES = System.getProperty("java.home") + "/lib/modules";
  private static final int FD_CLOEXEC = 1;
  private static final int F_SETFD = 2;

  private final FileCalls c;
  private final NativePath path = new NativePath();
  private final NativeMemory target = new NativeMemory(512);
  private byte[][] environment;

  /** What the launcher's shell would have dropped a part of; null if it would not. */
  private byte @Nullable [][] whole;

  private boolean launcherBlocksSignals;
  private boolean ignoresPipe;

  JvmTraces(FileCalls calls) {
    c = calls;
    readEnvironment();
  }

  /** The variables that were set before the launcher. */
  byte[][] environment() {
    return environment.clone();
  }

  boolean launcherBlocksSignals() {
    return launcherBlocksSignals;
  }

  /** Whether this process was started with SIGPIPE ignored. */
  boolean ignoresPipe() {
    return ignoresPipe;
  }

  /**
   * Makes the virtual machine's descriptors close-on-exec. It opens lib/modules, archives and
   * random devices without that, the latter two at any time.
   */
  void keepFromChildren() {
    String[] open = DESCRIPTORS.list();
    if (open == null) return;
    for (String descriptor : open) {
      int fd = Integer.parseInt(descriptor);
      if (fd > 2 && isOfVirtualMachine(fd)) c.fcntl(fd, F_SETFD, FD_CLOEXEC);
    }
  }

  private void keepAllButInherited(byte[] variable) {
    String[] open = DESCRIPTORS.list();
    if (open == null) return;
    for (String descriptor : open) {
      int fd = Integer.parseInt(descriptor);
      if (fd > 2 && !lists(variable, INHERITED.length, fd)) c.fcntl(fd, F_SETFD, FD_CLOEXEC);
    }
  }

  private static boolean lists(byte[] variable, int start, int fd) {
    for (int from = start; from < variable.length; from = endOfNumber(variable, from) + 1)
      if (Decimal.parse(variable, from, endOfNumber(variable, from), 10) == fd) return true;
    return false;
  }

  private static int endOfNumber(byte[] variable, int from) {
    int to = from;
    while (to < variable.length && variable[to] != ',') to++;
    return to;
  }

  private boolean isOfVirtualMachine(int fd) {
    path.set(CString.concat(CString.of("/proc/self/fd/"), Decimal.string(fd)));
    long length = c.readlinkat(Posix.CWD, path.address(), target.address(), target.size());
    if (length <= 0) return false;
    byte[] bytes = new byte[(int) length];
    target.get(0, bytes, 0, bytes.length);
    String file = CString.text(bytes);
    return file.equals(MODULES)
        || file.endsWith(".jar")
        || file.equals("/dev/random")
        || file.equals("/dev/urandom");
  }

  private void readEnvironment() {
    long variables = CLibrary.environ();
    int all = 0;
    while (variables != 0 && NativeMemory.pointer(variables + 8L * all) != 0) all++;
    byte[][] kept = new byte[all][];
    int count = 0;
    for (int i = 0; i < all; i++) {
      byte[] variable = NativeMemory.string(NativeMemory.pointer(variables + 8L * i));
      if (!isOfLauncher(variable)) kept[count++] = variable;
    }
    environment = whole != null ? whole : Arrays.copyOf(kept, count);
  }

  /** Variables in hexadecimal digits, a null byte behind each. */
  private static byte[][] decoded(byte[] digits) {
    byte[][] variables = new byte[digits.length][];
    int count = 0;
    byte[] text = new byte[(digits.length - WHOLE.length) / 2];
    int from = 0;
    for (int i = 0; i < text.length; i++) {
      int at = WHOLE.length + 2 * i;
      text[i] = (byte) (Character.digit(digits[at], 16) << 4 | Character.digit(digits[at + 1], 16));
      if (text[i] != 0) continue;
      variables[count++] = CString.slice(text, from, i);
      from = i + 1;
    }
    return Arrays.copyOf(variables, count);
  }

  private boolean isOfLauncher(byte[] variable) {
    if (CString.startsWith(variable, BLOCKED)) launcherBlocksSignals = true;
    if (CString.startsWith(variable, IGNORES_PIPE)) ignoresPipe = true;
    if (CString.startsWith(variable, WHOLE)) whole = decoded(variable);
    if (CString.startsWith(variable, PLACEHOLDERS)) closePlaceholders(variable);
    if (CString.startsWith(variable, INHERITED)) keepAllButInherited(variable);
    return CString.startsWith(variable, LAUNCHER_PREFIX)
        || CString.startsWith(variable, SIGNAL_VARIABLE);
  }

  private void closePlaceholders(byte[] variable) {
    for (int from = PLACEHOLDERS.length; from < variable.length; ) {
      int to = endOfNumber(variable, from);
      long fd = Decimal.parse(variable, from, to, 10);
      if (fd > 2 && fd <= Integer.MAX_VALUE) c.close((int) fd);
      from = to + 1;
    }
  }
}
