package s6j.svc;

/** What a waiter knows of its services, by their place on the command line. */
final class WaitState {
  final int services;
  final boolean[] up;
  final boolean[] ready;

  /** A restart's first half is over. */
  final boolean[] wentDown;

  /** The service gave up or its supervisor left: nothing more is expected of it. */
  final boolean[] failed;

  int failures;

  WaitState(int services) {
    this.services = services;
    up = new boolean[services];
    ready = new boolean[services];
    wentDown = new boolean[services];
    failed = new boolean[services];
  }
}
