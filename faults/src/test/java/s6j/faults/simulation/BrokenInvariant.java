package s6j.faults.simulation;

/** What did not hold. */
final class BrokenInvariant extends RuntimeException {
  private static final long serialVersionUID = 1;

  BrokenInvariant(String what) {
    super(what);
  }
}
