package s6j.front.importer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import s6j.front.toml.Place;
import s6j.front.toml.Problem;
import s6j.front.toml.Problems;

/** What people must know of an import, each thing with its place in what was read. */
public final class ImportReport {
  /** Kinds of what is told, the gravest first. */
  public enum Rank {
    WEAKER("protects less than before:"),
    BEHAVIOUR("left out, and so it behaves in another way:"),
    CHANGED("carried over, but not quite the same:"),
    REST("left out, without effect on what it does:"),
    PEOPLE("left out, only for people:");

    final String heading;

    Rank(String heading) {
      this.heading = heading;
    }
  }

  private final Problems broken = new Problems();
  private final Map<Rank, Problems> told = new LinkedHashMap<>();
  private final Set<String> refused = new LinkedHashSet<>();
  private String subject = "";
  private boolean isBroken;

  public ImportReport() {
    for (Rank rank : Rank.values()) told.put(rank, new Problems());
  }

  /** What is read now, such as a unit: it alone is refused if it is broken. Empty for all. */
  public void enter(String name) {
    subject = name;
  }

  String subject() {
    return subject;
  }

  /** Cannot be read for what it should be: the subject is refused. */
  public void broken(Place place, String text) {
    broken(place, text, "");
  }

  public void broken(Place place, String text, String hint) {
    broken.add(place, shown(text), shown(hint));
    if (subject.isEmpty()) isBroken = true;
    else refused.add(subject);
  }

  /** Would have more rights than before, which somebody must want. */
  void tooWeak(Place place, String text, String hint, ImportSettings settings) {
    if (settings.acceptsWeaker()) weaker(place, text, hint);
    else broken(place, text + ": it would have more rights than before", "--accept-weaker");
  }

  /** Protected before, and is not any more. */
  public void weaker(Place place, String text, String hint) {
    tell(Rank.WEAKER, place, text, hint);
  }

  /** Is not in the definitions; {@code hint} tells what can be done instead. */
  public void left(Place place, String text, String hint) {
    tell(Rank.BEHAVIOUR, place, text, hint);
  }

  /** Is in the definitions, but means something else there. */
  public void changed(Place place, String text) {
    tell(Rank.CHANGED, place, text, "");
  }

  public void tell(Rank rank, Place place, String text, String hint) {
    told.get(rank).add(place, shown(text), shown(hint));
  }

  /** Nothing at all can be made of the sources. */
  boolean isBroken() {
    return isBroken;
  }

  /** What cannot be carried over by itself, while the rest is. */
  public List<String> refused() {
    return new ArrayList<>(refused);
  }

  boolean isRefused(String name) {
    return refused.contains(name);
  }

  public List<Problem> broken() {
    return broken.sorted();
  }

  public List<Problem> told(Rank rank) {
    return told.get(rank).sorted();
  }

  /** Whatever is not in the definitions. */
  public List<Problem> left() {
    List<Problem> left = new ArrayList<>();
    for (Rank rank : Rank.values()) if (rank != Rank.CHANGED) left.addAll(told(rank));
    left.sort((a, b) -> a.place().compareTo(b.place()));
    return left;
  }

  public List<Problem> changed() {
    return told(Rank.CHANGED);
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
