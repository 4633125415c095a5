package s6j.timer;

import s6j.cli.Program;

/** The programs of the room. */
public final class TimerPrograms {
  private TimerPrograms() {}

  public static Program[] all() {
    return new Program[] {Timerd.declaration(), Timerstat.declaration()};
  }
}
