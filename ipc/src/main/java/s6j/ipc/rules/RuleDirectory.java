package s6j.ipc.rules;

import static s6j.posix.OpenFlags.*;

import s6j.formats.files.Transfer;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/**
 * Access rules in a directory: KEY/allow or KEY/deny; beside allow an environment directory env and
 * a script exec (s6-ipcserver-access page).
 */
public final class RuleDirectory implements RuleSource {
  private static final byte[] ALLOW = CString.of("allow");
  private static final byte[] DENY = CString.of("deny");
  private static final byte[] ENVIRONMENT = CString.of("env");
  private static final byte[] SCRIPT = CString.of("exec");
  private static final int LONGEST_KEY = 32;

  private final Posix posix;
  private final RuleEnvironment environment;
  private final byte[] path;
  private final int base;

  public RuleDirectory(Posix posix, byte[] directory) {
    this.posix = posix;
    this.environment = new RuleEnvironment(posix);
    this.base = CString.length(directory) + 1;
    this.path = new byte[base + LONGEST_KEY + 8];
    System.arraycopy(directory, 0, path, 0, base - 1);
    path[base - 1] = '/';
  }

  /** Nothing is kept: every look-up reads the directory. */
  @Override
  public int reload() {
    return 0;
  }

  @Override
  public void close() {}

  @Override
  public int find(byte[] key, int length, AccessRule rule) {
    if (length > LONGEST_KEY) return -Errno.ENAMETOOLONG;
    System.arraycopy(key, 0, path, base, length);
    int allowed = exists(length, ALLOW);
    if (allowed < 0) return allowed;
    if (allowed == 0) {
      int denied = exists(length, DENY);
      if (denied < 0) return denied;
      return denied == 0 ? AccessRule.NOT_FOUND : AccessRule.DENY;
    }
    int error = environment.read(file(length, ENVIRONMENT), rule);
    if (error < 0 && error != -Errno.ENOENT) return error;
    error = readScript(file(length, SCRIPT), rule);
    return error < 0 ? error : AccessRule.ALLOW;
  }

  /** What may not be read counts as absent, as in the reference. */
  private int exists(int keyLength, byte[] name) {
    int answer = posix.access(Posix.CWD, file(keyLength, name), Posix.R_OK);
    if (answer >= 0) return 1;
    return answer == -Errno.ENOENT || answer == -Errno.EACCES ? 0 : answer;
  }

  private byte[] file(int keyLength, byte[] name) {
    int at = base + keyLength;
    path[at] = '/';
    System.arraycopy(name, 0, path, at + 1, name.length);
    path[at + 1 + name.length] = 0;
    return path;
  }

  private int readScript(byte[] file, AccessRule rule) {
    int fd = posix.open(Posix.CWD, file, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
    if (fd == -Errno.ENOENT || fd == -Errno.EACCES) return 0;
    if (fd < 0) return fd;
    int length = Transfer.readFully(posix, fd, rule.script, LONGEST);
    posix.close(fd);
    if (length < 0) return length;
    rule.scriptLength = length;
    return 0;
  }
}
