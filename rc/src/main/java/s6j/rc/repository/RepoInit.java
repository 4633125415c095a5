package s6j.rc.repository;

import s6j.cli.ExitCode;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.files.RandomName;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/**
 * s6-rc-repo-init: makes a repository, or gives one other stores (docs/specification/s6-rc.md,
 * H.2).
 */
public final class RepoInit {
  private static final int MOST_STORES = 65535;

  private static final Option FORCE = Option.flag('f', "force", "put an existing repository aside");
  private static final Option UPDATE =
      Option.flag('U', "update-stores", "give an existing repository these stores");
  private static final Option BARE = Option.flag('B', "bare", "do not read the stores yet");

  private final RepoCall call;

  private RepoInit(RepoCall call) {
    this.call = call;
  }

  public static Program declaration() {
    Program program =
        new Program(
            "s6-rc-repo-init",
            "rc-repo-init",
            "[ -v verbosity ] [ -r repo ] [ -h fdhuser ] [ -f ] [ -U ] [ -B ] stores...",
            "makes a repository of service definitions",
            RepoCall.of(RepoInit::run));
    return RepoCall.declareOptions(program).options(RepoCall.HOLDER_USER, FORCE, UPDATE, BARE);
  }

  private static int run(RepoCall call) {
    RepoInit init = new RepoInit(call);
    int code = call.judgeOperandsFirst(1);
    if (code == 0) code = init.checkStores();
    if (code != 0) return code;
    return call.line.has(UPDATE) ? init.replaceStores() : init.make();
  }

  private int checkStores() {
    if (call.operands.length > MOST_STORES)
      return call.repository.wrong("too many stores specified");
    for (byte[] store : call.operands) {
      if (store.length == 0 || store[0] != '/')
        return call.messages
            .fatal()
            .bytes(store)
            .text(" is not an absolute path")
            .exit(ExitCode.USAGE);
      if (CString.indexOf(store, '\n') >= 0)
        return call.repository.wrong("stores cannot contain newlines in their path");
    }
    for (byte[] store : call.operands) {
      FileStat stat = new FileStat();
      int answer = call.posix.stat(Posix.CWD, store, true, stat);
      if (answer < 0) return call.repository.unable(answer, "stat ", store);
      if (!stat.isDirectory())
        return call.messages.fatal().bytes(store).text(" is not a directory").exit(ExitCode.SYSTEM);
      answer = call.posix.access(Posix.CWD, store, Posix.X_OK);
      if (answer < 0) return call.repository.unable(answer, "access ", store);
    }
    return 0;
  }

  /**
   * Puts the repository together under another name: what has its own name knows its stores, and
   * s6-rc-repo-sync works on it even if this is killed before it has read them.
   */
  private int make() {
    byte[] path = call.repository.path();
    byte[] stem = CString.concat(path, CString.of(":new"));
    RandomName name = new RandomName(call.posix);
    int answer = name.directory(stem, 0700);
    if (answer == -Errno.ENOENT) {
      call.tree.makeParents(path, 0755);
      answer = name.directory(stem, 0700);
    }
    if (answer < 0) return call.repository.cannotMake(answer, stem);
    Repository fresh = new Repository(call.posix, call.messages, name.path());
    int code = furnish(fresh);
    if (code == 0) code = place(name.path(), path);
    if (code != 0) call.tree.remove(name.path());
    if (code == 0) code = read();
    fresh.unlock();
    return code;
  }

  private int furnish(Repository fresh) {
    int mask = call.posix.umask(0);
    int answer = call.posix.mkdir(Posix.CWD, fresh.file("compiled"), 0755);
    if (answer >= 0) answer = call.posix.mkdir(Posix.CWD, fresh.file("sources"), 0755);
    if (answer >= 0) answer = call.posix.chmod(Posix.CWD, fresh.path(), 02755);
    int code = answer < 0 ? fresh.unable(answer, "furnish ", fresh.path()) : fresh.lockFresh();
    call.posix.umask(mask);
    return code == 0 ? makeStores(fresh, new RandomName(call.posix)) : code;
  }

  private int place(byte[] fresh, byte[] path) {
    int answer = call.posix.rename(Posix.CWD, fresh, Posix.CWD, path);
    if (answer >= 0) return 0;
    boolean taken = answer == -Errno.EEXIST || answer == -Errno.ENOTEMPTY;
    if (!taken || !call.line.has(FORCE)) return call.repository.cannotRename(answer, fresh, path);
    byte[] aside = new RandomName(call.posix).unused(CString.concat(path, CString.of(":old")));
    answer = call.posix.rename(Posix.CWD, path, Posix.CWD, aside);
    if (answer < 0) return call.repository.cannotRename(answer, path, aside);
    answer = call.posix.rename(Posix.CWD, fresh, Posix.CWD, path);
    if (answer >= 0) return 0;
    call.posix.rename(Posix.CWD, aside, Posix.CWD, path);
    return call.repository.cannotRename(answer, fresh, path);
  }

  private int read() {
    return call.line.has(BARE)
        ? 0
        : new RepoSync(call, call.line.bytes(RepoCall.HOLDER_USER, null)).synchronize();
  }

  /** Gives it other stores, and those that it had again if they cannot be read. */
  private int replaceStores() {
    int code = call.repository.lock(true);
    if (code != 0) return code;
    byte[] link = call.repository.file("stores");
    byte[] old = call.repository.linkText(link);
    RandomName name = new RandomName(call.posix);
    code = makeStores(call.repository, name);
    if (code == 0) code = read();
    else return code;
    if (old == null) return code;
    byte[] useless = CString.path(call.repository.path(), old);
    if (code != 0) {
      int answer = new RandomName(call.posix).replaceLink(old, link);
      if (answer < 0) return call.repository.cannotLink(answer, old, link);
      useless = name.path();
    }
    call.tree.remove(useless);
    return code;
  }

  /**
   * Makes the directory of stores and has the link lead there; its path is that of {@code name}.
   */
  private int makeStores(Repository repository, RandomName name) {
    byte[] link = repository.file("stores");
    byte[] stem = repository.file(".stores");
    int answer = name.directory(stem, 0700);
    if (answer < 0) return repository.cannotMake(answer, stem);
    for (int i = 0; i < call.operands.length && answer >= 0; i++) {
      byte[] store = CString.path(name.path(), RepoSync.number(i));
      answer = call.posix.symlink(call.operands[i], Posix.CWD, store);
    }
    if (answer >= 0) answer = call.posix.chmod(Posix.CWD, name.path(), 02755);
    byte[] target = CString.baseName(name.path());
    if (answer >= 0) answer = new RandomName(call.posix).replaceLink(target, link);
    if (answer >= 0) return 0;
    call.tree.remove(name.path());
    return repository.cannotLink(answer, target, link);
  }
}
