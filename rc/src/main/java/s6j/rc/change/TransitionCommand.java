package s6j.rc.change;

import s6j.formats.RcDatabase;
import s6j.formats.ServiceDirectory;
import s6j.formats.files.NameList;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.Spawn;
import s6j.rc.live.LiveDirectory;

/**
 * The programs that make transitions in s6-rc, as a dry run shows them
 * (docs/specification/s6-rc.md, E.3, E.6); a real run makes them itself.
 */
public final class TransitionCommand {
  private static final byte[] SVC = CString.of("s6-svc");
  private static final byte[] SUDO = CString.of("s6-sudo");
  private static final byte[] DRYRUN = CString.of("s6-rc-dryrun");

  private final Posix posix;
  private final RcDatabase database;
  private final LiveDirectory live;
  private final RcSettings settings;
  private final byte[] dryrun;
  private final OneshotRunner runner;
  private final Spawn spawn = new Spawn();

  public TransitionCommand(
      Posix posix, RcDatabase database, LiveDirectory live, RcSettings settings, byte[] calledAs) {
    this.posix = posix;
    this.database = database;
    this.live = live;
    this.settings = settings;
    dryrun = Executable.companion(posix, calledAs, DRYRUN);
    runner = new OneshotRunner(posix, live.service(LiveDirectory.ONESHOT_RUNNER));
  }

  OneshotRunner runner() {
    return runner;
  }

  /** Shows a transition, which takes its time: the child's pid, or the negated errno. */
  int show(int service, Transition transition, long timeoutMillis) {
    NameList words = new NameList();
    addDryRun(words);
    if (database.isLongrun(service)) addLongrun(words, service, transition, timeoutMillis);
    else addOneshot(words, service, transition, timeoutMillis);
    spawn.reset();
    spawn.file = dryrun;
    spawn.arguments = words.toArray();
    return posix.spawn(spawn);
  }

  private void addDryRun(NameList words) {
    words.add(DRYRUN).add("-v").add(Decimal.string(settings.verbosity));
    words.add("-t").add(Decimal.string(settings.dryRunMillis)).add("--");
  }

  private void addLongrun(NameList words, int service, Transition transition, long millis) {
    byte[] directory = live.service(database.nameOf(service));
    words.add(SVC).add(letters(directory, transition));
    words.add("-T").add(Decimal.string(millis)).add("--").add(directory);
  }

  private String letters(byte[] directory, Transition transition) {
    return switch (transition) {
      case STOP -> "-dwD";
      case RELOAD -> "-l";
      case START -> notifiesReadiness(directory) ? "-uwU" : "-uwu";
    };
  }

  /** Whether a longrun is up only when it says so. */
  boolean waitsForReadiness(int service) {
    return notifiesReadiness(live.service(database.nameOf(service)));
  }

  private boolean notifiesReadiness(byte[] directory) {
    byte[] file = CString.path(directory, ServiceDirectory.NOTIFICATION_FD);
    return posix.access(Posix.CWD, file, Posix.F_OK) != -Errno.ENOENT;
  }

  private void addOneshot(NameList words, int service, Transition transition, long millis) {
    words
        .add(SUDO)
        .add(settings.verbosity >= RcSettings.TELLS_CONNECTIONS ? "-vel0" : "-el0")
        .add("-t")
        .add("30000");
    words.add("-T").add(Decimal.string(millis)).add("--").add(runner.socket());
    words.add(transition.script).add(Decimal.string(service));
    words.add(" #").add(database.nameOf(service));
  }
}
