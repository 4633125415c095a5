package s6j.watch;

import s6j.cli.Program;

/** The daemons that look after services. */
public final class WatchPrograms {
  private WatchPrograms() {}

  public static Program[] all() {
    return new Program[] {Svwatch.declaration(), Svhealth.declaration()};
  }
}
