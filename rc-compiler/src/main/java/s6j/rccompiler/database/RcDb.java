package s6j.rccompiler.database;

import s6j.cli.ExitCode;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Posix;

/** s6-rc-db: answers questions about a compiled database (docs/specification/s6-rc.md, G). */
public final class RcDb {
  private RcDb() {}

  public static Program declaration() {
    return DbCall.declare(
        new Program(
                "s6-rc-db",
                "rc-db",
                "[ -u | -d ] [ -l live ] [ -c compiled ] [ -b ] [ -E | -e ] command..."
                    + " (use s6-rc-db help for more information)",
                "answers questions about a compiled service database",
                RcDb::run)
            .commands(DbCommand.words()));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    DbCall call = new DbCall(posix, program, arguments);
    int code = call.line.refused() ? call.line.exitCode() : start(call);
    call.set.close();
    return code == 0 && call.out.flush() < 0
        ? call.messages.fatal().unableTo("write to stdout").exit(ExitCode.SYSTEM)
        : code;
  }

  private static int start(DbCall call) {
    byte[] word = call.line.operand(0);
    DbCommand command = DbCommand.of(word);
    if (command == null)
      return call.messages.fatal().text("unknown command: ").bytes(word).exit(ExitCode.USAGE);
    if (command == DbCommand.HELP) return DbHelp.run(call);
    byte[] name = call.line.operand(1);
    if (command.takesWord() && name == null) return call.line.usage();
    if (command == DbCommand.LIST && !DbList.isList(name))
      return call.messages.fatal().text("unknown subcommand: ").bytes(name).exit(ExitCode.USAGE);
    int code = call.open();
    if (code == 0 && command.readsNames()) code = call.set.openNames();
    return code == 0 ? answer(call, command, name) : code;
  }

  private static int answer(DbCall call, DbCommand command, byte[] name) {
    return switch (command) {
      case HELP -> DbHelp.run(call);
      case CHECK -> new DatabaseCheck(call.set, call.messages).run();
      case LIST -> DbList.run(call, CString.text(name));
      case TYPE -> DbFacts.type(call, name);
      case TIMEOUT -> DbFacts.timeout(call, name);
      case CONTENTS -> DbFacts.contents(call, name);
      case PIPELINE -> DbPipeline.run(call, name);
      case SCRIPT -> DbFacts.script(call, name);
      case FLAGS -> DbFacts.flags(call, name);
      case DEPENDENCIES -> DbUnion.dependencies(call);
      case ATOMICS -> DbUnion.atomics(call);
      case ALL_DEPENDENCIES -> DbUnion.allDependencies(call);
      case RELATIONS -> DbRelations.run(call);
      case GRAPH -> DbGraph.run(call);
      case CRITICAL -> DbCritical.run(call);
    };
  }
}
