package s6j.svc.ftrig;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.talk.Fifodir;
import s6j.posix.CString;
import s6j.posix.Posix;

/** s6-mkfifodir: makes a directory for event listeners. */
public final class Mkfifodir {
  private static final Option FORCE =
      Option.flag('f', "set group and mode of an existing directory too");
  private static final Option GROUP =
      Option.value('g', "gid", "only this group may listen (default: everyone)").number();

  private Mkfifodir() {}

  public static Program declaration() {
    return new Program(
            "s6-mkfifodir",
            "mkfifodir",
            "[ -f ] [ -g gid ] fifodir",
            "makes a directory for event listeners",
            Mkfifodir::run)
        .options(FORCE, GROUP);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 1);
    if (line.refused()) return line.exitCode();
    byte[] fifodir = line.operand(0);
    int group = (int) line.number(GROUP, Fifodir.NO_GROUP);
    int answer = Fifodir.make(posix, Posix.CWD, fifodir, group, line.has(FORCE));
    if (answer >= 0) return 0;
    return messages
        .fatal()
        .unableTo("create fifodir at ")
        .bytes(fifodir)
        .exit(ExitCode.SYSTEM, answer);
  }
}
