package s6j.log;

import s6j.cli.Program;

/** The programs of the logging family. */
public final class LogPrograms {
  private LogPrograms() {}

  public static Program[] all() {
    return new Program[] {
      LogMain.declaration(),
      Tai64nStamper.declaration(),
      Tai64nReader.declaration(),
      Ucspilogd.declaration(),
      SocklogMain.declaration(),
      MultilogMain.declaration(),
      SvlogdMain.declaration()
    };
  }
}
