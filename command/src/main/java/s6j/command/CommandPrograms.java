package s6j.command;

import s6j.cli.Program;

/** All programs of this module. */
public final class CommandPrograms {
  private CommandPrograms() {}

  public static Program[] all() {
    return new Program[] {S6.declaration()};
  }
}
