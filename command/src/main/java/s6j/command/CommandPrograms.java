package s6j.command;

import java.util.List;
import s6j.cli.Program;
import s6j.command.call.Subcommand;

/** All programs of this module. */
public final class CommandPrograms {
  private CommandPrograms() {}

  public static Program[] all() {
    return new Program[] {S6.declaration()};
  }

  /** The commands of a command of s6, for what completes them. */
  public static String[] words(String command) {
    return S6Commands.words(command);
  }

  /** All names of a command of s6. */
  public static List<String> names(String command) {
    for (Subcommand one : S6Commands.group().commands())
      if (one.names()[0].equals(command)) return List.of(one.names());
    return List.of(command);
  }
}
