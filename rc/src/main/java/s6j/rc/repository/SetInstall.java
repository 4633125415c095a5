package s6j.rc.repository;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.files.LivePath;
import s6j.formats.files.NameList;
import s6j.formats.files.RandomName;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.FileStat;
import s6j.posix.PathText;
import s6j.posix.Posix;
import s6j.posix.RealPath;
import s6j.rc.live.LiveName;

/** s6-rc-set-install: puts a committed set beside the boot database and has it taken over live. */
public final class SetInstall {
  private static final Option BOOT_DATABASE =
      Option.value('c', "bootdb", "DIR", "boot database; /etc/s6-rc/compiled/current if not given");
  private static final Option LIVE =
      Option.value('l', "livedir", "DIR", "live directory; $S6J_LIVE or /run/s6-rc if not given");
  private static final Option CONVERSIONS =
      Option.value('f', "conversion-file", "FILE", "passed on to s6-rc-update");
  private static final Option BLOCK = Option.flag('b', "block", "wait for the locks");
  private static final Option KEEP_OLD =
      Option.flag('K', "keep-old", "keep the old live database and print where it is");
  private static final Option NO_UPDATE =
      Option.flag("no-update", "do not touch the live directory");
  private static final Option FORCE =
      Option.flag('e', "force-essentials", "stop essential services where needed (default)");
  private static final Option NO_FORCE =
      Option.flag('E', "no-force-essentials", "refuse to stop essential services");

  private static final int NOT_COMMITTED = 7;

  private final RepoCall call;
  private final byte[] database;
  private final byte[] live;
  private final byte @Nullable [] conversionFile;
  private byte[] copy;
  private Outcome outcome = Outcome.AS_BEFORE;

  /** Which database the live directory is on. */
  private enum Outcome {
    AS_BEFORE,
    IN_USE,
    UNKNOWN;

    /** By the exit code of s6-rc-update. */
    static Outcome of(int code) {
      if (code == ExitCode.SYSTEM) return UNKNOWN;
      return code >= 3 && code <= 10 || code == 100 ? AS_BEFORE : IN_USE;
    }
  }

  private SetInstall(RepoCall call) {
    this.call = call;
    database = call.line.bytes(BOOT_DATABASE, CString.of("/etc/s6-rc/compiled/current"));
    live = call.line.bytes(LIVE, LivePath.of(call.posix));
    conversionFile = call.line.bytes(CONVERSIONS, null);
  }

  public static Program declaration() {
    Program program =
        new Program(
            "s6-rc-set-install",
            "rc-set-install",
            "[ -v verbosity ] [ -c bootdb ] [ -l livedir ] [ -r repo ] [ -f convfile ] [ -b ]"
                + " [ -K ] [ -e | -E ] set",
            "puts a committed set into use",
            RepoCall.of(SetInstall::run));
    return RepoCall.declareOptions(program)
        .options(BOOT_DATABASE, LIVE, CONVERSIONS, BLOCK, KEEP_OLD, NO_UPDATE, FORCE, NO_FORCE);
  }

  private static int run(RepoCall call) {
    SetInstall install = new SetInstall(call);
    int code = call.judge(0);
    if (code == 0) code = install.checkPaths();
    if (code == 0 && call.operands.length == 0) code = call.line.usage();
    if (code == 0) code = call.repository.checkSetName(call.operands[0]);
    if (code == 0) code = call.repository.lock(false);
    if (code == 0) code = call.repository.checkSet(call.operands[0]);
    return code == 0 ? install.start(call.operands[0]) : code;
  }

  private int checkPaths() {
    if (database.length == 0 || database[0] != '/')
      return call.repository.wrong("bootdb needs to be an absolute path");
    boolean absolute = live.length > 0 && live[0] == '/';
    return absolute ? 0 : call.repository.wrong("livedir needs to be an absolute path");
  }

  private int start(byte[] set) {
    int fresh = call.repository.isUpToDate(set);
    if (fresh < 0) return -fresh;
    if (fresh == 0) {
      call.messages.fatal().text("set ").bytes(set);
      return call.messages.text(" is not up-to-date; commit it first").exit(NOT_COMMITTED);
    }
    PathText text = new PathText(call.posix);
    byte[] link = call.repository.compiled(set);
    int length = text.readLink(Posix.CWD, link);
    if (length < 0) return call.repository.unable(length, "readlink ", link);
    byte[] name = text.bytes();
    int slash = CString.lastIndexOf(database, '/');
    copy = CString.concat(CString.slice(database, 0, slash + 1), name);
    if (!isInstalled()) return install(call.repository.compiled(name), name);
    call.messages
        .info()
        .text("set ")
        .bytes(set)
        .text(" is already installed as ")
        .bytes(copy)
        .end();
    return 0;
  }

  private boolean isThere() {
    return call.posix.stat(Posix.CWD, copy, true, new FileStat()) >= 0;
  }

  /** There while an install is under way: a copy beside it is what a killed one came to. */
  private byte[] mark() {
    return CString.concat(copy, CString.of(":unfinished"));
  }

  private boolean isInstalled() {
    return isThere() && call.posix.access(Posix.CWD, mark(), Posix.F_OK) < 0;
  }

  private int install(byte[] compiled, byte[] name) {
    int answer = call.tree.write(Posix.CWD, mark(), copy, 0, 0644);
    if (answer < 0) return call.repository.unable(answer, "write ", mark());
    RealPath old = new RealPath(call.posix);
    old.find(CString.path(live, CString.of("compiled")));
    int code = isThere() ? 0 : copy(compiled);
    if (code == 0) code = use(old.path());
    int wrong = outcome == Outcome.IN_USE ? settle(name, old.path()) : 0;
    if (wrong != 0) return wrong;
    call.posix.unlink(Posix.CWD, mark());
    return code;
  }

  /**
   * What is in use is what the next boot finds, also if some of its services failed; then the old
   * database is not needed any more.
   */
  private int settle(byte[] name, byte @Nullable [] old) {
    int linked = new RandomName(call.posix).replaceLink(name, database);
    if (linked < 0) return call.repository.cannotLink(linked, name, database);
    return call.line.has(NO_UPDATE) || old == null || isCopy(old)
        ? 0
        : call.discard(old, call.line.has(KEEP_OLD));
  }

  private int use(byte[] old) {
    if (!call.line.has(NO_UPDATE)) return update(old);
    outcome = Outcome.IN_USE;
    return 0;
  }

  /** Under another name first, which is never taken for the whole. */
  private int copy(byte[] compiled) {
    byte[] part = CString.concat(copy, CString.of(":s6j"));
    call.tree.remove(part);
    int answer = call.tree.copy(compiled, part);
    if (answer >= 0) answer = call.posix.rename(Posix.CWD, part, Posix.CWD, copy);
    if (answer >= 0) return 0;
    call.tree.remove(part);
    call.messages.fatal().unableTo("recursively copy ").bytes(compiled);
    return call.messages.text(" to ").bytes(copy).exit(ExitCode.SYSTEM, answer);
  }

  private int update(byte[] old) {
    NameList words = new NameList().add("s6-rc-update");
    if (call.line.has(BLOCK)) words.add("-b");
    words
        .add(call.line.chose(NO_FORCE, FORCE) ? "-E" : "-e")
        .add("-v")
        .add(Decimal.string(call.verbosity));
    words.add("-l").add(live);
    if (conversionFile != null) words.add("-f").add(conversionFile);
    int code = call.child.run(words.add("--").add(copy));
    if (code < 0) {
      forget(old);
      return call.repository.unable(code, "spawn ", CString.of("s6-rc-update"));
    }
    outcome = Outcome.of(code);
    if (outcome == Outcome.UNKNOWN)
      return call.messages
          .fatal()
          .text("s6-rc-update exited 111, unable to know the state of the live db or clean up")
          .exit(ExitCode.SYSTEM);
    if (outcome == Outcome.AS_BEFORE) {
      forget(old);
      return exited(code, " (live database switch was NOT performed)");
    }
    return code == 0 ? 0 : exited(code, " (live database switch was performed)");
  }

  private boolean isCopy(byte[] old) {
    return LiveName.isSame(call.posix, old, copy);
  }

  /** Removes the copy, unless a killed one has had it taken over already. */
  private void forget(byte @Nullable [] old) {
    if (old == null || !isCopy(old)) call.tree.remove(copy);
  }

  private int exited(int code, String what) {
    call.messages.fatal().text("s6-rc-update exited with code ").number(code);
    return call.messages.text(what).exit(code);
  }
}
