package s6j.front.importer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import s6j.front.definition.Definition;
import s6j.front.definition.Definition.Kind;
import s6j.front.definition.Keys;
import s6j.front.toml.Name;

/** Conflicts and PartOf of units (systemd.unit page). */
final class UnitExclusion {
  private final UnitSet set;
  private final Import made;
  private final ImportReport report;

  UnitExclusion(UnitSet set, Import made, ImportReport report) {
    this.set = set;
    this.made = made;
    this.report = report;
  }

  void add(Definition definition, UnitSettings own) {
    for (UnitWords.Item item : own.words("Unit.Conflicts")) {
      Name name = present(item);
      if (name == null) tellAbsent("Conflicts", item);
      else if (!name.text().equals(definition.name.text())) definition.add(Keys.CONFLICTS, name);
    }
    for (String key : List.of("PartOf", "StopPropagatedFrom"))
      for (UnitWords.Item item : own.words("Unit." + key)) addPartOf(definition, item);
    for (UnitWords.Item item : own.words("Unit.PropagatesStopTo")) {
      Definition other = made.get(set.nameOf(item.text()));
      if (other == null || other.kind() == Kind.BUNDLE) tellAbsent("PropagatesStopTo", item);
      else other.add(Keys.PART_OF, new Name(definition.name.text(), item.place()));
    }
  }

  private @Nullable Name present(UnitWords.Item item) {
    String name = set.nameOf(item.text());
    int at = name.indexOf('@');
    boolean isThere = made.has(name) || at > 0 && made.has(name.substring(0, at + 1));
    return isThere ? new Name(name, item.place()) : null;
  }

  private void tellAbsent(String key, UnitWords.Item item) {
    report.tell(ImportReport.Rank.REST, item.place(), key + "=" + item.text(), "it is not there");
  }

  /** A bundle stands for each that it holds, and a target for none of them. */
  private void addPartOf(Definition definition, UnitWords.Item item) {
    Name name = present(item);
    Definition whole = name == null ? null : made.get(name.text());
    if (name == null) tellAbsent("PartOf", item);
    else if (whole == null || whole.kind() != Kind.BUNDLE) definition.add(Keys.PART_OF, name);
    else
      report.tell(
          ImportReport.Rank.CHANGED,
          item.place(),
          "PartOf=" + item.text() + ": stopped with the target if it is in it",
          "");
  }

  /**
   * Of two that a target would start together, systemd starts the one that has the Conflicts, and
   * not the other.
   */
  void settle() {
    for (Definition definition : made.all())
      for (Name other : definition.get(Keys.CONFLICTS)) {
        Definition conflicted = made.get(other.text());
        if (conflicted == null || conflicted.kind() == Kind.BUNDLE) continue;
        for (Name bundle : bundles(definition)) remove(conflicted, bundle, definition);
      }
  }

  private List<Name> bundles(Definition definition) {
    List<Name> bundles = new ArrayList<>(definition.get(Keys.IN));
    for (Definition bundle : made.all())
      if (bundle.kind() == Kind.BUNDLE && holds(bundle, definition)) bundles.add(bundle.name);
    return bundles;
  }

  private static boolean holds(Definition bundle, Definition definition) {
    return bundle.get(Keys.CONTENTS).stream()
        .anyMatch(name -> name.text().equals(definition.name.text()));
  }

  private void remove(Definition conflicted, Name bundle, Definition winner) {
    boolean isOut = conflicted.removeIf(Keys.IN, name -> name.text().equals(bundle.text()));
    Definition holder = made.get(bundle.text());
    if (holder != null)
      isOut |= holder.removeIf(Keys.CONTENTS, name -> name.text().equals(conflicted.name.text()));
    if (!isOut) return;
    report.changed(
        conflicted.name.place(),
        conflicted.name
            + " is not in "
            + bundle
            + ", whose start would not start it either: "
            + winner.name
            + " conflicts with it");
  }
}
