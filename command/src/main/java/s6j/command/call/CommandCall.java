package s6j.command.call;

import s6j.cli.Messages;
import s6j.cli.Output;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Posix;

/** One call of s6: what its commands work with. */
public final class CommandCall {
  /** In messages, whatever it is called by. */
  public static final String PROGRAM = "s6-frontend";

  private static final int BUFFER = 16384;

  public final Posix posix;
  public final Messages messages;
  public final GlobalSettings settings;

  /** That of the programs which are run. */
  public final Environment environment;

  public final byte[] calledAs;

  public CommandCall(Posix posix, byte[] calledAs, Environment environment) {
    this.posix = posix;
    this.calledAs = calledAs;
    this.environment = environment;
    messages = new Messages(posix, CString.of(PROGRAM));
    settings = new GlobalSettings(posix);
  }

  /** Standard output. */
  public Output output() {
    return new Output(posix, 1, BUFFER);
  }

  /** Prints a text: 0, or 111. */
  public int print(String text) {
    return output().text(text).finish(messages, 0);
  }
}
