package s6j.rc.repository;

import s6j.cli.Program;
import s6j.formats.files.RandomName;
import s6j.posix.CString;
import s6j.posix.Posix;

/** s6-rc-set-new: makes sets that hold all services of a repository. */
public final class SetNew {
  private final RepoCall call;
  private final RepoReference reference;

  private SetNew(RepoCall call) {
    this.call = call;
    reference = new RepoReference(call);
  }

  public static Program declaration() {
    Program program =
        new Program(
            "s6-rc-set-new",
            "rc-set-new",
            "[ -v verbosity ] [ -r repo ] setname...",
            "makes sets of all services of a repository",
            RepoCall.of(SetNew::run));
    return RepoCall.declareOptions(program);
  }

  private static int run(RepoCall call) {
    int code = call.judge(1);
    if (code == 0) code = call.checkSetNames(call.operands.length);
    if (code == 0) code = call.repository.lock(true);
    SetNew tool = new SetNew(call);
    if (code == 0) code = tool.reference.open();
    for (int i = 0; i < call.operands.length && code == 0; i++) code = tool.make(call.operands[i]);
    return code;
  }

  private int make(byte[] set) {
    byte[] link = call.repository.source(set);
    if (call.posix.access(Posix.CWD, link, Posix.F_OK) >= 0) return call.repository.taken(set, 100);
    RandomName name = new RandomName(call.posix);
    byte[] hidden = call.repository.source(CString.concat(CString.of("."), set));
    int answer = name.directory(hidden, 0700);
    if (answer < 0) return call.repository.cannotMake(answer, hidden);
    int code = fill(name.path(), link);
    if (code != 0) call.tree.remove(name.path());
    return code;
  }

  private int fill(byte[] directory, byte[] link) {
    byte[] name = CString.baseName(directory);
    int mask = call.posix.umask(0);
    int answer = 0;
    for (int i = 0; i < Repository.STATES && answer >= 0; i++)
      answer = call.posix.mkdir(Posix.CWD, call.repository.stateDirectory(name, i), 0755);
    call.posix.umask(mask);
    if (answer >= 0) answer = call.posix.chmod(Posix.CWD, directory, 02755);
    if (answer < 0) return call.repository.unable(answer, "mkdir ", directory);
    int code = new ServiceSet(call, reference, name).synchronize();
    if (code != 0) return code;
    answer = call.posix.symlink(name, Posix.CWD, link);
    return answer < 0 ? call.repository.cannotLink(answer, name, link) : 0;
  }
}
