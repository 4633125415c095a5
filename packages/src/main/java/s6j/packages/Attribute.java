package s6j.packages;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;

/** The words that tell how a service is, and that filter lists. */
enum Attribute {
  WATCHED("watched"),
  RUNNING("running"),
  RESTARTING("restarting"),
  DOWN("down"),
  DISABLED("disabled"),
  EXPECTED("expected"),
  ENABLED("enabled"),
  UNEXPECTED("unexpected");

  /** The last two are the opposites of others, and filters only. */
  static final int SHOWN = 6;

  final String word;

  Attribute(String word) {
    this.word = word;
  }

  /** The attribute of a word, or null. */
  static @Nullable Attribute of(byte[] word) {
    for (Attribute attribute : values()) if (CString.is(word, attribute.word)) return attribute;
    return null;
  }

  boolean fits(PackageService service) {
    return switch (this) {
      case WATCHED -> service.watched;
      case RUNNING -> service.running;
      case RESTARTING -> service.restarting;
      case DOWN -> service.down;
      case DISABLED -> service.disabled;
      case EXPECTED -> service.expected();
      case ENABLED -> !service.disabled;
      case UNEXPECTED -> !service.expected();
    };
  }
}
