package s6j.formats.timer;

import org.jspecify.annotations.Nullable;
import s6j.formats.files.NameList;
import s6j.posix.CString;

/**
 * A file that says when a service is to be started, and how: a line a word and its value, {@code #}
 * for comments. The manual page of s6-timerd has the words.
 */
public final class TimerFile {
  /** What starting is. */
  public enum Way {
    /** The letter o of s6-svc: once. */
    ONCE,
    /** The letter u of s6-svc: up, and again as its finish script says. */
    UP,
    /** A oneshot of s6-rc, brought down and up. */
    RC
  }

  /** What makes a service due, of a path. */
  public enum Trigger {
    /** It is there. */
    EXISTS,
    /** It is a directory with something in it. */
    NOT_EMPTY,
    /** It has changed. */
    CHANGED
  }

  /** No such time is said. */
  public static final long NONE = -1;

  /** Each alone makes the service due. */
  public Calendar[] calendars = {};

  /** What is said of {@link #paths}, one for each. */
  public Trigger[] triggers = {};

  public byte[][] paths = {};

  /** After its last start, in milliseconds; or {@link #NONE}. */
  public long every = NONE;

  /** After its last end. */
  public long idle = NONE;

  /** After the machine came up. */
  public long boot = NONE;

  /** After the daemon began. */
  public long begin = NONE;

  /** A random time up to this one is waited in addition. */
  public long jitter;

  /** What was missed while nobody was there is made up for. */
  public boolean isPersistent;

  /** A run that is due while another goes on comes behind it, and is not left out. */
  public boolean queues;

  public @Nullable Way way;

  /** Service directory, or name of a oneshot. */
  public byte[] service = {};

  /** Services of s6-rc that must be up before. */
  public byte[][] needs = {};

  private @Nullable String problem;
  private int line;

  /** Reads a file: whether it says when and what. Else {@link #problem} says why not. */
  public boolean read(byte[] content, int length) {
    for (int from = 0; from < length && problem == null; ) {
      int to = from;
      while (to < length && content[to] != '\n') to++;
      line++;
      readLine(CString.slice(content, from, to));
      from = to + 1;
    }
    if (problem != null) return false;
    line = 0;
    boolean isPath = paths.length > 0;
    boolean isWhen =
        isPath || calendars.length > 0 || every > 0 || idle > 0 || boot >= 0 || begin >= 0;
    if (!isWhen) problem = "it does not say when";
    else if (way == null) problem = "it does not say what to start";
    return problem == null;
  }

  public String problem() {
    return problem == null ? "" : problem;
  }

  /** The line of {@link #problem}, from 1; 0 if it is that of the whole file. */
  public int line() {
    return line;
  }

  private void readLine(byte[] bytes) {
    FieldText text = new FieldText(CString.text(bytes));
    String word = text.next();
    if (word.isEmpty() || word.startsWith("#")) return;
    String value = text.rest();
    switch (word) {
      case "calendar" -> {
        CalendarReader reader = new CalendarReader(value);
        add(reader.read(), reader.problem());
      }
      case "cron" -> {
        CronReader reader = new CronReader(value);
        add(reader.read(), reader.problem());
      }
      case "exists" -> add(Trigger.EXISTS, value);
      case "not-empty" -> add(Trigger.NOT_EMPTY, value);
      case "changed" -> add(Trigger.CHANGED, value);
      case "every" -> every = span(value, 1);
      case "idle" -> idle = span(value, 1);
      case "boot" -> boot = span(value, 0);
      case "begin" -> begin = span(value, 0);
      case "jitter" -> jitter = span(value, 0);
      case "persistent" -> isPersistent = isBare(value);
      case "queue" -> queues = isBare(value);
      case "once" -> start(Way.ONCE, value);
      case "up" -> start(Way.UP, value);
      case "rc" -> start(Way.RC, value);
      case "needs" -> needs = words(value);
      default -> problem = "no such word: " + word;
    }
  }

  private void add(@Nullable Calendar calendar, String why) {
    if (calendar == null) {
      problem = why;
      return;
    }
    Calendar[] more = new Calendar[calendars.length + 1];
    System.arraycopy(calendars, 0, more, 0, calendars.length);
    more[calendars.length] = calendar;
    calendars = more;
  }

  private void add(Trigger trigger, String path) {
    if (!path.startsWith("/")) problem = "no absolute path: " + path;
    Trigger[] more = new Trigger[triggers.length + 1];
    System.arraycopy(triggers, 0, more, 0, triggers.length);
    more[triggers.length] = trigger;
    triggers = more;
    byte[][] morePaths = new byte[paths.length + 1][];
    System.arraycopy(paths, 0, morePaths, 0, paths.length);
    morePaths[paths.length] = CString.of(path);
    paths = morePaths;
  }

  private long span(String text, long least) {
    long millis = TimeLength.millis(text);
    if (millis < least) problem = "no time, such as 90s or 1h 30min: " + text;
    return millis;
  }

  private boolean isBare(String value) {
    if (!value.isEmpty()) problem = "nothing may stand behind this word: " + value;
    return true;
  }

  private void start(Way how, String what) {
    if (what.isEmpty()) problem = "nothing is named";
    if (way != null) problem = "one service only";
    way = how;
    service = CString.of(what);
  }

  private static byte[][] words(String value) {
    NameList names = new NameList();
    FieldText text = new FieldText(value);
    for (String word = text.next(); !word.isEmpty(); word = text.next()) names.add(word);
    return names.toArray();
  }
}
