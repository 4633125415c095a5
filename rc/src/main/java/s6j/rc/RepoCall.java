package s6j.rc;

import s6j.cli.Messages;
import s6j.cli.Operands;
import s6j.cli.Options;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.formats.FileTree;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** One call of a repository tool: the options that all of them have, and where they work. */
final class RepoCall {
  /** The option of a letter and what it was given; flags have no value. False: it knows none. */
  interface Taker {
    boolean take(int letter, byte[] value);
  }

  final Posix posix;
  final Messages messages;
  final FileTree tree;
  final ChildRun child;
  long verbosity = 1;
  Repository repository;

  /** Whether missing operands are told of before a wrong verbosity, as some of s6-rc's do. */
  boolean operandsFirst;

  /** The words behind the options. */
  byte[][] operands = {};

  /** A program of a repository. */
  interface Tool {
    int run(RepoCall call, Program program, byte[][] arguments);
  }

  /** What a tool locked it unlocks at its end. */
  static Program.Main of(Tool tool) {
    return (posix, program, arguments) -> {
      RepoCall call = new RepoCall(posix, arguments);
      int code = tool.run(call, program, arguments);
      if (call.repository != null) call.repository.unlock();
      return code;
    };
  }

  private RepoCall(Posix posix, byte[][] arguments) {
    this.posix = posix;
    messages = new Messages(posix, CString.baseName(arguments[0]));
    tree = new FileTree(posix);
    child = new ChildRun(posix, arguments[0]);
  }

  static Program declareOptions(Program program) {
    return program
        .value('v', "verbosity", "N", "0 errors, 1 warnings (default), 2 what is done")
        .value('r', "repodir", "DIR", "the repository; /var/lib/s6-rc/repository if not given");
  }

  /** Reads the command line: 0, or 100. */
  int parse(Program program, byte[][] arguments, int leastOperands, Taker taker) {
    Options options = new Options(program, arguments);
    byte[] path = Repository.DEFAULT;
    byte[] level = null;
    for (int letter = options.next(); letter != Options.END; letter = options.next()) {
      if (letter == Options.WRONG) return options.refuse(messages);
      if (letter == 'v') level = options.value();
      else if (letter == 'r') path = options.value();
      else if (!taker.take(letter, options.value())) return options.refuse(messages);
    }
    repository = new Repository(posix, messages, path);
    operands = Operands.from(arguments, options.firstOperand());
    boolean lacking = operands.length < leastOperands;
    if (lacking && operandsFirst) return messages.usage(program);
    if (level != null) verbosity = Decimal.parse(level);
    if (verbosity == Decimal.INVALID)
      return repository.wrong("verbosity needs to be an unsigned integer");
    return lacking ? messages.usage(program) : 0;
  }

  /** Removes a database that was replaced, or keeps it and prints where it is: 0 or 111. */
  int discard(byte[] old, boolean keep) {
    if (keep) return new Output(posix, 1, 4200).bytes(old).line().finish(messages, 0);
    tree.remove(old);
    return 0;
  }

  /** 0 if all operands from a place may be names of sets, or 100. */
  int checkSetNames(int from) {
    int code = 0;
    for (int i = from; i < operands.length && code == 0; i++)
      code = repository.checkSetName(operands[i]);
    return code;
  }

  int checkServiceNames(int from) {
    int code = 0;
    for (int i = from; i < operands.length && code == 0; i++)
      code = repository.checkServiceName(operands[i]);
    return code;
  }
}
