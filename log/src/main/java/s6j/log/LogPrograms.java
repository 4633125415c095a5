package s6j.log;

import s6j.cli.Program;

/** The loggers: daemons, and one image for as little memory as they can have. */
public final class LogPrograms {
  private LogPrograms() {}

  public static Program[] all() {
    return new Program[] {
      LogMain.declaration(), MultilogMain.declaration(), SvlogdMain.declaration()
    };
  }
}
