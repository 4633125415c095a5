package s6j.front.importer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import s6j.formats.timer.Calendar;
import s6j.formats.timer.CalendarReader;
import s6j.front.definition.Definition;
import s6j.front.definition.Definition.Kind;
import s6j.front.definition.Key;
import s6j.front.definition.Keys;
import s6j.front.definition.Listen;
import s6j.front.definition.Restart;
import s6j.front.definition.Timer;
import s6j.front.toml.Place;

/**
 * Units that do nothing but start others, when it is time, somebody connects or a file is there:
 * what they say is said of those.
 */
final class UnitTriggers {
  private static final List<String> NEEDS =
      List.of("Requires", "Requisite", "BindsTo", "Wants", "Upholds");
  private static final List<String> INSTALLS = List.of("WantedBy", "RequiredBy", "UpheldBy");
  private static final String SECTION = "Timer.";
  private static final String PATH = "Path.";

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
      if (said.section().equals("Service") && said.key().text.equals("Sockets"))
        wanted.addAll(List.of(said.value().text.trim().split("[ \\t]+")));
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

  /** Whether a service runs when it is time, or a file is there, and nobody waits for it. */
  boolean isStartedOnce(String service) {
    boolean isStarted = isStarted(service, UnitSet.TIMER) || isStarted(service, UnitSet.PATH);
    return isStarted && !needed.contains(service);
  }

  /** Whether triggers of a kind start a service. */
  boolean isStarted(String service, String kind) {
    for (UnitSet.Unit unit : set.units.values())
      if (UnitSet.isTrigger(unit.name())
          && unit.name().endsWith(kind)
          && isEnabled(unit)
          && set.startedBy(unit.name()).equals(service)) return true;
    return false;
  }

  /** Tells a service when it is started. */
  void add(UnitSet.Unit unit, UnitSettings own, Import made) {
    boolean isSocket = unit.name().endsWith(UnitSet.SOCKET);
    boolean isPath = unit.name().endsWith(UnitSet.PATH);
    own.all(isSocket ? Sockets.SECTION + "Service" : (isPath ? PATH : SECTION) + "Unit");
    if (!isEnabled(unit)) {
      own.allTaken();
      report.tell(ImportReport.Rank.REST, unit.place(), unit.name() + ": nothing starts it", "");
      return;
    }
    String service = set.startedBy(unit.name());
    Definition definition = made.get(set.nameOf(unit.name()));
    if (definition == null || definition.kind() == Kind.BUNDLE) {
      own.allTaken();
      report.left(unit.place(), unit.name() + " starts " + service + ", which is not there", "");
      return;
    }
    if (isSocket) addSockets(unit, own, definition, service);
    else addTimer(unit, own, definition, service);
  }

  private void addSockets(
      UnitSet.Unit unit, UnitSettings own, Definition definition, String service) {
    own.all(Sockets.SECTION + "Accept");
    if (definition.kind() != Kind.LONGRUN) {
      report.left(unit.place(), unit.name() + " starts " + service + ", which is no daemon", "");
      return;
    }
    Sockets sockets = new Sockets(unit.name(), own, unit.place(), report);
    if (set.isAccepting(unit.name())) sockets.addEachTo(definition);
    else sockets.addTo(definition, !wanted.contains(service));
  }

  private void addTimer(
      UnitSet.Unit unit, UnitSettings own, Definition definition, String service) {
    Timer other = definition.find(Keys.TIMER).orElse(null);
    Timer timer = unit.name().endsWith(UnitSet.PATH) ? paths(unit, own) : timer(unit.place(), own);
    if (!isSomething(timer)) {
      report.left(unit.place(), unit.name() + ": it does not say when", "");
      return;
    }
    timer.set(Timer.OVERLAP, Timer.Overlap.QUEUE);
    boolean isOnce = definition.kind() == Kind.ONESHOT || isNeverAgain(definition);
    timer.set(Timer.START, isOnce ? Timer.Start.ONCE : Timer.Start.UP);
    if (!definition.get(Keys.IN).isEmpty())
      report.changed(unit.place(), service + " is started by " + unit.name() + " alone");
    if (other != null) timer.join(other);
    definition.set(Keys.TIMER, timer);
  }

  private static boolean isNeverAgain(Definition definition) {
    return definition.get(Keys.RESTART).get(Restart.POLICY) == Restart.Policy.NEVER;
  }

  private static boolean isSomething(Timer timer) {
    return !timer.get(Timer.CALENDAR).isEmpty()
        || !timer.get(Timer.EXISTS).isEmpty()
        || !timer.get(Timer.NOT_EMPTY).isEmpty()
        || !timer.get(Timer.CHANGED).isEmpty()
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

  private Timer paths(UnitSet.Unit unit, UnitSettings own) {
    Timer timer = new Timer(unit.place());
    addPaths(own, "PathExists", Timer.EXISTS, timer);
    addPaths(own, "DirectoryNotEmpty", Timer.NOT_EMPTY, timer);
    addPaths(own, "PathChanged", Timer.CHANGED, timer);
    addPaths(own, "PathModified", Timer.CHANGED, timer);
    return timer;
  }

  private void addPaths(UnitSettings own, String name, Key<List<String>> key, Timer timer) {
    for (Span value : own.all(PATH + name)) {
      String path = own.expanded(value);
      if (path.startsWith("/")) timer.add(key, path);
      else report.broken(value.place(), "no absolute path: " + path);
    }
  }

  private void addCalendar(Span value, Timer timer) {
    CalendarReader reader = new CalendarReader(value.text);
    Calendar calendar = reader.read();
    String zone = calendar == null ? "" : calendar.wantedZone();
    if (calendar != null && (zone.isEmpty() || Timer.isZone(zone))) {
      timer.add(Timer.CALENDAR, value.text);
      return;
    }
    if (calendar != null) {
      report.broken(value.place(), "no time zone: " + zone, "such as Europe/Berlin");
      return;
    }
    report.broken(
        value.place(), "no calendar: " + reader.problem(), "such as Mon..Fri 03:00, or daily");
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

  /** What a .socket unit says: where its service is listened for, and what it does then. */
  private static final class Sockets {
    static final String SECTION = "Socket.";
    private static final int MOST_CONNECTIONS = 64;

    private final UnitSettings own;
    private final ImportReport report;
    private final Listen listen;
    private final String name;

    /** {@code unit} is the name of the unit, which is that of its descriptors if none is said. */
    Sockets(String unit, UnitSettings own, Place place, ImportReport report) {
      this.own = own;
      this.report = report;
      this.listen = new Listen(place);
      this.name = own.text(SECTION + "FileDescriptorName", unit).replace(':', '_');
    }

    /** Says it of the service; {@code isOnDemand} if nothing else starts that. */
    void addTo(Definition service, boolean isOnDemand) {
      for (UnitWords.Item item : own.words(SECTION + "ListenStream")) add(item, "tcp:", "unix:");
      for (UnitWords.Item item : own.words(SECTION + "ListenDatagram"))
        add(item, "udp:", "unix-dgram:");
      if (listen.get(Listen.SOCKETS).isEmpty()) return;
      if (own.has(SECTION + "SocketMode"))
        listen.set(Listen.MODE, own.text(SECTION + "SocketMode", ""));
      String user = own.text(SECTION + "SocketUser", "");
      String group = own.text(SECTION + "SocketGroup", "");
      listen.set(Listen.OWNER, group.isEmpty() ? user : user + ":" + group);
      own.all(SECTION + "Backlog");
      Listen other = service.find(Keys.LISTEN).orElse(null);
      if (other != null) {
        other.addAll(Listen.SOCKETS, listen.get(Listen.SOCKETS));
        return;
      }
      listen.set(Listen.ON_DEMAND, isOnDemand);
      service.set(Keys.LISTEN, listen);
    }

    /** A process for each connection: it is listened again and again, whatever becomes of them. */
    void addEachTo(Definition service) {
      int most = own.number(SECTION + "MaxConnections", 1, 100_000).orElse(MOST_CONNECTIONS);
      addTo(service, false);
      if (service.find(Keys.LISTEN).isEmpty()) return;
      listen.set(Listen.EACH, most);
      service.set(Keys.RESTART, Restart.of(Restart.Policy.ALWAYS));
      service.clear(Keys.READINESS);
    }

    private void add(UnitWords.Item item, String internet, String local) {
      String text = item.text();
      if (text.startsWith("/")) {
        listen.add(Listen.SOCKETS, name + "=" + local + text);
      } else if (text.matches("[0-9]{1,5}")) {
        report.changed(item.place(), text + ": IPv4 alone, on all addresses");
        listen.add(Listen.SOCKETS, name + "=" + internet + text);
      } else if (text.matches("(\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:]+\\]):[0-9]{1,5}")) {
        listen.add(Listen.SOCKETS, name + "=" + internet + text);
      } else {
        report.left(
            item.place(),
            "a socket at " + text,
            String.join(" or ", List.of("a path", "an address with a port")));
      }
    }
  }
}
