package s6j.front.definition;

import java.util.List;
import java.util.Optional;
import s6j.front.toml.Place;
import s6j.front.toml.Section;
import s6j.front.toml.Value;

/** How a longrun tells that it is ready. */
public final class Readiness extends Entries {
  /** Who writes the newline that means ready. */
  public enum Way {
    /** The daemon, to the descriptor. */
    NEWLINE,
    /** s6-notifyoncheck, once a command succeeds. */
    CHECK,
    /** s6-notify-fd-from-socket, when the daemon says READY=1 as systemd's do. */
    SD_NOTIFY
  }

  /** In what it speaks to whoever looks after it. */
  enum Protocol implements Word {
    NONE,
    SYSTEMD
  }

  public static final int DEFAULT_FD = 3;
  private static final String WANTED = "a descriptor, \"sd-notify\" or a table";
  private static final Table TABLE = new Table();
  private static final Key<Boolean> SD_NOTIFY =
      TABLE.key("sd-notify", Type.FLAG, "s6-notify-fd-from-socket, for daemons that say `READY=1`");
  public static final Key<ScriptValue> CHECK =
      TABLE.key(
          "check",
          ScriptValue.TYPE,
          "s6-notifyoncheck with `data/check`, run as the supervisor's user");
  private static final Probes PROBES = Probes.in(TABLE);
  public static final Key<Integer> FD =
      TABLE.key("fd", Type.whole(3, 1023), DEFAULT_FD, "`notification-fd`; 3").spelled();
  public static final Key<Long> EVERY =
      TABLE.key("every", Type.MILLIS, 1000L, "how often it is checked; 1 s");
  public static final Key<Long> TIMEOUT =
      TABLE.key("timeout", Type.MILLIS, "how long it is checked; no limit");
  public static final Key<Integer> TRIES =
      TABLE.key("tries", Type.whole(0, 1 << 30), "how many times it is checked; no limit");

  public static final Key<Long> WATCHDOG =
      TABLE.key(
          "watchdog",
          Type.MILLIS,
          "with `sd-notify`: SIGABRT if the daemon does not say `WATCHDOG=1` so often");

  static final Type<Readiness> TYPE =
      TABLE.type(
          Readiness::new,
          Readiness::check,
          Type.of(
              "a number from 3, or `\"sd-notify\"`",
              () -> Schema.any(Schema.whole(3, 1023), Schema.words(List.of(SD_NOTIFY.name))),
              null,
              Readiness::shorthand,
              Readiness::toString));

  private Readiness(Place place) {
    super(TABLE, place);
  }

  public static Readiness newline(int fd) {
    Readiness readiness = new Readiness(NOWHERE);
    readiness.set(FD, fd);
    return readiness;
  }

  public static Readiness check(ScriptValue check) {
    Readiness readiness = new Readiness(NOWHERE);
    readiness.set(CHECK, check);
    return readiness;
  }

  public static Readiness sdNotify() {
    Readiness readiness = new Readiness(NOWHERE);
    readiness.set(SD_NOTIFY, true);
    return readiness;
  }

  public Way way() {
    if (get(SD_NOTIFY)) return Way.SD_NOTIFY;
    return script().isPresent() ? Way.CHECK : Way.NEWLINE;
  }

  /** What succeeds once it is ready, if that is how it is found out. */
  public Optional<ScriptValue> script() {
    return PROBES.script(this, CHECK);
  }

  private static void check(Readiness readiness, Section section) {
    boolean isChecked = PROBES.isAlone(readiness, CHECK, section);
    if (readiness.get(SD_NOTIFY) && (isChecked || readiness.find(CHECK).isPresent()))
      section.bad(SD_NOTIFY.name, "and check exclude each other", "");
    if (readiness.get(WATCHDOG) > 0 && !readiness.get(SD_NOTIFY))
      section.bad(WATCHDOG.name, "is of no use without sd-notify", "sd-notify = true");
  }

  private static Optional<Readiness> shorthand(Section section, String key) {
    Value value = section.take(key).orElseThrow();
    if (value instanceof Value.Whole) {
      long fd = section.whole(key, 3, 1023).orElse((long) DEFAULT_FD);
      return Optional.of(newline((int) fd));
    }
    if (!(value instanceof Value.Text text)) section.wrong(key, value, WANTED);
    else if (text.text().equals(SD_NOTIFY.name)) return Optional.of(sdNotify());
    else section.bad(key, "is " + text.text(), WANTED);
    return Optional.empty();
  }
}
