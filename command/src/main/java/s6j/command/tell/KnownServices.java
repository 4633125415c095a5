package s6j.command.tell;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.command.call.CommandCall;
import s6j.formats.Cdb;
import s6j.formats.NameTable;
import s6j.formats.RcDatabase;
import s6j.formats.ServiceDirectory;
import s6j.formats.files.NameList;
import s6j.formats.files.WholeFile;
import s6j.formats.timer.TimerStatus;
import s6j.posix.CString;
import s6j.posix.FileStat;
import s6j.posix.PathText;
import s6j.posix.Posix;
import s6j.rc.answer.ServiceReport;
import s6j.rc.live.CompiledSet;
import s6j.rc.live.LiveDirectory;
import s6j.rc.live.StateFile;

/** All services there are: those of the live directory, then what else the scan directory has. */
public final class KnownServices {
  static final int UNKNOWN_NAME = 3;
  private static final int INVALID = 4;

  /** The longrun that definitions give all timers of a set. */
  private static final byte[] TIMERS = CString.of("timerd");

  private static final byte[] LIVE_PART = CString.of("/servicedirs/");

  private final CommandCall call;
  private final Posix posix;
  private final LiveDirectory live;
  private final CompiledSet set;
  private KnownService[] services = new KnownService[64];
  private int count;
  private boolean hasLive;
  private boolean hasSkipped;
  private byte[] state = {};

  /** What the daemon of timers tells, if there is one. */
  private byte[] timers = {};

  public KnownServices(CommandCall call) {
    this.call = call;
    posix = call.posix;
    live = new LiveDirectory(posix, call.settings.livedir);
    set = new CompiledSet(posix, call.messages, live.file("compiled"), live.path());
  }

  int count() {
    return count;
  }

  KnownService get(int place) {
    return services[place];
  }

  /** Reads what s6-rc knows, if it is there: 0, or an exit code once it is said why not. */
  public int open() {
    hasLive = isThere(live.path());
    if (!hasLive && !isThere(call.settings.scandir))
      return call.messages
          .fatal()
          .text("there is neither a live directory ")
          .bytes(live.path())
          .text(" nor a scan directory ")
          .bytes(call.settings.scandir)
          .exit(ExitCode.SYSTEM);
    return hasLive ? openLive() : 0;
  }

  private int openLive() {
    int code = set.readSizes();
    if (code != 0) return code;
    state = new byte[set.directory().serviceCount()];
    StateFile file = new StateFile(posix, live.file("state"));
    int answer = file.read(state);
    if (answer == StateFile.SHORT)
      return call.messages
          .fatal()
          .unableTo("read valid state in ")
          .bytes(file.path())
          .exit(INVALID);
    if (answer < 0)
      return call.messages
          .fatal()
          .unableTo("read ")
          .bytes(file.path())
          .exit(ExitCode.SYSTEM, answer);
    hasSkipped = isThere(live.file("skipped"));
    timers = content(CString.path(live.service(TIMERS), TimerStatus.FILE));
    code = set.readDatabase();
    return code == 0 ? set.readNames() : code;
  }

  private boolean isThere(byte[] path) {
    return posix.access(Posix.CWD, path, Posix.F_OK) >= 0;
  }

  RcDatabase database() {
    return set.database();
  }

  /** Takes what s6-rc knows, in the order of the database. */
  void takeLive() {
    for (int i = 0; hasLive && i < state.length; i++) add(ofLive(i));
  }

  /** Takes all there are: 0, or an exit code once it is said why not. */
  int takeAll() {
    takeLive();
    NameList entries = new NameList();
    if (isThere(call.settings.scandir)) {
      int answer = entries.addDirectory(posix, call.settings.scandir);
      if (answer < 0)
        return call.messages
            .fatal()
            .unableTo("read ")
            .bytes(call.settings.scandir)
            .exit(ExitCode.SYSTEM, answer);
    }
    NameTable known = new NameTable();
    if (hasLive) for (int i = 0; i < database().longruns; i++) known.add(database().nameOf(i));
    entries.sort();
    for (int i = 0; i < entries.count(); i++)
      if (!isOfLive(entries.get(i), known)) takeSupervised(entries.get(i));
    return 0;
  }

  /** Whether an entry of the scan directory is a link to a service of s6-rc. */
  private boolean isOfLive(byte[] name, NameTable known) {
    if (!hasLive) return false;
    byte[] target = PathText.ofLink(posix, CString.path(call.settings.scandir, name));
    if (target == null) return false;
    byte[] service = CString.baseName(target);
    int from = target.length - service.length - LIVE_PART.length;
    return from >= 0
        && CString.equal(CString.slice(target, from, target.length - service.length), LIVE_PART)
        && known.find(service) >= 0;
  }

  /** With its logger behind it. */
  private void takeSupervised(byte[] name) {
    KnownService service = ofScandir(name);
    if (service == null) return;
    add(service);
    KnownService logger = ofScandir(CString.path(name, ServiceDirectory.LOG));
    if (logger != null) add(logger);
  }

  /** Takes what a name stands for: 0, or an exit code once it is said why not. */
  int take(byte[] name) {
    int code = findLive(name);
    if (code == 0) {
      for (int i = 0; i < set.directory().found(); i++) add(ofLive(set.directory().found(i)));
      return 0;
    }
    if (code != Cdb.ABSENT) return code;
    KnownService service = ofScandir(name);
    if (service == null) return unknown(name);
    add(service);
    return 0;
  }

  private int unknown(byte[] name) {
    return call.messages
        .fatal()
        .bytes(name)
        .text(" is no service in ")
        .bytes(live.path())
        .text(" or ")
        .bytes(call.settings.scandir)
        .exit(UNKNOWN_NAME);
  }

  /** Looks a name up in the live database: 0, {@link Cdb#ABSENT}, or an exit code. */
  public int findLive(byte[] name) {
    return hasLive ? set.find(name) : Cdb.ABSENT;
  }

  private KnownService ofLive(int service) {
    byte[] name = database().nameOf(service);
    ServiceReport report = new ServiceReport(posix, database(), live, state, service);
    byte[] skipped = hasSkipped ? skipped(name) : new byte[0];
    KnownTimer timer = KnownTimer.of(posix, timers, name);
    return new KnownService(posix, report, live.service(name), true, skipped, timer);
  }

  /** The logger at the end of the pipeline of a service, which may be itself. */
  KnownService logger(KnownService service) {
    if (!service.isLive) {
      KnownService logger = ofScandir(CString.path(service.report.name, ServiceDirectory.LOG));
      return logger == null ? service : logger;
    }
    set.directory().find(service.report.name);
    int last = set.directory().found(0);
    for (int i = 0; i < database().longruns && last < database().longruns; i++) {
      int next = database().consumer[last];
      if (next >= database().longruns || next < 0) break;
      last = next;
    }
    return ofLive(last);
  }

  private byte[] skipped(byte[] name) {
    byte[] text = content(CString.path(live.file("skipped"), name));
    int length = text.length;
    while (length > 0 && text[length - 1] <= ' ') length--;
    return CString.slice(text, 0, length);
  }

  /** Empty if it cannot be read. */
  private byte[] content(byte[] path) {
    WholeFile file = new WholeFile(posix);
    int length = file.read(Posix.CWD, path);
    return length <= 0 ? new byte[0] : CString.slice(file.bytes(), 0, length);
  }

  /** Null if there is no such directory. */
  @Nullable KnownService ofScandir(byte[] name) {
    byte[] directory = CString.path(call.settings.scandir, name);
    FileStat stat = new FileStat();
    if (CString.length(name) == 0 || posix.stat(Posix.CWD, directory, true, stat) < 0) return null;
    if (!stat.isDirectory()) return null;
    ServiceReport report = ServiceReport.ofSupervised(posix, name, directory);
    return new KnownService(posix, report, directory, false, new byte[0], null);
  }

  private void add(KnownService service) {
    if (count == services.length) {
      KnownService[] more = new KnownService[2 * count];
      System.arraycopy(services, 0, more, 0, count);
      services = more;
    }
    services[count++] = service;
  }
}
