package s6j.execline.control;

import s6j.cli.ExitCode;
import s6j.execline.call.Call;
import s6j.posix.CString;
import s6j.posix.Errno;

/** What is said of a command that cannot be started. */
final class Unspawned {
  private Unspawned() {}

  /** A name that begins with a blank is likely a block; 111. */
  static int say(Call call, byte[] name, int error, String place) {
    boolean isBlock = error == -Errno.ENOENT && CString.length(name) > 0 && name[0] == ' ';
    if (!isBlock) return call.unable("spawn ", name, error);
    return call.messages
        .fatal()
        .unableTo("spawn ")
        .bytes(name)
        .text(": name begins with a space, are you trying to spawn a block as your ")
        .text(place)
        .text("?")
        .exit(ExitCode.SYSTEM);
  }
}
