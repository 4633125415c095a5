package s6j.watch;

/** The contents of the watched files: what the last look saw, and what the service knows. */
final class KnownFiles {
  private final long[] seen;
  private final long[] known;
  private final boolean[] isLearnt;

  KnownFiles(int count) {
    seen = new long[count];
    known = new long[count];
    isLearnt = new boolean[count];
  }

  /** What is seen for the first time is what the service knows. */
  void learn(Survey survey) {
    for (int i = 0; i < seen.length; i++) {
      if (isLearnt[i] || !survey.isKnown[i]) continue;
      isLearnt[i] = true;
      seen[i] = survey.contents[i];
      known[i] = seen[i];
    }
  }

  void see(Survey survey) {
    System.arraycopy(survey.contents, 0, seen, 0, seen.length);
  }

  /** The service has read what was seen last. */
  void told() {
    System.arraycopy(seen, 0, known, 0, seen.length);
  }

  boolean areAsSeen(Survey survey) {
    return equal(survey.contents, seen);
  }

  boolean areAsTold() {
    return equal(seen, known);
  }

  private static boolean equal(long[] a, long[] b) {
    for (int i = 0; i < a.length; i++) if (a[i] != b[i]) return false;
    return true;
  }
}
