package s6j.rc.repository;

import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.formats.files.NameList;
import s6j.posix.CString;

/** s6-rc-repo-list: prints the names of the sets of a repository. */
public final class RepoList {
  private static final Option EXCLUDE = Option.value('x', "exclude", "NAME", "a set to leave out");

  private RepoList() {}

  public static Program declaration() {
    Program program =
        new Program(
            "s6-rc-repo-list",
            "rc-repo-list",
            "[ -v verbosity ] [ -r repo ] [ -x exclude ]",
            "prints the names of the sets of a repository",
            RepoCall.of(RepoList::run));
    return RepoCall.declareOptions(program).options(EXCLUDE);
  }

  private static int run(RepoCall call) {
    int code = call.judge(0);
    if (code == 0) code = call.repository.lock(true);
    NameList names = new NameList();
    if (code == 0) code = call.repository.list(call.repository.file("sources"), names);
    if (code != 0) return code;
    Output out = new Output(call.posix, 1, 4096);
    byte[] excluded = call.line.bytes(EXCLUDE, null);
    for (int i = 0; i < names.count(); i++)
      if (excluded == null || !CString.equal(excluded, names.get(i)))
        out.bytes(names.get(i)).line();
    return out.finish(call.messages, 0);
  }
}
