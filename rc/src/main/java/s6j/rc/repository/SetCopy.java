package s6j.rc.repository;

import s6j.cli.ExitCode;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.files.RandomName;
import s6j.posix.CString;
import s6j.posix.PathText;
import s6j.posix.Posix;

/** s6-rc-set-copy: copies a set under another name. */
public final class SetCopy {
  private static final Option FORCE = Option.flag('f', "force", "replace an existing set");

  private final RepoCall call;

  private SetCopy(RepoCall call) {
    this.call = call;
  }

  public static Program declaration() {
    Program program =
        new Program(
            "s6-rc-set-copy",
            "rc-set-copy",
            "[ -v verbosity ] [ -r repo ] [ -f ] srcset dstset",
            "copies a set under another name",
            RepoCall.of(SetCopy::run));
    return RepoCall.declareOptions(program).options(FORCE);
  }

  private static int run(RepoCall call) {
    SetCopy copy = new SetCopy(call);
    int code = call.judge(2);
    if (code != 0) return code;
    if (CString.equal(call.operands[0], call.operands[1]))
      return call.repository.wrong("source and destination sets are the same");
    code = call.checkSetNames(2);
    if (code == 0) code = call.repository.lock(true);
    return code == 0 ? copy.copy(call.operands[0], call.operands[1]) : code;
  }

  private int copy(byte[] from, byte[] to) {
    byte[] link = call.repository.source(to);
    if (!call.line.has(FORCE) && call.posix.access(Posix.CWD, link, Posix.F_OK) >= 0)
      return call.repository.taken(to, 1);
    PathText text = new PathText(call.posix);
    int length = text.readLink(Posix.CWD, call.repository.source(from));
    if (length < 0)
      return call.repository.unable(length, "readlink ", call.repository.source(from));
    byte[] source = call.repository.source(text.bytes());
    byte[] old = call.repository.linkText(link);
    byte[] hidden = CString.concat(CString.of("."), to);
    byte[] copy = call.repository.source(new RandomName(call.posix).unused(hidden));
    int code = copy(source, copy, to);
    if (code == 0 && old != null) call.tree.remove(call.repository.source(old));
    return code;
  }

  private int copy(byte[] source, byte[] copy, byte[] set) {
    int answer = call.tree.copy(source, copy);
    if (answer < 0) {
      call.tree.remove(copy);
      call.messages.fatal().unableTo("copy ").bytes(source).text(" to ").bytes(copy);
      return call.messages.exit(ExitCode.SYSTEM, answer);
    }
    int code = call.repository.touch(set, copy);
    return code == 0 ? use(copy, call.repository.source(set)) : code;
  }

  private int use(byte[] copy, byte[] link) {
    byte[] target = CString.baseName(copy);
    int answer = new RandomName(call.posix).replaceLink(target, link);
    if (answer >= 0) return 0;
    call.tree.remove(copy);
    return call.repository.cannotLink(answer, target, link);
  }
}
