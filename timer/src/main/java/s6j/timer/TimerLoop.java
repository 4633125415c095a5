package s6j.timer;

import s6j.cli.Messages;
import s6j.formats.files.SmallFile;
import s6j.formats.timer.TimerFile;
import s6j.formats.timer.TimerStatus;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Turn;

/**
 * Starts services when they are due, tells of it in a file, and notes when persistent ones were
 * started. Allocates nothing once made; no failing system call ends it.
 */
final class TimerLoop implements Turn.Group, Turn.Children {
  /** What the command line says. */
  static final class Settings {
    byte[] statusFile = TimerStatus.FILE;
    byte[] stamps = CString.of("/var/lib/s6-timerd");

    /** The command line of s6-rc before its direction. */
    byte[][] rc = {};
  }

  /** One timer. */
  private static final class Row {
    final byte[] name;
    final TimerFile file;
    final Schedule schedule;
    final Job job;
    final byte[] stamp;
    final PathTrigger[] paths;

    /** Whether everything of its paths is told. */
    boolean isWatched;

    /** Paths are not looked at before: what ends at once is not started at once. */
    long restsUntil;

    /** It was due while it ran. */
    boolean isQueued;

    Row(
        byte[] name,
        TimerFile file,
        Schedule schedule,
        Job job,
        byte[] stamp,
        PathTrigger[] paths) {
      this.paths = paths;
      this.name = name;
      this.file = file;
      this.schedule = schedule;
      this.job = job;
      this.stamp = stamp;
    }

    byte[] state() {
      if (isQueued) return QUEUES;
      return job.isBusy() ? RUNS : WAITS;
    }
  }

  private static final byte[] WAITS = CString.of("waits");
  private static final byte[] RUNS = CString.of("runs");
  private static final byte[] QUEUES = CString.of("queues");
  private static final byte[] NOTHING = {};

  /** So often the clock on the wall is looked at: it may be set. */
  private static final long LOOK_AT_CLOCK = 60 * Schedule.SECOND;

  private static final long LOOK_AT_SERVICE = Schedule.SECOND;

  /** Clocks that are corrected by less were not set. */
  private static final long LEAST_JUMP = Schedule.SECOND;

  private static final int READS = 64;
  private static final int MODE = 0644;

  private final Posix posix;
  private final Messages messages;
  private final Settings settings;
  private final Row[] rows;
  private final Turn turn;
  private final byte[] records = new byte[4096];
  private final byte[] randomBytes = new byte[8];
  private final byte[] statusFresh;
  private final byte[] content;
  private final int watch;
  private long ahead;
  private boolean isStatusOld = true;
  private boolean isStatusLost;

  TimerLoop(
      Posix posix,
      Messages messages,
      Settings settings,
      byte[][] names,
      TimerFile[] files,
      int signals) {
    this.posix = posix;
    this.messages = messages;
    this.settings = settings;
    LocalZone zone = new LocalZone(posix);
    rows = new Row[names.length];
    int size = 0;
    for (int i = 0; i < rows.length; i++) {
      Schedule schedule = new Schedule(files[i], zone, this::draw);
      Job job = new Job(posix, messages, names[i], files[i], settings.rc);
      byte[] stamp = CString.path(settings.stamps, names[i]);
      rows[i] = new Row(names[i], files[i], schedule, job, stamp, paths(files[i]));
      size += TimerStatus.longestLine(names[i]);
    }
    content = new byte[size];
    statusFresh = CString.concat(settings.statusFile, CString.of(".new"));
    watch = posix.openWatch();
    turn = new Turn(posix, messages, 1);
    turn.onSignal(signals, signal -> turn.leave());
    turn.onChild(this);
    turn.onGroup(this);
  }

  private PathTrigger[] paths(TimerFile file) {
    PathTrigger[] paths = new PathTrigger[file.paths.length];
    for (int i = 0; i < paths.length; i++)
      paths[i] = new PathTrigger(posix, file.triggers[i], file.paths[i]);
    return paths;
  }

  /** Whether a timer remembers on disk when it was started. */
  boolean hasPersistent() {
    for (Row row : rows) if (row.file.isPersistent) return true;
    return false;
  }

  private long draw(long most) {
    if (posix.random(randomBytes, 0, randomBytes.length) < 0) return 0;
    long number = 0;
    for (byte b : randomBytes) number = number << 8 | b & 0xff;
    return Math.floorMod(number & Long.MAX_VALUE, most + 1);
  }

  /** Learns what was before, and plans. */
  void begin() {
    long mono = posix.monotonicNanos();
    long real = posix.realtimeNanos();
    ahead = real - mono;
    LastStarts before = new LastStarts(posix, settings.statusFile);
    for (Row row : rows) {
      row.schedule.lastStart = before.lastStart(row.name);
      if (row.file.isPersistent) row.schedule.lastStart = before.stamp(row.stamp);
      if (row.file.isPersistent && row.schedule.lastStart == TimerStatus.NONE) stamp(row, real);
      row.schedule.begin(mono, real);
      row.job.notice(watch, mono);
      for (PathTrigger path : row.paths) path.learn();
      watchPaths(row);
    }
    writeStatus();
  }

  void run() {
    turn.run();
    if (watch >= 0) posix.close(watch);
  }

  @Override
  public int count() {
    return 1;
  }

  @Override
  public void addTo(Poller poller) {
    poller.add(watch, Poller.READ);
  }

  @Override
  public long deadline() {
    long mono = posix.monotonicNanos();
    long real = posix.realtimeNanos();
    long until = Deadline.NEVER;
    for (Row row : rows) {
      until = Math.min(until, row.schedule.due(mono, real));
      if (row.schedule.hasCalendar()) until = Math.min(until, mono + LOOK_AT_CLOCK);
      if (row.job.mustBeLookedAt()) until = Math.min(until, mono + LOOK_AT_SERVICE);
      if (row.paths.length > 0) until = Math.min(until, lookAtPaths(row, mono));
    }
    return until;
  }

  /** A path that nobody tells of is looked at; so is each soon after a start. */
  private static long lookAtPaths(Row row, long mono) {
    if (row.job.isBusy()) return Deadline.NEVER;
    if (mono < row.restsUntil) return row.restsUntil;
    return row.isWatched ? Deadline.NEVER : mono + LOOK_AT_SERVICE;
  }

  private void watchPaths(Row row) {
    row.isWatched = true;
    for (PathTrigger path : row.paths) row.isWatched &= path.watch(watch);
  }

  /** Watched first, and looked at then, so that nothing is missed. */
  private boolean isDueByPath(Row row, long mono) {
    if (row.paths.length == 0 || row.job.isBusy() || mono < row.restsUntil) return false;
    watchPaths(row);
    for (PathTrigger path : row.paths) if (path.holds()) return true;
    return false;
  }

  @Override
  public void look(Poller poller, int from, boolean blind) {
    if (poller.readable(from)) drain();
    long mono = posix.monotonicNanos();
    long real = posix.realtimeNanos();
    lookAtClock(mono, real);
    for (Row row : rows) {
      if (row.job.isOver(mono)) over(row, mono, real);
      if (row.schedule.isDue(mono, real) || isDueByPath(row, mono)) due(row, mono, real);
    }
    if (isStatusOld) writeStatus();
  }

  private void drain() {
    int got = 1;
    for (int i = 0; i < READS && got > 0; i++) got = posix.read(watch, records, 0, records.length);
  }

  private void lookAtClock(long mono, long real) {
    long forward = real - mono - ahead;
    ahead = real - mono;
    if (Math.abs(forward) < LEAST_JUMP) return;
    for (Row row : rows) row.schedule.clockSet(real, forward);
    isStatusOld = true;
  }

  private void due(Row row, long mono, long real) {
    row.job.notice(watch, mono);
    boolean isBusy = row.job.isBusy();
    if (isBusy) row.isQueued |= row.file.queues;
    else start(row, mono, real);
    row.schedule.passed(mono, real, !isBusy);
    isStatusOld = true;
  }

  /** A start that fails counts as one: the next is tried when it is due. */
  private void start(Row row, long mono, long real) {
    row.isQueued = false;
    row.restsUntil = mono + LOOK_AT_SERVICE;
    for (PathTrigger path : row.paths) path.learn();
    boolean isBegun = row.job.start(watch, mono);
    if (row.file.isPersistent) stamp(row, real);
    if (!isBegun) row.schedule.ended(mono, real);
  }

  private void over(Row row, long mono, long real) {
    isStatusOld = true;
    row.schedule.ended(mono, real);
    if (!row.isQueued) return;
    start(row, mono, real);
    row.schedule.passed(mono, real, true);
  }

  @Override
  public void ended(int pid, int rawStatus) {
    for (Row row : rows) if (row.job.isOf(pid)) ended(row, rawStatus);
  }

  /** A child that somebody else has collected counts as killed. */
  @Override
  public boolean noneLeft() {
    for (Row row : rows) if (row.job.hasChild()) ended(row, Signal.SIGKILL);
    return false;
  }

  private void ended(Row row, int rawStatus) {
    long mono = posix.monotonicNanos();
    boolean isOver = row.job.ended(rawStatus, watch, mono);
    if (isOver) over(row, mono, posix.realtimeNanos());
    isStatusOld = true;
  }

  private void stamp(Row row, long real) {
    int answer = SmallFile.write(posix, Posix.CWD, row.stamp, NOTHING, 0, MODE);
    if (answer >= 0) answer = posix.setTimes(Posix.CWD, row.stamp, real, real);
    if (answer < 0) messages.warning().unableTo("write ").bytes(row.stamp).end(answer);
  }

  private void writeStatus() {
    long mono = posix.monotonicNanos();
    long real = posix.realtimeNanos();
    int at = 0;
    for (Row row : rows) {
      long next = row.schedule.dueReal(mono, real);
      at = TimerStatus.put(row.schedule.lastStart, next, row.state(), row.name, content, at);
    }
    int answer =
        SmallFile.replace(posix, Posix.CWD, settings.statusFile, statusFresh, content, at, MODE);
    isStatusOld = false;
    if (answer < 0 && !isStatusLost)
      messages.warning().unableTo("write ").bytes(settings.statusFile).end(answer);
    isStatusLost = answer < 0;
  }
}
