package s6j.junit;

/** What a tree had to say when a test failed; suppressed in that failure. */
final class TreeLogs extends RuntimeException {
  private static final long serialVersionUID = 1;

  TreeLogs(String logs) {
    super(logs, null, false, false);
  }

  /** The logs alone. */
  @Override
  public String toString() {
    return getMessage();
  }
}
