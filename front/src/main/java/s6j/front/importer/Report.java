package s6j.front.importer;

import java.util.List;
import s6j.front.Place;
import s6j.front.Problem;
import s6j.front.Problems;

/** What people must know of an import, each thing with its place in what was read. */
final class Report {
  private final Problems broken = new Problems();
  private final Problems left = new Problems();
  private final Problems changed = new Problems();

  /** Cannot be read for what it should be; ends the import. */
  void broken(Place place, String text) {
    broken.add(place, shown(text));
  }

  void broken(Place place, String text, String hint) {
    broken.add(place, shown(text), shown(hint));
  }

  /** Is not in the definitions; {@code hint} tells what can be done instead. */
  void left(Place place, String text, String hint) {
    left.add(place, shown(text), shown(hint));
  }

  /** Is in the definitions, but means something else there. */
  void changed(Place place, String text) {
    changed.add(place, shown(text));
  }

  boolean isBroken() {
    return !broken.none();
  }

  List<Problem> broken() {
    return broken.sorted();
  }

  List<Problem> left() {
    return left.sorted();
  }

  List<Problem> changed() {
    return changed.sorted();
  }

  /** Input is quoted in messages: it may not tear or redraw their lines. */
  private static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), 300); i++) {
      char c = text.charAt(i);
      shown.append(c < ' ' || c == 127 ? '?' : c);
    }
    return shown.append(text.length() > 300 ? "..." : "").toString();
  }
}
