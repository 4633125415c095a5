package s6j.rc.update;

import org.jspecify.annotations.Nullable;
import s6j.formats.ByteSink;
import s6j.formats.TransitionTimes;
import s6j.formats.files.FileTree;
import s6j.formats.files.RandomName;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.RealPath;
import s6j.rc.live.LiveCreation;
import s6j.rc.live.LiveDirectory;
import s6j.rc.live.NamedServices;
import s6j.rc.live.ServiceFiles;
import s6j.rc.live.StateFile;
import s6j.rc.live.UnfinishedChange;

/**
 * Makes the live directory of a new database, with the running services of the old one moved into
 * it, and lets the name of the live directory lead there (docs/specification/s6-rc.md, F.2, steps 5
 * and 6).
 */
final class LiveSwitch {
  private final Posix posix;
  private final LiveDirectory live;
  private final UpdatePlan plan;
  private final StrayServices strays;
  private final UnfinishedChange unfinished;
  private final NamedServices named;
  private final byte[] compiled;
  private final ServiceFiles files;
  private final LiveCreation creation;
  private byte @Nullable [] scanDirectory;
  private byte[] prefix;
  private LiveDirectory old;
  private int lock = -1;

  /** {@code live} by its name, {@code compiled} the new database. */
  LiveSwitch(
      Posix posix,
      LiveDirectory live,
      UpdatePlan plan,
      StrayServices strays,
      UnfinishedChange unfinished,
      NamedServices named,
      byte[] compiled) {
    this.unfinished = unfinished;
    this.named = named;
    this.posix = posix;
    this.strays = strays;
    this.live = live;
    this.plan = plan;
    this.compiled = compiled;
    files = new ServiceFiles(posix);
    creation = new LiveCreation(posix);
  }

  /** Reads prefix and scan directory: 0, or the negated errno. */
  int readOld() {
    RealPath real = new RealPath(posix);
    int answer = real.find(live.path());
    if (answer < 0) return answer;
    old = new LiveDirectory(posix, real.path());
    scanDirectory = live.linkText("scandir");
    if (scanDirectory == null) return -Errno.ENOENT;
    WholeFile file = new WholeFile(posix);
    int length = file.read(Posix.CWD, live.file("prefix"));
    if (length < 0 && length != -Errno.ENOENT) return length;
    prefix = CString.slice(file.bytes(), 0, Math.max(0, length));
    boolean sound = CString.indexOf(prefix, '/') < 0 && CString.indexOf(prefix, '\n') < 0;
    return sound ? 0 : -Errno.EINVAL;
  }

  byte[] prefix() {
    return prefix;
  }

  byte[] scanDirectory() {
    return scanDirectory;
  }

  /**
   * Makes the new directory, takes its lock, and moves what is kept into it: 0, or the negated
   * errno with everything as it was.
   */
  int prepare() {
    byte[] state = new byte[plan.fresh.count()];
    for (int i = 0; i < state.length; i++) state[i] = (byte) (plan.kept[i] ? StateFile.UP : 0);
    byte[] stem = CString.concat(live.path(), CString.of(":s6-rc-update"));
    int answer = creation.create(stem, scanDirectory, prefix, compiled, state);
    if (answer < 0) return answer;
    keepTimes();
    keepNamed();
    // Held to the end: nobody gets in between the switch and the last start.
    answer = lock = creation.live().lock(true, false);
    if (answer >= 0) answer = noteMoves();
    if (answer >= 0) answer = leaveUnfinished();
    if (answer < 0) creation.remove();
    return answer < 0 ? answer : move();
  }

  private int move() {
    int answer = 0;
    for (int i = 0; i < plan.fresh.longruns && answer >= 0; i++) answer = fill(i);
    // All at once, right before the switch: services find others, the fd-holder, beside them.
    for (int i = 0; i < plan.fresh.longruns && answer >= 0; i++)
      if (plan.kept[i])
        answer = posix.rename(Posix.CWD, oldHomeOf(i), Posix.CWD, creation.live().service(name(i)));
    for (int i = 0; i < strays.carried().count() && answer >= 0; i++)
      answer = carry(strays.carried().get(i));
    if (answer < 0) rollBack();
    return answer < 0 ? answer : 0;
  }

  /** What was under way when the update began is so still, under the new names. */
  private int leaveUnfinished() {
    ByteSink names = new ByteSink(256);
    for (int i = 0; i < plan.fresh.longruns; i++)
      if (plan.kept[i] && plan.origin[i] >= 0 && unfinished.isInDoubt(plan.origin[i]))
        names.put(name(i)).put('\n');
    return UnfinishedChange.leave(posix, creation.live(), names);
  }

  /** For who finds this update killed in the middle. */
  private int noteMoves() {
    ByteSink moves = new ByteSink(1024);
    for (int i = 0; i < plan.fresh.longruns; i++)
      if (plan.kept[i]) moves.put(name(i)).put('/').put(CString.baseName(oldHomeOf(i))).put('\n');
    for (int i = 0; i < strays.carried().count(); i++) {
      byte[] name = strays.carried().get(i);
      moves.put(name).put('/').put(name).put('\n');
    }
    byte[] file = creation.live().file(UnfinishedUpdate.MOVES);
    FileTree tree = new FileTree(posix);
    return tree.write(Posix.CWD, file, moves.array(), moves.length(), 0644);
  }

  /** Without them nothing is lost but an answer of {@code rc times}. */
  private void keepTimes() {
    byte[] to = creation.live().file(TransitionTimes.FILE);
    byte[] from = old.file(TransitionTimes.FILE);
    new FileTree(posix).copyFile(Posix.CWD, from, Posix.CWD, to, 0644);
  }

  /** The state file does not tell any more who was asked for (F.2, 5). */
  private void keepNamed() {
    ByteSink names = new ByteSink(256);
    for (int i = 0; i < plan.fresh.count(); i++)
      if (plan.kept[i] && plan.origin[i] >= 0 && named.has(plan.origin[i]))
        names.put(plan.fresh.nameOf(i)).put('\n');
    NamedServices.leave(posix, creation.live(), names);
  }

  private int carry(byte[] name) {
    byte[] from = old.service(name);
    return posix.rename(Posix.CWD, from, Posix.CWD, creation.live().service(name));
  }

  /** The point of no return: 0, or the negated errno with everything as it was. */
  int commit() {
    int answer = new RandomName(posix).replaceLink(creation.target(), live.path());
    if (answer < 0) rollBack();
    return answer < 0 ? answer : 0;
  }

  byte[] path() {
    return creation.live() == null ? live.path() : creation.live().path();
  }

  /** The lock of the new directory. */
  int lock() {
    return lock;
  }

  /**
   * Starts again what is kept but held down: its supervisor was killed while files were exchanged,
   * or was not back yet when the directories were linked. What somebody has stopped stays so.
   */
  void releaseKept() {
    for (int i = 0; i < plan.fresh.longruns; i++)
      if (plan.kept[i]) files.releaseIfHeld(live.service(name(i)));
  }

  private int fill(int service) {
    byte[] from = CString.path(CString.path(compiled, LiveDirectory.SERVICES), name(service));
    byte[] to = creation.live().service(name(service));
    int origin = plan.origin[service];
    if (plan.kept[service]) return files.exchange(from, oldHomeOf(service));
    int answer = files.copy(from, to);
    if (answer >= 0) answer = files.holdDown(to);
    boolean hadInstances = origin != UpdatePlan.NONE && plan.old.isLongrun(origin);
    return answer >= 0 && hadInstances ? files.recreateInstances(oldHome(origin), to) : answer;
  }

  private byte[] name(int service) {
    return plan.fresh.nameOf(service);
  }

  /** Where what a new service goes on with was; an adopted one had its name before. */
  private byte[] oldHomeOf(int service) {
    int origin = plan.origin[service];
    return origin == UpdatePlan.NONE ? old.service(name(service)) : oldHome(origin);
  }

  private byte[] oldHome(int service) {
    return old.service(plan.old.nameOf(service));
  }

  /** What cannot be taken back now is left to the next command, which finds it. */
  private void rollBack() {
    byte[] state = new byte[plan.old.count()];
    for (int i = 0; i < state.length; i++)
      state[i] = (byte) (plan.wasUp[i] && !plan.goesDown[i] ? StateFile.UP : 0);
    UnfinishedUpdate update = new UnfinishedUpdate(posix, live, plan.old, state);
    if (update.takeBack(creation.live()) >= 0) creation.remove();
  }
}
