package s6j.svc;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.formats.Fifodir;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** s6-mkfifodir: makes a directory for event listeners. */
public final class Mkfifodir {
  private Mkfifodir() {}

  public static Program declaration() {
    return new Program(
            "s6-mkfifodir",
            "mkfifodir",
            "[ -f ] [ -g gid ] fifodir",
            "makes a directory for event listeners",
            Mkfifodir::run)
        .flag('f', "set group and mode of an existing directory too")
        .value('g', "gid", "only this group may listen (default: everyone)");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    boolean force = false;
    long group = Fifodir.NO_GROUP;
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next()) {
      if (option == 'g') group = Decimal.parse(options.value());
      else if (option == 'f') force = true;
      else return messages.usage(program);
      if (group == Decimal.INVALID && option == 'g') return messages.usage(program);
    }
    if (options.firstOperand() >= arguments.length) return messages.usage(program);
    byte[] fifodir = arguments[options.firstOperand()];
    int answer = Fifodir.make(posix, Posix.CWD, fifodir, (int) group, force);
    if (answer >= 0) return 0;
    return messages.fatal().unableTo("create fifodir at ").bytes(fifodir).exit(111, answer);
  }
}
