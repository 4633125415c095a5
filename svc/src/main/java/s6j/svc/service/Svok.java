package s6j.svc.service;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.formats.files.LockFile;
import s6j.posix.CString;
import s6j.posix.Posix;

/** s6-svok: tells by its exit code whether a supervisor runs on a service directory. */
public final class Svok {
  private Svok() {}

  public static Program declaration() {
    return new Program(
        "s6-svok", "svok", "servicedir", "tells whether a service is supervised", Svok::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    if (arguments.length < 2) return messages.usage(program);
    int held = LockFile.isSupervised(posix, arguments[1]);
    if (held >= 0) return 1 - held;
    return messages.fatal().unableTo("check ").bytes(arguments[1]).exit(ExitCode.SYSTEM, held);
  }
}
