package s6j.rccompiler;

import s6j.cli.Program;
import s6j.rccompiler.compile.RcCompile;
import s6j.rccompiler.database.RcDb;

/** The programs of this room: the compiler, and what reads its databases. */
public final class RcCompilerPrograms {
  private RcCompilerPrograms() {}

  public static Program[] all() {
    return new Program[] {
      RcCompile.declaration(),
      RcDb.declaration(),
      RcDryrun.declaration(),
      RcFormatUpgrade.declaration()
    };
  }
}
