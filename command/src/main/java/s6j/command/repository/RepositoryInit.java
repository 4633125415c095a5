package s6j.command.repository;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.command.call.Subcommand;
import s6j.posix.CString;

/** {@code s6 repository init}: a repository of the stores, with the set {@code current} in it. */
final class RepositoryInit {
  private static final Option FORCE = Option.flag('f', "force", "replace the one that is there");
  private static final Option UPDATE_STORES =
      Option.flag('U', "update-stores", "give other stores to the one that is there");
  private static final Program PROGRAM =
      Subcommand.options("s6 repository init").options(FORCE, UPDATE_STORES);

  private RepositoryInit() {}

  static int run(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    boolean updates = line.has(UPDATE_STORES);
    CompanionRun init =
        new CompanionRun(call, "s6-rc-repo-init")
            .tellingFirstProblem()
            .anyVerbosity()
            .repository()
            .wordIf(line.has(FORCE), "-f")
            .wordIf(updates, "-U")
            .holderUser()
            .word("--");
    addStores(init, call.settings.storelist);
    if (updates) return init.become();
    int code = init.run();
    if (code != 0) return code;
    return new CompanionRun(call, "s6-rc-set-new")
        .verbosity()
        .repository()
        .word("--")
        .word("current")
        .become();
  }

  /** An empty part at the end of the list is none. */
  private static void addStores(CompanionRun init, byte[] list) {
    int length = CString.length(list);
    for (int from = 0; from < length; ) {
      int to = from;
      while (to < length && list[to] != ':') to++;
      init.word(CString.slice(list, from, to));
      from = to + 1;
    }
  }
}
