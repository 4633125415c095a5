package s6j.execline.place;

import s6j.cli.ExitCode;
import s6j.cli.Program;
import s6j.execline.call.Bytes;
import s6j.execline.call.Call;
import s6j.posix.Account;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** homeof: prints the home of a user. */
public final class Homeof {
  private Homeof() {}

  public static Program declaration() {
    return new Program("homeof", null, "user", "prints the home of a user", Homeof::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    if (arguments.length < 2) return call.usage();
    Account account = new Account();
    int error = posix.userByName(arguments[1], account);
    if (error == -Errno.ENOENT)
      return call.messages
          .fatal()
          .unableTo("get passwd entry for ")
          .bytes(arguments[1])
          .text(": no such user")
          .exit(ExitCode.SYSTEM);
    if (error < 0) return call.unable("get passwd entry for ", arguments[1], error);
    error = Bytes.writeAll(posix, 1, CString.concat(account.home, new byte[] {'\n'}));
    return error < 0 ? call.unable("write to stdout", error) : 0;
  }
}
