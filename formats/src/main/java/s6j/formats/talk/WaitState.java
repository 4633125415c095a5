package s6j.formats.talk;

/** What a waiter knows of its services, by their place on the command line. */
public final class WaitState {
  public final int services;
  public final boolean[] up;
  public final boolean[] ready;

  /** A restart's first half is over. */
  public final boolean[] wentDown;

  /** The service gave up or its supervisor left: nothing more is expected of it. */
  public final boolean[] failed;

  public int failures;

  public WaitState(int services) {
    this.services = services;
    up = new boolean[services];
    ready = new boolean[services];
    wentDown = new boolean[services];
    failed = new boolean[services];
  }
}
