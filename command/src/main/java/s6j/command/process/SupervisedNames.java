package s6j.command.process;

import s6j.cli.ExitCode;
import s6j.cli.Option;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** Services of the scan directory, by name: all of them must be there before one is spoken to. */
final class SupervisedNames {
  static final Option WAIT = Option.flag('w', "wait", "until the process is so");
  static final Option NO_WAIT = Option.flag('W', "no-wait", "send the command only (default)");
  static final Option TIMEOUT =
      Option.value('t', "timeout", "MS", "wait no longer than so many milliseconds; 0 is for ever")
          .complaint("--timeout= argument must be an unsigned integer (in milliseconds)");

  private final CommandCall call;
  private final byte[][] names;

  SupervisedNames(CommandCall call, byte[][] names) {
    this.call = call;
    this.names = names;
  }

  int count() {
    return names.length;
  }

  byte[][] names() {
    return names;
  }

  byte[] path(int place) {
    return CString.path(call.settings.scandir, names[place]);
  }

  byte[][] paths() {
    byte[][] paths = new byte[names.length][];
    for (int i = 0; i < paths.length; i++) paths[i] = path(i);
    return paths;
  }

  /** 0 if all are directories, else an exit code once it is said which one is not. */
  int check() {
    int code = 0;
    for (int i = 0; i < names.length && code == 0; i++) code = check(i);
    return code;
  }

  private int check(int place) {
    FileStat stat = new FileStat();
    int answer = call.posix.stat(Posix.CWD, path(place), true, stat);
    if (answer < 0 && answer != -Errno.ENOENT)
      return call.messages
          .fatal()
          .unableTo("stat ")
          .bytes(path(place))
          .exit(ExitCode.SYSTEM, answer);
    if (answer >= 0 && stat.isDirectory()) return 0;
    return call.messages
        .fatal()
        .bytes(names[place])
        .text(" is not registered as a supervised service in ")
        .bytes(call.settings.scandir)
        .exit(ExitCode.USAGE);
  }

  /** Becomes what tells their supervisors; 0 milliseconds is no limit. */
  int order(String letters, long timeout) {
    return new CompanionRun(call, "s6-svc")
        .word(letters)
        .value("-T", timeout > 0 ? Decimal.string(timeout) : null)
        .word("--")
        .words(paths())
        .become();
  }
}
