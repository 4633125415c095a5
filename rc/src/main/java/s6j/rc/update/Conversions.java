package s6j.rc.update;

/** What a conversion file says about the services of the old database. */
final class Conversions {
  /** The new name of an old service, or null if it keeps its own. */
  final byte[][] newNames;

  final boolean[] restart;
  final boolean[] listed;

  Conversions(int oldCount) {
    newNames = new byte[oldCount][];
    restart = new boolean[oldCount];
    listed = new boolean[oldCount];
  }
}
