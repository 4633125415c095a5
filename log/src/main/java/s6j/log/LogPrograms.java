package s6j.log;

import s6j.cli.Program;
import s6j.log.dialect.MultilogMain;
import s6j.log.dialect.SvlogdMain;
import s6j.log.loop.LogMain;

/** The loggers: daemons, and one image for as little memory as they can have. */
public final class LogPrograms {
  private LogPrograms() {}

  public static Program[] all() {
    return new Program[] {
      LogMain.declaration(), MultilogMain.declaration(), SvlogdMain.declaration()
    };
  }
}
