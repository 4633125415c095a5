package s6j.svc.ftrig;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.formats.talk.EventNotifier;
import s6j.posix.CString;
import s6j.posix.Posix;

/** s6-cleanfifodir: removes the fifos of listeners that are no more. */
public final class Cleanfifodir {
  private Cleanfifodir() {}

  public static Program declaration() {
    return new Program(
        "s6-cleanfifodir",
        "cleanfifodir",
        "fifodir",
        "removes the fifos of listeners that are no more",
        Cleanfifodir::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    if (arguments.length < 2) return messages.usage(program);
    int answer = new EventNotifier(posix).clean(Posix.CWD, arguments[1]);
    if (answer >= 0) return 0;
    return messages
        .fatal()
        .unableTo("clean up fifodir at ")
        .bytes(arguments[1])
        .exit(ExitCode.SYSTEM, answer);
  }
}
