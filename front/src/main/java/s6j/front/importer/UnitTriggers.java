package s6j.front.importer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import s6j.formats.timer.CalendarReader;
import s6j.front.definition.Definition;
import s6j.front.definition.Definition.Kind;
import s6j.front.definition.Key;
import s6j.front.definition.Keys;
import s6j.front.definition.Restart;
import s6j.front.definition.Timer;
import s6j.front.toml.Place;

/** Units that do nothing but start others, when it is time: what they say is said of those. */
final class UnitTriggers {
  private static final List<String> NEEDS =
      List.of("Requires", "Requisite", "BindsTo", "Wants", "Upholds");
  private static final List<String> INSTALLS = List.of("WantedBy", "RequiredBy", "UpheldBy");
  private static final String SECTION = "Timer.";

  private final UnitSet set;
  private final ImportReport report;

  /** Units that something starts: by being wanted, or by a link. */
  private final Set<String> wanted = new HashSet<>();

  /** Services that others need, and so wait for. */
  private final Set<String> needed = new HashSet<>();

  UnitTriggers(UnitSet set, ImportReport report) {
    this.set = set;
    this.report = report;
    set.links.forEach(link -> wanted.add(link.to().text()));
    for (UnitSet.Unit unit : set.units.values()) note(unit);
  }

  private void note(UnitSet.Unit unit) {
    for (UnitFile.Assignment said : unit.assignments()) {
      boolean isInstall = said.section().equals("Install") && INSTALLS.contains(said.key().text);
      if (isInstall && !said.value().isEmpty()) wanted.add(unit.name());
      if (!said.section().equals("Unit") || !NEEDS.contains(said.key().text)) continue;
      List<String> names = List.of(said.value().text.trim().split("[ \\t]+"));
      wanted.addAll(names);
      if (unit.name().endsWith(UnitSet.SERVICE)) needed.addAll(names);
    }
  }

  private boolean isEnabled(UnitSet.Unit trigger) {
    int at = trigger.name().indexOf("@.");
    if (at < 0) return wanted.contains(trigger.name());
    String template = trigger.name().substring(0, at + 1);
    String suffix = trigger.name().substring(at + 1);
    return wanted.stream().anyMatch(name -> name.startsWith(template) && name.endsWith(suffix));
  }

  /** Whether a service runs when it is time, and nobody waits for it. */
  boolean isStarted(String service) {
    if (needed.contains(service)) return false;
    for (UnitSet.Unit unit : set.units.values())
      if (UnitSet.isTrigger(unit.name())
          && isEnabled(unit)
          && set.startedBy(unit.name()).equals(service)) return true;
    return false;
  }

  /** Tells a service when it is started. */
  void add(UnitSet.Unit unit, UnitSettings own, Import made) {
    own.all(SECTION + "Unit");
    if (!isEnabled(unit)) {
      own.allTaken();
      report.tell(ImportReport.Rank.REST, unit.place(), unit.name() + ": nothing starts it", "");
      return;
    }
    String service = set.startedBy(unit.name());
    Definition definition = made.get(set.nameOf(service));
    if (definition == null || definition.kind() == Kind.BUNDLE) {
      own.allTaken();
      report.left(unit.place(), unit.name() + " starts " + service + ", which is not there", "");
      return;
    }
    Timer timer = timer(unit.place(), own);
    if (!isSomething(timer)) {
      report.left(unit.place(), unit.name() + ": it does not say when", "OnCalendar=daily");
      return;
    }
    timer.set(Timer.OVERLAP, Timer.Overlap.QUEUE);
    boolean isOnce = definition.kind() == Kind.ONESHOT || isNeverAgain(definition);
    timer.set(Timer.START, isOnce ? Timer.Start.ONCE : Timer.Start.UP);
    if (!definition.get(Keys.IN).isEmpty())
      report.changed(unit.place(), service + " is started by its timer alone");
    definition.set(Keys.TIMER, timer);
  }

  private static boolean isNeverAgain(Definition definition) {
    return definition.get(Keys.RESTART).get(Restart.POLICY) == Restart.Policy.NEVER;
  }

  private static boolean isSomething(Timer timer) {
    return !timer.get(Timer.CALENDAR).isEmpty()
        || timer.find(Timer.EVERY).isPresent()
        || timer.find(Timer.IDLE).isPresent()
        || timer.find(Timer.BOOT).isPresent()
        || timer.find(Timer.BEGIN).isPresent();
  }

  private Timer timer(Place place, UnitSettings own) {
    Timer timer = new Timer(place);
    for (Span value : own.all(SECTION + "OnCalendar")) addCalendar(value, timer);
    readTime(own, "OnBootSec", Timer.BOOT, timer);
    readTime(own, "OnStartupSec", Timer.BEGIN, timer);
    readTime(own, "OnActiveSec", Timer.BEGIN, timer);
    readTime(own, "OnUnitActiveSec", Timer.EVERY, timer);
    readTime(own, "OnUnitInactiveSec", Timer.IDLE, timer);
    readTime(own, "RandomizedDelaySec", Timer.JITTER, timer);
    timer.set(Timer.PERSISTENT, own.flag(SECTION + "Persistent", false));
    own.all(SECTION + "AccuracySec");
    boolean isAlone =
        timer.find(Timer.EVERY).isPresent()
            && timer.find(Timer.BOOT).isEmpty()
            && timer.find(Timer.BEGIN).isEmpty()
            && timer.get(Timer.CALENDAR).isEmpty();
    if (isAlone)
      report.changed(
          own.place(SECTION + "OnUnitActiveSec", place),
          "OnUnitActiveSec= alone: the first start is one such time after timers are looked at");
    return timer;
  }

  private void addCalendar(Span value, Timer timer) {
    CalendarReader reader = new CalendarReader(value.text);
    if (reader.read() != null) {
      timer.add(Timer.CALENDAR, value.text);
      return;
    }
    int last = value.text.lastIndexOf(' ');
    String rest = last < 0 ? "" : value.text.substring(0, last).strip();
    boolean isZoned =
        value.text.substring(last + 1).matches("[A-Z][A-Za-z_]+(/[A-Za-z0-9_+-]+)*")
            && new CalendarReader(rest).read() != null;
    if (isZoned) {
      timer.add(Timer.CALENDAR, rest);
      report.changed(value.place(last + 1), "OnCalendar=" + value + " is meant in local time");
    } else {
      report.broken(
          value.place(), "no calendar: " + reader.problem(), "such as Mon..Fri 03:00, or daily");
    }
  }

  /** Of several times the shortest counts, as it is the first. */
  private void readTime(UnitSettings own, String name, Key<Long> key, Timer timer) {
    for (Span value : own.all(SECTION + name)) {
      long millis = TimeSpan.millis(value.text);
      if (millis == TimeSpan.NONE) {
        report.broken(value.place(), "no time: " + value, "such as 30, 90s or 1min 30s");
      } else if (millis == TimeSpan.FOREVER) {
        report.left(value.place(), name + "=" + value, "49 days at most; a calendar");
      } else {
        Optional<Long> other = timer.find(key);
        long least = key == Timer.EVERY || key == Timer.IDLE ? 1 : 0;
        timer.set(key, Math.max(least, Math.min(millis, other.orElse(millis))));
      }
    }
  }

  /** All of them, in their order. */
  List<UnitSet.Unit> all() {
    List<UnitSet.Unit> all = new ArrayList<>();
    for (UnitSet.Unit unit : set.units.values()) if (UnitSet.isTrigger(unit.name())) all.add(unit);
    return all;
  }
}
