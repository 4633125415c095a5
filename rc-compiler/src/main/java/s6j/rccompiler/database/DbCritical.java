package s6j.rccompiler.database;

import s6j.cli.ExitCode;
import s6j.formats.TransitionTimes;
import s6j.posix.CString;

/** {@code s6-rc-db critical}: the chain of dependencies that decides how long a start takes. */
final class DbCritical {
  private DbCritical() {}

  /** The longest chain of dependencies, from what starts first (-d: what stops first). */
  static int run(DbCall call) {
    if (call.line.operandCount() < 2) {
      for (int service : inOrder(call, new CriticalPath(call.database).longest()))
        call.out.bytes(call.database.nameOf(service)).line();
      return 0;
    }
    byte[] word = call.line.operand(1);
    byte[] option = CString.of("--times");
    byte[] file = CString.path(call.live, CString.of(TransitionTimes.FILE));
    if (CString.startsWith(word, CString.of("--times=")))
      file = CString.slice(word, option.length + 1, CString.length(word));
    else if (!CString.equal(word, option))
      return call.messages
          .fatal()
          .text("critical takes --times, not ")
          .bytes(word)
          .exit(ExitCode.USAGE);
    return new TimedChain(call.posix, call.messages, call.database, call.down)
        .print(file, call.out);
  }

  private static int[] inOrder(DbCall call, int[] chain) {
    return call.down ? TimedChain.reversed(chain) : chain;
  }
}
