package s6j.posix.tea;

import org.teavm.interop.Address;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Fusion;
import s6j.posix.Posix;
import s6j.posix.Spawn;

/**
 * What an image whose programs become each other does instead of an exec of its own file: it starts
 * again in the process that is there (docs/decisions/0010), and a child that is to execute it is a
 * copy of this process. Where something is missing it says so at once, without an exec. The file is
 * the one that {@link NativePosix#path} holds.
 */
final class NativeFusion {
  private static final byte[] SELF = CString.of("/proc/self/exe");

  private final NativeSpawning posix;
  private final NativeString self = new NativeString();
  private final Address told = NativeBlock.take(CFusing.SIZE);
  private final Fusion.Identity own = new Fusion.Identity();
  private final Fusion.Identity file = new Fusion.Identity();

  NativeFusion(NativeSpawning posix) {
    this.posix = posix;
  }

  /** Becomes the file if that is this image; else 0, or {@code -ENOENT} for a missing one. */
  int become(Address words, Address variables) {
    int error = look(posix.path, file);
    if (error >= 0 && fuses(words, variables)) start(words, variables);
    return error == -Errno.ENOENT ? error : 0;
  }

  /**
   * Starts a child that becomes the file if that is this image: its pid. Else 0, or {@code -ENOENT}
   * for a missing one.
   */
  int spawn(Spawn spawn, Address words, Address variables) {
    int error = look(posix.path, file);
    if (error == -Errno.ENOENT) return error;
    if (error < 0 || !fuses(words, variables) || !Fusion.canPrepare(posix, spawn)) return 0;
    int pid = posix.fork();
    if (pid == 0) begin(spawn, words, variables);
    return Math.max(pid, 0);
  }

  private void begin(Spawn spawn, Address words, Address variables) {
    if (posix.prepared(spawn) >= 0) {
      start(words, variables);
      CProcesses.execve(posix.path.bytes, words, variables);
    }
    CProcesses.exit(NativeSpawning.FAILED);
  }

  private void start(Address words, Address variables) {
    CFusing.become(posix.path.bytes, words, variables, posix.highestMarked);
  }

  /** Whether the file, which is there, is this image, and can be run in this process. */
  private boolean fuses(Address words, Address variables) {
    if (posix.isChanged || !isOwnKnown() || !Fusion.isSame(file, own)) return false;
    if (!Fusion.isExecutable(file, own) && !isAllowed()) return false;
    return CFusing.mayBecome(posix.path.bytes, words, variables) != 0;
  }

  private boolean isAllowed() {
    return CFiles.faccessat(Posix.CWD, posix.path.bytes, Posix.X_OK, CFusing.AT_EACCESS) >= 0;
  }

  /** Asked for when there is a candidate, and once while there are such. */
  private boolean isOwnKnown() {
    Address kept = CFusing.file();
    if (kept.getLong() == 0) {
      self.set(SELF);
      if (look(self, own) < 0) return false;
      kept.add(8).putLong(own.inode);
      kept.add(16).putLong(own.device);
      kept.add(24).putLong(own.mount);
      kept.putLong(1);
    }
    own.inode = kept.add(8).getLong();
    own.device = kept.add(16).getLong();
    own.mount = kept.add(24).getLong();
    return true;
  }

  private int look(NativeString name, Fusion.Identity identity) {
    long number = CFusing.statx();
    long path = name.bytes.toLong();
    long answer = CProcesses.syscall(number, Posix.CWD, path, 0, CFusing.WANTED, told.toLong());
    int error = (int) NativeFiles.answer(answer);
    identity.mode = told.add(CFusing.MODE_AT).getShort() & 0xffff;
    identity.inode = told.add(CFusing.INODE_AT).getLong();
    identity.device = told.add(CFusing.DEVICE_AT).getLong();
    boolean tells = (told.add(CFusing.TOLD_AT).getInt() & CFusing.TELLS_MOUNT) != 0;
    identity.mount = tells ? told.add(CFusing.MOUNT_AT).getLong() : 0;
    return error;
  }
}
