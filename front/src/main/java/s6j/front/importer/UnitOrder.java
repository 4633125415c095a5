package s6j.front.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import s6j.front.definition.Definition;
import s6j.front.definition.Definition.Kind;
import s6j.front.definition.Key;
import s6j.front.definition.Keys;
import s6j.front.toml.Name;
import s6j.front.toml.Place;

/**
 * After and Before of units (systemd.unit page): order without need. A target that is there is a
 * point in time: what is Before it comes before what is After it.
 */
final class UnitOrder {
  private record Said(Definition definition, UnitWords.Item item) {}

  private final UnitSet set;
  private final Import made;
  private final ImportSettings settings;
  private final ImportReport report;

  /** By target: who is behind it, and who before. */
  private final Map<String, List<Said>> behind = new TreeMap<>();

  private final Map<String, List<Said>> before = new TreeMap<>();

  UnitOrder(UnitSet set, Import made, ImportSettings settings, ImportReport report) {
    this.set = set;
    this.made = made;
    this.settings = settings;
    this.report = report;
  }

  void add(Definition definition, UnitSettings own) {
    for (UnitWords.Item item : own.words("Unit.After")) add(definition, item, false);
    for (UnitWords.Item item : own.words("Unit.Before")) add(definition, item, true);
  }

  private void add(Definition definition, UnitWords.Item item, boolean isBefore) {
    if (UnitSet.isTrigger(item.text())) return;
    String other = set.nameOf(item.text());
    Definition present = present(other);
    if (present == null) {
      report.tell(
          ImportReport.Rank.REST,
          item.place(),
          (isBefore ? "Before=" : "After=") + item.text() + ": order alone",
          "it is not there");
    } else if (present.kind() == Kind.BUNDLE) {
      (isBefore ? before : behind)
          .computeIfAbsent(other, key -> new ArrayList<>())
          .add(new Said(definition, item));
    } else if (isBefore) {
      order(present, plain(definition), item.place());
    } else order(definition, other, item.place());
  }

  /** The definition of a name, or the template of the instance. */
  private @Nullable Definition present(String name) {
    Definition present = made.get(name);
    int at = name.indexOf('@');
    return present == null && at >= 0 ? made.get(name.substring(0, at + 1)) : present;
  }

  private static String plain(Definition definition) {
    String name = definition.name.text();
    return name.endsWith("@") ? name.substring(0, name.length() - 1) : name;
  }

  private void order(Definition later, String earlier, Place place) {
    if (plain(later).equals(earlier)) return;
    Key<List<Name>> key = settings.ordersAreNeeds() ? Keys.NEEDS : Keys.AFTER;
    for (Key<List<Name>> one : List.of(Keys.NEEDS, key))
      if (later.get(one).stream().anyMatch(name -> name.text().equals(earlier))) return;
    later.add(key, new Name(earlier, place));
  }

  /** Once it is known what targets hold. */
  void settle() {
    behind.forEach((target, later) -> later.forEach(said -> settle(target, said)));
  }

  private void settle(String target, Said said) {
    report.enter(made.subject(said.definition.name.text()));
    boolean isShared =
        behind.get(target).stream().anyMatch(other -> isIn(other.definition, target, said));
    if (isShared) {
      for (String member : members(target))
        if (behind.get(target).stream().noneMatch(other -> plain(other.definition).equals(member)))
          order(said.definition, member, said.item.place());
    } else order(said.definition, target, said.item.place());
    for (Said earlier : before.getOrDefault(target, List.of()))
      if (!members(target).contains(plain(earlier.definition)))
        order(said.definition, plain(earlier.definition), said.item.place());
    report.enter("");
  }

  /** Whether another that is behind the target stands in it: the two would wait for each other. */
  private boolean isIn(Definition other, String target, Said said) {
    return other != said.definition && members(target).contains(plain(other));
  }

  private List<String> members(String target) {
    List<String> members = new ArrayList<>();
    made.get(target).get(Keys.CONTENTS).forEach(name -> members.add(name.text()));
    for (Definition definition : made.all())
      if (definition.get(Keys.IN).stream().anyMatch(name -> name.text().equals(target)))
        members.add(plain(definition));
    return members;
  }
}
