package s6j.log;

import s6j.cli.Program;

/** The programs that read logs. They allocate: their image wants a tool's heap. */
public final class LogTools {
  private LogTools() {}

  public static Program[] all() {
    return new Program[] {LogView.declaration()};
  }
}
