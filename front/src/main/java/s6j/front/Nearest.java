package s6j.front;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the name that somebody probably meant. */
final class Nearest {
  private Nearest() {}

  /** {@code did you mean X?}, or nothing if no known name is near. */
  static String hint(String word, Collection<String> known) {
    return of(word, known).map(name -> "did you mean " + name + "?").orElse("");
  }

  static Optional<String> of(String word, Collection<String> known) {
    String best = null;
    int least = 1 + Math.max(1, (word.length() + 1) / 3);
    for (String name : new TreeSet<>(known)) {
      int distance = distance(word, name, least);
      if (distance >= least) continue;
      least = distance;
      best = name;
    }
    return Optional.ofNullable(best);
  }

  /** Words with commas and a last "or". */
  static String list(Map<String, ?> words) {
    return String.join(" or ", new TreeSet<>(words.keySet()));
  }

  /** Changes of one character that make one of the other; not less than {@code most} if many. */
  private static int distance(String a, String b, int most) {
    if (Math.abs(a.length() - b.length()) >= most) return most;
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) row[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
