package s6j.rc;

import s6j.cli.Program;
import s6j.formats.LivePath;
import s6j.formats.NameList;
import s6j.formats.RandomName;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.FileStat;
import s6j.posix.Posix;
import s6j.posix.RealPath;

/** s6-rc-set-install: puts a committed set beside the boot database and has it taken over live. */
final class SetInstall {
  private static final char NO_UPDATE = 1;
  private static final int NOT_COMMITTED = 7;

  private final RepoCall call;
  private byte[] database = CString.of("/etc/s6-rc/compiled/current");
  private byte[] live;
  private byte[] conversionFile;
  private boolean wait;
  private boolean keepOld;
  private boolean noUpdate;
  private boolean sparesEssential;
  private byte[] copy;
  private Outcome outcome = Outcome.AS_BEFORE;

  /** Which database the live directory is on. */
  private enum Outcome {
    AS_BEFORE,
    IN_USE,
    UNKNOWN;

    /** By the exit code of s6-rc-update. */
    static Outcome of(int code) {
      if (code == 111) return UNKNOWN;
      return code >= 3 && code <= 10 || code == 100 ? AS_BEFORE : IN_USE;
    }
  }

  private SetInstall(RepoCall call) {
    this.call = call;
    live = LivePath.of(call.posix);
  }

  static Program declaration() {
    Program program =
        new Program(
            "s6-rc-set-install",
            "rc-set-install",
            "[ -v verbosity ] [ -c bootdb ] [ -l livedir ] [ -r repo ] [ -f convfile ] [ -b ]"
                + " [ -K ] [ -e | -E ] set",
            "puts a committed set into use",
            RepoCall.of(SetInstall::run));
    return RepoCall.declareOptions(program)
        .value('c', "bootdb", "DIR", "boot database; /etc/s6-rc/compiled/current if not given")
        .value('l', "livedir", "DIR", "live directory; $S6J_LIVE or /run/s6-rc if not given")
        .value('f', "conversion-file", "FILE", "passed on to s6-rc-update")
        .flag('b', "block", "wait for the locks")
        .flag('K', "keep-old", "keep the old live database and print where it is")
        .flag(NO_UPDATE, "no-update", "do not touch the live directory")
        .flag('e', "force-essentials", "stop essential services where needed (default)")
        .flag('E', "no-force-essentials", "refuse to stop essential services");
  }

  private static int run(RepoCall call, Program program, byte[][] arguments) {
    SetInstall install = new SetInstall(call);
    int code = call.parse(program, arguments, 0, install::take);
    if (code == 0) code = install.checkPaths();
    if (code == 0 && call.operands.length == 0) code = call.messages.usage(program);
    if (code == 0) code = call.repository.checkSetName(call.operands[0]);
    if (code == 0) code = call.repository.lock(false);
    if (code == 0) code = call.repository.checkSet(call.operands[0]);
    return code == 0 ? install.start(call.operands[0]) : code;
  }

  private boolean take(int letter, byte[] value) {
    switch (letter) {
      case 'c' -> database = value;
      case 'l' -> live = value;
      case 'f' -> conversionFile = value;
      case 'b' -> wait = true;
      case 'K' -> keepOld = true;
      case NO_UPDATE -> noUpdate = true;
      case 'E', 'e' -> sparesEssential = letter == 'E';
      default -> {
        return false;
      }
    }
    return true;
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
    byte[] text = new byte[4096];
    byte[] link = call.repository.compiled(set);
    int length = call.posix.readlink(Posix.CWD, link, text);
    if (length < 0) return call.repository.unable(length, "readlink ", link);
    byte[] name = CString.slice(text, 0, length);
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
  private int settle(byte[] name, byte[] old) {
    int linked = new RandomName(call.posix).replaceLink(name, database);
    if (linked < 0) return call.repository.cannotLink(linked, name, database);
    return noUpdate || old == null || isCopy(old) ? 0 : call.discard(old, keepOld);
  }

  private int use(byte[] old) {
    if (!noUpdate) return update(old);
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
    return call.messages.text(" to ").bytes(copy).exit(111, answer);
  }

  private int update(byte[] old) {
    NameList words = new NameList().add("s6-rc-update");
    if (wait) words.add("-b");
    words.add(sparesEssential ? "-E" : "-e").add("-v").add(Decimal.string(call.verbosity));
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
          .exit(111);
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
  private void forget(byte[] old) {
    if (old == null || !isCopy(old)) call.tree.remove(copy);
  }

  private int exited(int code, String what) {
    call.messages.fatal().text("s6-rc-update exited with code ").number(code);
    return call.messages.text(what).exit(code);
  }
}
