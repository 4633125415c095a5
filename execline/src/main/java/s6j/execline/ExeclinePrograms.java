package s6j.execline;

import s6j.cli.Program;
import s6j.execline.control.Background;
import s6j.execline.control.Case;
import s6j.execline.control.Exec;
import s6j.execline.control.Exit;
import s6j.execline.control.Foreground;
import s6j.execline.control.Heredoc;
import s6j.execline.control.If;
import s6j.execline.control.Ifelse;
import s6j.execline.control.Ifte;
import s6j.execline.control.Ifthenelse;
import s6j.execline.control.Loopwhilex;
import s6j.execline.control.Pipeline;
import s6j.execline.control.Tryexec;
import s6j.execline.descriptor.Fdblock;
import s6j.execline.descriptor.Fdclose;
import s6j.execline.descriptor.Fdmove;
import s6j.execline.descriptor.Fdreserve;
import s6j.execline.descriptor.Fdswap;
import s6j.execline.descriptor.Piperw;
import s6j.execline.descriptor.Redirfd;
import s6j.execline.directive.Define;
import s6j.execline.directive.Elgetpositionals;
import s6j.execline.directive.Elglob;
import s6j.execline.directive.Importas;
import s6j.execline.directive.Multidefine;
import s6j.execline.directive.Multisubstitute;
import s6j.execline.loop.Forbacktickx;
import s6j.execline.loop.Forstdin;
import s6j.execline.loop.Forx;
import s6j.execline.parameter.Dollarat;
import s6j.execline.parameter.Elgetopt;
import s6j.execline.parameter.Runblock;
import s6j.execline.parameter.Shift;
import s6j.execline.place.Cd;
import s6j.execline.place.Getcwd;
import s6j.execline.place.Homeof;
import s6j.execline.place.PosixCd;
import s6j.execline.place.PosixUmask;
import s6j.execline.place.Umask;
import s6j.execline.script.Execlineb;
import s6j.execline.signal.Trap;
import s6j.execline.signal.Wait;
import s6j.execline.test.Eltest;
import s6j.execline.variable.Backtick;
import s6j.execline.variable.Emptyenv;
import s6j.execline.variable.Envfile;
import s6j.execline.variable.Export;
import s6j.execline.variable.ExportArray;
import s6j.execline.variable.Getpid;
import s6j.execline.variable.Unexport;
import s6j.execline.variable.Withstdinas;

/** All programs of execline. */
public final class ExeclinePrograms {
  private ExeclinePrograms() {}

  public static Program[] all() {
    Program[][] groups = {
      sequences(),
      descriptors(),
      substitutions(),
      loops(),
      parameters(),
      places(),
      others(),
      variables()
    };
    int count = 0;
    for (Program[] group : groups) count += group.length;
    Program[] all = new Program[count];
    for (Program[] group : groups) {
      count -= group.length;
      System.arraycopy(group, 0, all, count, group.length);
    }
    return all;
  }

  private static Program[] sequences() {
    return new Program[] {
      Background.declaration(),
      Case.declaration(),
      Exec.declaration(),
      Exit.declaration(),
      Foreground.declaration(),
      Heredoc.declaration(),
      If.declaration(),
      Ifelse.declaration(),
      Ifte.declaration(),
      Ifthenelse.declaration(),
      Loopwhilex.declaration(),
      Pipeline.declaration(),
      Tryexec.declaration(),
    };
  }

  private static Program[] descriptors() {
    return new Program[] {
      Fdblock.declaration(),
      Fdclose.declaration(),
      Fdmove.declaration(),
      Fdreserve.declaration(),
      Fdswap.declaration(),
      Piperw.declaration(),
      Redirfd.declaration(),
    };
  }

  private static Program[] substitutions() {
    return new Program[] {
      Define.declaration(),
      Elgetpositionals.declaration(),
      Elglob.declaration(),
      Importas.declaration(),
      Multidefine.declaration(),
      Multisubstitute.declaration(),
    };
  }

  private static Program[] loops() {
    return new Program[] {
      Forbacktickx.declaration(), Forstdin.declaration(), Forx.declaration(),
    };
  }

  private static Program[] parameters() {
    return new Program[] {
      Dollarat.declaration(), Elgetopt.declaration(), Runblock.declaration(), Shift.declaration(),
    };
  }

  private static Program[] places() {
    return new Program[] {
      Cd.declaration(),
      Getcwd.declaration(),
      Homeof.declaration(),
      PosixCd.declaration(),
      PosixUmask.declaration(),
      Umask.declaration(),
    };
  }

  private static Program[] others() {
    return new Program[] {
      Execlineb.declaration(), Trap.declaration(), Wait.declaration(), Eltest.declaration(),
    };
  }

  private static Program[] variables() {
    return new Program[] {
      Backtick.declaration(),
      Emptyenv.declaration(),
      Envfile.declaration(),
      Export.declaration(),
      ExportArray.declaration(),
      Getpid.declaration(),
      Unexport.declaration(),
      Withstdinas.declaration(),
    };
  }
}
