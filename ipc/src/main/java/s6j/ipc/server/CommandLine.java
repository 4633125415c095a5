package s6j.ipc.server;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Executable;
import s6j.posix.Posix;

/** A command line in the making, for the programs that only combine others. */
public final class CommandLine {
  private final Posix posix;
  private final byte[] calledAs;
  private byte[][] words = new byte[32][];
  private int count;

  public CommandLine(Posix posix, byte[] calledAs) {
    this.posix = posix;
    this.calledAs = calledAs;
  }

  /** Adds a program of the suite, by its path beside this one if it is there. */
  public CommandLine program(String name) {
    return add(Executable.companion(posix, calledAs, CString.of(name)));
  }

  public CommandLine add(byte[] word) {
    if (count == words.length) {
      byte[][] more = new byte[2 * count][];
      System.arraycopy(words, 0, more, 0, count);
      words = more;
    }
    words[count++] = word;
    return this;
  }

  public CommandLine add(String word) {
    return add(CString.of(word));
  }

  public CommandLine addIf(boolean wanted, String word) {
    return wanted ? add(word) : this;
  }

  public CommandLine option(String letter, byte @Nullable [] value) {
    return value == null ? this : add(letter).add(value);
  }

  public CommandLine option(String letter, long value) {
    return option(letter, Decimal.string(value));
  }

  /** Adds an option with a number that is not 0. */
  public CommandLine optionIf(String letter, long value) {
    return value == 0 ? this : option(letter, value);
  }

  public CommandLine addAll(byte[][] arguments, int first) {
    for (int i = first; i < arguments.length; i++) add(arguments[i]);
    return this;
  }

  public byte[][] words() {
    byte[][] exact = new byte[count][];
    System.arraycopy(words, 0, exact, 0, count);
    return exact;
  }
}
