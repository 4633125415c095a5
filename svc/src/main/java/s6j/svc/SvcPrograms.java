package s6j.svc;

import s6j.cli.Program;

/** The clients: what people and scripts use on services. */
public final class SvcPrograms {
  private SvcPrograms() {}

  public static Program[] all() {
    return new Program[] {
      Svc.declaration(),
      Svok.declaration(),
      Svstat.declaration(),
      Svwait.declaration(),
      Svlisten.declaration(),
      Svlisten1.declaration(),
      Svperms.declaration(),
    };
  }
}
