package s6j.execline.signal;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.execline.call.Blocks;
import s6j.execline.call.Call;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Signal;

/** The commands of signals. */
final class TrapTable {
  static final int HIGHEST = 64;
  private static final int DEFAULT = 0;

  private final Call call;
  private final byte[][][] commands = new byte[HIGHEST + 1][][];

  TrapTable(Call call) {
    this.call = call;
  }

  /** Reads the directives of a block: 0, or the exit code. */
  int read(byte[][] block) {
    Blocks inner = new Blocks(call, block);
    while (!inner.isAtEnd()) {
      byte[] name = inner.word();
      int signal = number(name);
      if (signal < 0) return call.wrong("unrecognized directive: ", name);
      byte[][] command = inner.read();
      if (command == null)
        return inner.unterminated(
            "unterminated internal block for directive ".concat(CString.text(name)));
      if (signal <= HIGHEST && commands[signal] != null)
        return call.wrong("duplicate directive: ", name);
      if (signal != DEFAULT && !isTrappable(signal)) return refuse(signal);
      commands[signal] = command;
    }
    for (int signal = 1; signal <= HIGHEST && commands[DEFAULT] != null; signal++)
      if (commands[signal] == null && isTrappable(signal)) commands[signal] = commands[DEFAULT];
    return 0;
  }

  /** The command of a signal, or null. */
  byte @Nullable [][] command(int signal) {
    return commands[signal];
  }

  /** 0 for the default; -1 for what is none. */
  private static int number(byte[] name) {
    if (isDefault(name)) return DEFAULT;
    boolean hasPrefix =
        name.length > 3 && (name[0] | 32) == 's' && (name[1] | 32) == 'i' && (name[2] | 32) == 'g';
    byte[] bare = hasPrefix ? CString.slice(name, 3, name.length) : name;
    long decimal = Decimal.parse(bare);
    if (decimal >= 0) return decimal > Integer.MAX_VALUE ? -1 : (int) decimal;
    int signal = Signal.number(name);
    return signal == 0 ? -1 : signal;
  }

  private static boolean isDefault(byte[] name) {
    String wanted = "default";
    if (name.length != wanted.length()) return false;
    for (int i = 0; i < name.length; i++) if ((name[i] | 32) != wanted.charAt(i)) return false;
    return true;
  }

  static boolean isTrappable(int signal) {
    return signal >= 1
        && signal <= HIGHEST
        && signal != Signal.SIGKILL
        && signal != Signal.SIGSTOP
        && signal != Signal.SIGCHLD
        && signal != 32
        && signal != 33;
  }

  private int refuse(int signal) {
    String name = Signal.name(signal);
    return call.messages
        .fatal()
        .text(name)
        .text(" (")
        .number(signal)
        .text(") cannot be trapped")
        .exit(ExitCode.USAGE);
  }
}
