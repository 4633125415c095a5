package s6j.machine;

import s6j.cli.Program;
import s6j.machine.boot.Init;
import s6j.machine.boot.Telinit;
import s6j.machine.end.Hpr;
import s6j.machine.end.InitEcho;
import s6j.machine.end.Nuke;
import s6j.machine.end.Shutdown;
import s6j.machine.end.Shutdownd;
import s6j.machine.end.Umountall;
import s6j.machine.maker.Maker;
import s6j.machine.utmp.Logouthookd;

/** All programs of this module, in two images: one is there while a machine runs. */
public final class MachinePrograms {
  private MachinePrograms() {}

  /** What a machine or container needs to begin, to run and to end. */
  public static Program[] ofMachine() {
    return new Program[] {
      Hpr.declaration(),
      Init.declaration(),
      InitEcho.declaration(),
      Logouthookd.declaration(),
      Nuke.declaration(),
      Shutdown.declaration(),
      Shutdownd.declaration(),
      Telinit.declaration(),
      Umountall.declaration(),
    };
  }

  /** What makes it beforehand. */
  public static Program[] ofMaker() {
    return new Program[] {Maker.declaration()};
  }
}
