package s6j.portable;

import s6j.cli.Program;
import s6j.portable.file.Chmod;
import s6j.portable.file.Chown;
import s6j.portable.file.Linkname;
import s6j.portable.file.Ln;
import s6j.portable.file.Ls;
import s6j.portable.file.Mkdir;
import s6j.portable.file.Mkfifo;
import s6j.portable.file.Rename;
import s6j.portable.machine.Hostname;
import s6j.portable.machine.Mount;
import s6j.portable.machine.Umount;
import s6j.portable.overlay.OverlayStat;
import s6j.portable.overlay.OverlaySuexec;
import s6j.portable.process.Dumpenv;
import s6j.portable.process.Maximumtime;
import s6j.portable.process.Sleep;
import s6j.portable.text.Cat;
import s6j.portable.text.Echo;
import s6j.portable.text.Grep;
import s6j.portable.text.Seq;
import s6j.portable.text.Sort;
import s6j.portable.tree.Hiercopy;
import s6j.portable.tree.Rmrf;

/** All programs of this module. */
public final class PortablePrograms {
  private PortablePrograms() {}

  public static Program[] all() {
    return new Program[] {
      Cat.declaration(),
      Chmod.declaration(),
      Chown.declaration(),
      Dumpenv.declaration(),
      Echo.declaration(),
      Grep.declaration(),
      Hiercopy.declaration(),
      Hostname.declaration(),
      Linkname.declaration(),
      Ln.declaration(),
      Ls.declaration(),
      Maximumtime.declaration(),
      Mkdir.declaration(),
      Mkfifo.declaration(),
      Mount.declaration(),
      OverlayStat.declaration(),
      Rename.declaration(),
      Rmrf.declaration(),
      Seq.declaration(),
      Sleep.declaration(),
      Sort.declaration(),
      Umount.declaration(),
    };
  }

  /** What may be set-uid root: alone, so that nothing else can be started with root's rights. */
  public static Program[] privileged() {
    return new Program[] {OverlaySuexec.declaration()};
  }
}
