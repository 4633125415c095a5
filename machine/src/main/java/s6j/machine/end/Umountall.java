package s6j.machine.end;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.formats.files.MountTable;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/**
 * s6-linux-init-umountall: unmounts what is mounted, the last first, but /run and the first of each
 * kind of file system that the kernel makes up. What is in use becomes read-only.
 */
public final class Umountall {
  private static final byte[] MOUNTS = CString.of("/proc/mounts");
  private static final byte[] NONE = {};
  private static final String[] KEPT = {"devtmpfs", "proc", "sysfs"};

  /** So many the reference takes; it does nothing at all with more. */
  private static final int USUAL = 99;

  private static final int DIRECTORY = 1;
  private static final int TYPE = 2;
  private static final int MS_RDONLY = 1;
  private static final int MS_REMOUNT = 32;
  private static final int MOST_FAILURES = 255;

  private final Posix posix;
  private final Messages messages;
  private final boolean[] seen = new boolean[KEPT.length];
  private byte[][] directories = new byte[16][];
  private int count;

  private Umountall(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
  }

  public static Program declaration() {
    return new Program(
        "s6-linux-init-umountall",
        null,
        "",
        "unmounts all that a machine can do without at its end",
        Umountall::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    return new Umountall(posix, new Messages(posix, CString.of(program.name))).run();
  }

  private int run() {
    MountTable table = new MountTable(posix);
    int error = table.read(MOUNTS);
    if (error < 0)
      return messages.fatal().unableTo("open /proc/mounts").exit(ExitCode.SYSTEM, error);
    while (table.next()) if (!table.isEmpty()) note(table);
    int failures = 0;
    for (int i = count - 1; i >= 0; i--) failures += unmount(directories[i]);
    if (count > USUAL) return messages.fatal().text("too many mount points").exit(ExitCode.USAGE);
    return Math.min(failures, MOST_FAILURES);
  }

  private void note(MountTable table) {
    byte[] directory = table.field(DIRECTORY);
    if (CString.is(directory, "/run") || isFirstOfKind(table.field(TYPE))) return;
    if (count == directories.length) {
      byte[][] more = new byte[2 * count][];
      System.arraycopy(directories, 0, more, 0, count);
      directories = more;
    }
    directories[count++] = directory;
  }

  private boolean isFirstOfKind(byte[] type) {
    for (int i = 0; i < KEPT.length; i++)
      if (CString.is(type, KEPT[i])) {
        boolean isFirst = !seen[i];
        seen[i] = true;
        return isFirst;
      }
    return false;
  }

  /** 1 if it is there as it was, else 0. */
  private int unmount(byte[] directory) {
    int error = posix.unmount(directory);
    boolean isBusy = error == -Errno.EBUSY;
    if (isBusy) error = posix.mount(NONE, directory, NONE, MS_REMOUNT | MS_RDONLY, NONE);
    if (error >= 0) return 0;
    messages.warning().unableTo(isBusy ? "read-only remount " : "umount ").bytes(directory);
    messages.end(error);
    return 1;
  }
}
