package s6j.watch;

/** What a watcher of files has to remember to judge events; mutable, owned by the loop. */
final class WatchState {
  /** Whether there are changes that the service was not told of. */
  boolean isSettling;
}
