package s6j.command.call;

import s6j.cli.Program;
import s6j.posix.CString;

/** A word that s6, or one of its commands, knows: what it does, and by which names. */
public final class Subcommand {
  /** Does it; {@code arguments[0]} is the word. */
  public interface Deed {
    int run(CommandCall call, byte[][] arguments);
  }

  private final Deed deed;
  private final String[] names;

  public Subcommand(Deed deed, String... names) {
    this.deed = deed;
    this.names = names;
  }

  /** The declaration of the options of a command. */
  public static Program options(String name) {
    return new Program(name, null, "", "", (posix, program, arguments) -> 0).withLongNames();
  }

  /** All its names, the longest first. */
  public String[] names() {
    return names;
  }

  boolean isCalled(byte[] word) {
    for (String name : names) if (CString.is(word, name)) return true;
    return false;
  }

  int run(CommandCall call, byte[][] arguments) {
    return deed.run(call, arguments);
  }
}
