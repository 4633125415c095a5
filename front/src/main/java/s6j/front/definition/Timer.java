package s6j.front.definition;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import s6j.formats.timer.Calendar;
import s6j.formats.timer.CalendarReader;
import s6j.formats.timer.CronReader;
import s6j.front.toml.Nearest;
import s6j.front.toml.Place;
import s6j.front.toml.Section;

/** When a service is started by itself. */
public final class Timer extends Entries {
  /** What becomes of a run that is due while another goes on. */
  public enum Overlap implements Word {
    SKIP,
    QUEUE
  }

  /** How a longrun is started. */
  public enum Start implements Word {
    /** As by s6-svc -o. */
    ONCE,
    /** As by s6-svc -u: started again as its restart says. */
    UP
  }

  private static final List<String> WORDS =
      List.of(
          "minutely",
          "hourly",
          "daily",
          "weekly",
          "monthly",
          "quarterly",
          "semiannually",
          "yearly",
          "annually");

  private static final Table TABLE = new Table();
  public static final Key<List<String>> CALENDAR =
      TABLE
          .key(
              "calendar",
              Type.texts("texts"),
              "moments as systemd writes them: `Mon..Fri 03:00`, `*:0/15`, `daily`")
          .check(Timer::checkCalendars);
  public static final Key<List<String>> CRON =
      TABLE
          .key("cron", Type.texts("texts"), "moments as cron writes them: `0 3 * * mon-fri`")
          .check(Timer::checkCrontabs);
  public static final Key<Long> EVERY =
      TABLE.key("every", Type.SOME_MILLIS, "so long after the start before");
  public static final Key<Long> IDLE =
      TABLE.key("idle", Type.SOME_MILLIS, "so long after the end of the run before");
  public static final Key<Long> BOOT =
      TABLE.key("boot", Type.MILLIS, null, "so long after the machine has come up, once");
  public static final Key<Long> BEGIN =
      TABLE.key("begin", Type.MILLIS, null, "so long after timers are looked at, once");
  public static final Key<List<String>> EXISTS =
      TABLE.key("exists", Type.texts("paths"), "while one of them is there");
  public static final Key<List<String>> NOT_EMPTY =
      TABLE.key(
          "not-empty", Type.texts("paths"), "while one of them is a directory that holds files");
  public static final Key<List<String>> CHANGED =
      TABLE.key("changed", Type.texts("paths"), "when one of them has changed");
  private static final List<Key<List<String>>> PATHS = List.of(EXISTS, NOT_EMPTY, CHANGED);
  public static final Key<Long> JITTER =
      TABLE.key("jitter", Type.MILLIS, "a random time up to this one is waited in addition");
  public static final Key<Boolean> PERSISTENT =
      TABLE.key(
          "persistent", Type.FLAG, "what was missed while nobody looked is made up for, once");
  public static final Key<Overlap> OVERLAP =
      TABLE.key(
          "overlap",
          Type.word(Overlap.SKIP),
          "what is due while a run goes on is left out, or comes behind it");
  public static final Key<Start> START =
      TABLE.key("start", Type.word(Start.ONCE), "a longrun: once, or `up` as its `restart` says");

  static final Type<Timer> TYPE = TABLE.type(Timer::new, Timer::check);

  public Timer(Place place) {
    super(TABLE, place);
  }

  private static void check(Timer timer, Section section) {
    CALENDAR.check(section, timer);
    CRON.check(section, timer);
    for (Key<List<String>> key : PATHS) checkPaths(timer.get(key), key, section);
    for (Key<?> key : List.of(CALENDAR, CRON, EVERY, IDLE, BOOT, BEGIN, EXISTS, NOT_EMPTY, CHANGED))
      if (timer.find(key).isPresent()) return;
    section.bad(CALENDAR.name, "is missing: it does not say when", "every = \"1h\"");
  }

  private static void checkCalendars(List<String> texts, Key<?> key, Section section) {
    for (String text : texts) {
      CalendarReader reader = new CalendarReader(text);
      Calendar calendar = reader.read();
      String zone = calendar == null ? "" : calendar.wantedZone();
      if (!zone.isEmpty() && !isZone(zone))
        section.bad(
            key.name,
            "is none: " + text + ": no time zone: " + zone,
            Nearest.hint(zone, ZoneId.getAvailableZoneIds()));
      if (calendar != null) continue;
      String near = Nearest.hint(text.toLowerCase(java.util.Locale.ROOT), WORDS);
      String hint = near.isEmpty() ? "such as Mon..Fri 03:00, or daily" : near;
      section.bad(key.name, "is none: " + text + ": " + reader.problem(), hint);
    }
  }

  /** Whether there is such a time zone somewhere: the machine of the tree may be another. */
  public static boolean isZone(String name) {
    return ZoneId.getAvailableZoneIds().contains(name);
  }

  private static void checkCrontabs(List<String> texts, Key<?> key, Section section) {
    for (String text : texts) {
      CronReader reader = new CronReader(text);
      if (reader.read() == null)
        section.bad(
            key.name, "is none: " + text + ": " + reader.problem(), "such as 0 3 * * mon-fri");
    }
  }

  private static void checkPaths(List<String> paths, Key<?> key, Section section) {
    for (String path : paths)
      if (!path.startsWith("/")) section.bad(key.name, "must be an absolute path: " + path, "");
  }

  /** What another says makes it due, too. */
  public void join(Timer other) {
    for (Key<List<String>> key : List.of(CALENDAR, CRON, EXISTS, NOT_EMPTY, CHANGED))
      addAll(key, other.get(key));
    for (Key<Long> key : List.of(EVERY, IDLE, BOOT, BEGIN, JITTER))
      if (find(key).isEmpty()) other.find(key).ifPresent(millis -> set(key, millis));
    if (other.get(PERSISTENT)) set(PERSISTENT, true);
  }

  /** The lines for s6-timerd that say when, each a word and its value. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    get(CALENDAR).forEach(text -> lines.add("calendar " + text));
    get(CRON).forEach(text -> lines.add("cron " + text));
    for (Key<Long> key : List.of(EVERY, IDLE, BOOT, BEGIN, JITTER))
      find(key).ifPresent(millis -> lines.add(key.name + " " + millis + "ms"));
    for (Key<List<String>> key : PATHS) get(key).forEach(path -> lines.add(key.name + " " + path));
    if (get(PERSISTENT)) lines.add(PERSISTENT.name);
    if (get(OVERLAP) == Overlap.QUEUE) lines.add("queue");
    return lines;
  }
}
