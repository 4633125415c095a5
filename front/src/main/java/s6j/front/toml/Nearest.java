package s6j.front.toml;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the name that somebody probably meant. */
public final class Nearest {
  private Nearest() {}

  /** {@code did you mean X?}, or nothing if no known name is near. */
  public static String hint(String word, Collection<String> known) {
    return of(word, known).map(name -> "did you mean " + name + "?").orElse("");
  }

  static Optional<String> of(String word, Collection<String> known) {
    String best = null;
    int least = Math.min(word.length(), 1 + Math.max(1, (word.length() + 1) / 3));
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

  /** Changes of one character, and exchanges of two neighbours, that make one of the other. */
  private static int distance(String a, String b, int most) {
    if (Math.abs(a.length() - b.length()) >= most) return most;
    int[][] rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++)
      for (int j = 0; j <= b.length(); j++) rows[i][j] = least(a, b, i, j, rows);
    return rows[a.length()][b.length()];
  }

  private static int least(String a, String b, int i, int j, int[][] rows) {
    if (i == 0 || j == 0) return i + j;
    boolean isSame = a.charAt(i - 1) == b.charAt(j - 1);
    int least = Math.min(rows[i - 1][j], rows[i][j - 1]) + 1;
    least = Math.min(least, rows[i - 1][j - 1] + (isSame ? 0 : 1));
    boolean isExchange =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return isExchange ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
  }
}
