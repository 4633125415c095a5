package s6j.svc.service;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.formats.files.DeathTally;
import s6j.posix.CString;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** s6-svdt-clear: forgets the deaths of a service. */
public final class SvdtClear {
  private SvdtClear() {}

  public static Program declaration() {
    return new Program(
        "s6-svdt-clear",
        "svdt-clear",
        "servicedir",
        "forgets the deaths of a service",
        SvdtClear::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    if (arguments.length < 2) return messages.usage(program);
    int answer = clear(posix, arguments[1]);
    if (answer >= 0) return 0;
    return messages
        .fatal()
        .unableTo("clear death tally for service ")
        .bytes(arguments[1])
        .exit(ExitCode.SYSTEM, answer);
  }

  private static int clear(Posix posix, byte[] directory) {
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
    int fd = posix.open(Posix.CWD, directory, flags, 0);
    if (fd < 0) return fd;
    int answer = new DeathTally(posix).replaceByEmpty(fd);
    posix.close(fd);
    return answer;
  }
}
