package s6j.rc.repository;

import s6j.cli.Program;
import s6j.posix.Errno;
import s6j.posix.PathText;
import s6j.posix.Posix;

/** s6-rc-set-delete: removes sets; what was compiled of them stays, as in s6-rc. */
public final class SetDelete {
  private SetDelete() {}

  public static Program declaration() {
    Program program =
        new Program(
            "s6-rc-set-delete",
            "rc-set-delete",
            "[ -v verbosity ] [ -r repo ] setname...",
            "removes sets from a repository",
            RepoCall.of(SetDelete::run));
    return RepoCall.declareOptions(program);
  }

  private static int run(RepoCall call) {
    int code = call.judge(1);
    if (code == 0) code = call.checkSetNames(call.operands.length);
    if (code == 0) code = call.repository.lock(true);
    for (int i = 0; i < call.operands.length && code == 0; i++)
      code = delete(call, call.operands[i]);
    return code;
  }

  private static int delete(RepoCall call, byte[] set) {
    byte[] link = call.repository.source(set);
    PathText text = new PathText(call.posix);
    int length = text.readLink(Posix.CWD, link);
    if (length < 0 && length != -Errno.ENOENT)
      return call.repository.unable(length, "readlink ", link);
    int answer = length > 0 ? call.posix.unlink(Posix.CWD, link) : 0;
    if (answer < 0) return call.repository.unable(answer, "unlink ", link);
    if (length > 0) call.tree.remove(call.repository.source(text.bytes()));
    byte[] compiled = call.repository.compiled(set);
    answer = call.posix.unlink(Posix.CWD, compiled);
    if (answer >= 0 || answer == -Errno.ENOENT) return 0;
    return call.repository.unable(answer, "unlink ", compiled);
  }
}
