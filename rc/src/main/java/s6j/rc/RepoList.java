package s6j.rc;

import s6j.cli.Output;
import s6j.cli.Program;
import s6j.formats.NameList;
import s6j.posix.CString;

/** s6-rc-repo-list: prints the names of the sets of a repository. */
final class RepoList {
  private byte[] excluded;

  private RepoList() {}

  static Program declaration() {
    Program program =
        new Program(
            "s6-rc-repo-list",
            "rc-repo-list",
            "[ -v verbosity ] [ -r repo ] [ -x exclude ]",
            "prints the names of the sets of a repository",
            RepoCall.of(RepoList::run));
    return RepoCall.declareOptions(program).value('x', "exclude", "NAME", "a set to leave out");
  }

  private static int run(RepoCall call, Program program, byte[][] arguments) {
    RepoList list = new RepoList();
    int code = call.parse(program, arguments, 0, list::take);
    if (code == 0) code = call.repository.lock(true);
    NameList names = new NameList();
    if (code == 0) code = call.repository.list(call.repository.file("sources"), names);
    if (code != 0) return code;
    Output out = new Output(call.posix, 1, 4096);
    for (int i = 0; i < names.count(); i++)
      if (list.excluded == null || !CString.equal(list.excluded, names.get(i)))
        out.bytes(names.get(i)).line();
    return out.finish(call.messages, 0);
  }

  private boolean take(int letter, byte[] value) {
    if (letter == 'x') excluded = value;
    return letter == 'x';
  }
}
