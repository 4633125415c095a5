package s6j.rc.repository;

import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.formats.files.FileTree;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.rc.live.ChildRun;

/** One call of a repository tool: the options that all of them have, and where they work. */
final class RepoCall {
  /** For tools that compile. */
  static final Option HOLDER_USER =
      Option.value('h', "fdholder-user", "USER", "user that holds the pipes");

  private static final Option VERBOSITY =
      Option.value('v', "verbosity", "N", "0 errors, 1 warnings (default), 2 what is done")
          .complaint("verbosity needs to be an unsigned integer");
  private static final Option DIRECTORY =
      Option.value('r', "repodir", "DIR", "the repository; /var/lib/s6-rc/repository if not given");

  final Posix posix;
  final Messages messages;
  final FileTree tree;
  final ChildRun child;
  final Line line;
  final Repository repository;

  /** The words behind the options. */
  final byte[][] operands;

  long verbosity;

  /** A program of a repository. */
  interface Tool {
    int run(RepoCall call);
  }

  /** What a tool locked it unlocks at its end. */
  static Program.Main of(Tool tool) {
    return (posix, program, arguments) -> {
      RepoCall call = new RepoCall(posix, program, arguments);
      int code = tool.run(call);
      call.repository.unlock();
      return code;
    };
  }

  private RepoCall(Posix posix, Program program, byte[][] arguments) {
    this.posix = posix;
    messages = new Messages(posix, CString.baseName(arguments[0]));
    tree = new FileTree(posix);
    child = new ChildRun(posix, arguments[0]);
    line = program.open(arguments, messages);
    repository = new Repository(posix, messages, line.bytes(DIRECTORY, Repository.DEFAULT));
    operands = line.operands(0);
  }

  static Program declareOptions(Program program) {
    return program.options(VERBOSITY, DIRECTORY);
  }

  /** Looks at the command line, and last whether operands lack: 0, or 100. */
  int judge(int leastOperands) {
    line.judge(0);
    verbosity = line.number(VERBOSITY, 1);
    return line.judge(leastOperands);
  }

  /** The same, looking at the operands before the numbers, as some of s6-rc's tools do. */
  int judgeOperandsFirst(int leastOperands) {
    line.judge(leastOperands);
    return judge(leastOperands);
  }

  /** Removes a database that was replaced, or keeps it and prints where it is: 0 or 111. */
  int discard(byte[] old, boolean keep) {
    if (keep) return new Output(posix, 1, 4200).bytes(old).line().finish(messages, 0);
    tree.remove(old);
    return 0;
  }

  /** 0 if the first operands, so many, may be names of sets, or 100. */
  int checkSetNames(int count) {
    int code = 0;
    for (int i = 0; i < count && code == 0; i++) code = repository.checkSetName(operands[i]);
    return code;
  }

  int checkServiceNames(int from) {
    int code = 0;
    for (int i = from; i < operands.length && code == 0; i++)
      code = repository.checkServiceName(operands[i]);
    return code;
  }
}
