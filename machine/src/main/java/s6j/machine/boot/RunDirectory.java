package s6j.machine.boot;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.files.TreeCopy;
import s6j.machine.place.InitPaths;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** /run, where all that changes is from the start: mounted, and filled from the image of it. */
final class RunDirectory {
  private static final int MS_NOSUID = 2;
  private static final int MS_NODEV = 4;
  private static final int MS_REMOUNT = 32;
  private static final byte[] TMPFS = CString.of("tmpfs");
  private static final byte[] MODE = CString.of("mode=0755");

  private final Posix posix;
  private final Messages messages;
  private final BootSettings settings;

  RunDirectory(Posix posix, Messages messages, BootSettings settings) {
    this.posix = posix;
    this.messages = messages;
    this.settings = settings;
  }

  /** 0, or the exit code. */
  int mount() {
    return switch (settings.run) {
      case LEFT -> 0;
      case REMOUNTED -> mount(MS_REMOUNT, "remount /run");
      case MOUNTED -> mountAnew();
    };
  }

  private int mountAnew() {
    int error = posix.unmount(InitPaths.RUN);
    if (error < 0 && error != -Errno.EINVAL && settings.verbosity > 0)
      messages.unableTo("umount /run", error);
    return mount(0, "mount tmpfs on /run");
  }

  private int mount(int more, String what) {
    int error = posix.mount(TMPFS, InitPaths.RUN, TMPFS, more | MS_NODEV | MS_NOSUID, MODE);
    return error < 0 ? messages.fatal().unableTo(what).exit(ExitCode.SYSTEM, error) : 0;
  }

  /** 0, or the exit code. What a start that failed left is kept. */
  int fill() {
    byte[] image = InitPaths.below(settings.base, "run-image");
    int error = new TreeCopy(posix).keeping().copy(image, InitPaths.RUN);
    if (error >= 0) return 0;
    messages.fatal().unableTo("copy ").bytes(image).text(" to ").bytes(InitPaths.RUN);
    return messages.exit(ExitCode.SYSTEM, error);
  }
}
