package s6j.dist.meaning;

import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** What {@link NullsTest} is to find, and beside it how it is right. */
@NullMarked
final class WrongNulls {
  private String kept = "";
  private @Nullable String perhaps;

  String answers(boolean yes) {
    return yes ? kept : null;
  }

  @Nullable String answersPerhaps(boolean yes) {
    return yes ? kept : null;
  }

  void keeps() {
    kept = null;
    perhaps = null;
  }

  int gives() {
    return length(null) + lengthPerhaps(null);
  }

  int asks() {
    return kept == null ? 0 : length(kept);
  }

  int asksPerhaps() {
    String one = perhaps == null ? null : kept;
    return one == null ? 0 : length(one);
  }

  private static int length(String text) {
    return text.length();
  }

  private static int lengthPerhaps(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
