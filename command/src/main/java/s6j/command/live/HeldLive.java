package s6j.command.live;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Output;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.formats.Cdb;
import s6j.formats.RcDatabase;
import s6j.formats.RcRelations;
import s6j.formats.files.CompiledDirectory;
import s6j.formats.files.NameList;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.rc.live.CompiledSet;
import s6j.rc.live.DependencyGraph;
import s6j.rc.live.Followers;
import s6j.rc.live.LiveDirectory;
import s6j.rc.live.NamedServices;
import s6j.rc.live.Selection;
import s6j.rc.live.StateFile;

/** The live directory while its lock is held, and what changes in it. */
final class HeldLive {
  private static final int INVALID = 4;

  private final CommandCall call;
  private final LiveDirectory live;
  private final CompiledDirectory compiled;
  private int liveLock = -1;
  private int setLock = -1;
  private byte[] before = {};
  private CompiledSet services;
  private Selection chosen;
  private boolean[] named = {};

  HeldLive(CommandCall call) {
    this.call = call;
    live = new LiveDirectory(call.posix, call.settings.livedir);
    compiled = new CompiledDirectory(call.posix, live.file("compiled"));
  }

  /** Takes the lock, however long that takes: 0, or an exit code. */
  int take() {
    liveLock = live.lock(true, true);
    if (liveLock >= 0) setLock = compiled.lock(true);
    int answer = liveLock < 0 ? liveLock : setLock;
    if (answer < 0) return unable("take lock in ").exit(ExitCode.SYSTEM, answer);
    answer = compiled.readSizes();
    if (answer == 0) return 0;
    Messages message = unable("read state size in ");
    return isErrno(answer) ? message.exit(ExitCode.SYSTEM, answer) : message.exit(ExitCode.SYSTEM);
  }

  void release() {
    if (setLock >= 0) call.posix.close(setLock);
    if (liveLock >= 0) call.posix.close(liveLock);
  }

  /** Keeps the state to compare it with: 0, or an exit code. */
  private int remember() {
    before = new byte[compiled.serviceCount()];
    return read(before);
  }

  private int read(byte[] state) {
    int answer = new StateFile(call.posix, live.file("state")).read(state);
    if (answer >= 0) return 0;
    int error = answer == StateFile.SHORT ? Errno.EINVAL : answer;
    return unable("read state in ").exit(ExitCode.SYSTEM, error);
  }

  /** Some answers are none: what is there makes no sense. */
  private static boolean isErrno(int answer) {
    return answer < 0 && answer > -4096;
  }

  private Messages unable(String what) {
    return call.messages.fatal().unableTo(what).bytes(call.settings.livedir);
  }

  /** Reads what services there are: 0, or an exit code. */
  int readServices() {
    CompiledSet set = new CompiledSet(call.posix, call.messages, compiled.path(), live.path());
    int code = set.readSizes();
    if (code == 0) code = set.readDatabase();
    if (code == 0) code = set.readNames();
    if (code == 0) code = remember();
    if (code != 0) return code;
    services = set;
    chosen = new Selection(set.database());
    named = new boolean[before.length];
    return 0;
  }

  /** Chooses what a name stands for: 0, {@link Cdb#ABSENT}, or an exit code. */
  int choose(byte[] name) {
    int answer = services.find(name);
    for (int i = 0; answer == 0 && i < services.directory().found(); i++) {
      chosen.add(services.directory().found(i));
      named[services.directory().found(i)] = true;
    }
    return answer;
  }

  /**
   * Of the chosen services, and of what needs them and is up, those that bring all of them up:
   * which are chosen or were asked for by name, or which none of the others needs.
   */
  byte[][] toStartAgain() {
    RcDatabase database = services.database();
    NamedServices asked = new NamedServices(call.posix, live, database, before);
    asked.read();
    new Followers(database, before).closeDown(chosen.members());
    boolean[] members = chosen.members();
    for (int i = 0; i < members.length; i++)
      members[i] &= named[i] || (before[i] & StateFile.UP) != 0;
    DependencyGraph graph = new DependencyGraph(database);
    NameList names = new NameList();
    for (int i = 0; i < members.length; i++)
      if (members[i] && (named[i] || asked.has(i) || !isNeeded(graph, members, i)))
        names.add(database.nameOf(i));
    return names.toArray();
  }

  /** What services there are, once they are read. */
  RcDatabase database() {
    return services.database();
  }

  /** How they are: bits of the state file. */
  byte[] state() {
    return before;
  }

  /** Adds what a name stands for, if there is such: 0, or an exit code. */
  int find(byte[] name, boolean[] members) {
    int answer = services.find(name);
    for (int i = 0; answer == 0 && i < services.directory().found(); i++)
      members[services.directory().found(i)] = true;
    return answer == Cdb.ABSENT ? 0 : answer;
  }

  /** Chooses nothing. */
  void chooseAnew() {
    chosen = new Selection(services.database());
    named = new boolean[before.length];
  }

  /** Of the chosen services those that are up, without what is stopped along with others. */
  int[] toRestartInTurn() {
    boolean[] along = new boolean[before.length];
    boolean[] members = chosen.members();
    DependencyGraph graph = new DependencyGraph(services.database());
    int count = 0;
    for (int i = 0; i < members.length; i++) {
      members[i] &= (before[i] & StateFile.UP) != 0;
      for (int j = 0; members[i] && j < graph.before(i, false); j++)
        along[graph.before(i, false, j)] = true;
    }
    new Followers(services.database(), before).closeDown(along);
    for (int i = 0; i < members.length; i++) if (members[i] && !along[i]) count++;
    int[] inTurn = new int[count];
    for (int i = members.length - 1; i >= 0; i--) if (members[i] && !along[i]) inTurn[--count] = i;
    return inTurn;
  }

  /** The same without stopping anything that nobody needs any more. */
  int change(String how, byte[][] names, long timeout, boolean isDryRun) {
    return change(how, names, timeout, isDryRun, false);
  }

  /** Starts or stops services by s6-rc, and tells what has changed if that fails: its exit code. */
  int change(String how, byte[][] names, long timeout, boolean isDryRun, boolean isClean) {
    int code = remember();
    if (code != 0) return code;
    code =
        new CompanionRun(call, "s6-rc")
            .word("--no-lock")
            .anyVerbosity()
            .timeout(timeout)
            .wordIf(isDryRun, "-n1")
            .wordIf(isClean, "-c")
            .live()
            .word("--")
            .word(how)
            .words(names)
            .run();
    if (code == 0 || call.settings.verbosity == 0) return code;
    int told = tellChange(how.equals("start"));
    return told == 0 ? code : told;
  }

  /** Whether services are anything to each other beyond needs. */
  boolean hasRelations() {
    byte[] file = compiled.file(RcRelations.FILE);
    return call.posix.access(Posix.CWD, file, Posix.F_OK) >= 0;
  }

  /** Of what a stop of the chosen services takes along, what is part of it and is up. */
  byte[][] partsToStartAgain() {
    Followers followers = new Followers(services.database(), before);
    followers.closeDown(chosen.members());
    boolean[] parts = new boolean[before.length];
    for (int i = 0; i < parts.length; i++)
      for (int j = 0; chosen.members()[i] && j < followers.parts(i); j++)
        parts[followers.part(i, j)] = true;
    NameList names = new NameList();
    for (int i = 0; i < parts.length; i++)
      if (parts[i] && !named[i] && (before[i] & StateFile.UP) != 0)
        names.add(services.database().nameOf(i));
    return names.toArray();
  }

  private static boolean isNeeded(DependencyGraph graph, boolean[] members, int service) {
    for (int i = 0; i < graph.after(service, true); i++)
      if (members[graph.after(service, true, i)]) return true;
    return false;
  }

  /** Says what has changed though not all went well: 0, or an exit code. */
  private int tellChange(boolean up) {
    byte[] after = new byte[before.length];
    int code = read(after);
    if (code != 0) return code;
    boolean[] changed = new boolean[after.length];
    boolean some = false;
    for (int i = 0; i < changed.length; i++) {
      changed[i] = (before[i] & StateFile.UP) != (after[i] & StateFile.UP);
      some |= changed[i];
    }
    if (!some)
      return call.print(CommandCall.PROGRAM + ": info: the global state has not changed.\n");
    return tell(changed, up);
  }

  private int tell(boolean[] changed, boolean up) {
    int answer = compiled.readDatabase();
    if (answer != 0) {
      Messages message = call.messages.fatal().unableTo("read ").bytes(compiled.file("db"));
      return isErrno(answer) ? message.exit(ExitCode.SYSTEM, answer) : message.exit(INVALID);
    }
    RcDatabase database = compiled.database();
    Output out = call.output();
    out.text(CommandCall.PROGRAM).text(": info: the following atomic services have been brought ");
    out.text(up ? "up:\n" : "down:\n");
    for (int i = 0; i < changed.length; i++) if (changed[i]) out.bytes(database.nameOf(i)).line();
    return out.finish(call.messages, 0);
  }
}
