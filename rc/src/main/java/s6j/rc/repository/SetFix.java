package s6j.rc.repository;

import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.files.NameList;

/** s6-rc-set-fix: makes the states of services in sets fit their dependencies. */
public final class SetFix {
  private static final Option UP = Option.flag('u', "fix-up", "raise what is needed");
  private static final Option DOWN =
      Option.flag('d', "fix-down", "lower what needs more than there is (default)");
  private static final Option NO_FORCE =
      Option.flag('E', "no-force-essential", "do not lower essential services (default)");
  private static final Option FORCE =
      Option.flag('e', "force-essential", "lower essential services too");
  private static final Option DRY_RUN = Option.flag('n', "dry-run", "change nothing");

  private final RepoCall call;

  private SetFix(RepoCall call) {
    this.call = call;
  }

  public static Program declaration() {
    Program program =
        new Program(
            "s6-rc-set-fix",
            "rc-set-fix",
            "[ -v verbosity ] [ -r repo ] [ -u | -d ] [ -E | -e ] [ -n ] [ sets... ]",
            "makes the states of services in sets fit their dependencies",
            RepoCall.of(SetFix::run));
    return RepoCall.declareOptions(program).options(UP, DOWN, NO_FORCE, FORCE, DRY_RUN);
  }

  private static int run(RepoCall call) {
    SetFix fix = new SetFix(call);
    int code = call.judge(0);
    if (code == 0) code = call.checkSetNames(call.operands.length);
    if (code == 0) code = call.repository.lock(true);
    return code == 0 ? fix.start() : code;
  }

  private int start() {
    NameList sets = new NameList();
    int code = 0;
    if (call.operands.length == 0)
      code = call.repository.list(call.repository.file("sources"), sets);
    for (int i = 0; i < call.operands.length && code == 0; i++) {
      sets.add(call.operands[i]);
      code = call.repository.checkSet(call.operands[i]);
    }
    RepoReference reference = new RepoReference(call);
    if (code == 0) code = reference.open();
    for (int i = 0; i < sets.count() && code == 0; i++) code = fix(reference, sets.get(i));
    return code;
  }

  private int fix(RepoReference reference, byte[] name) {
    ServiceSet set = new ServiceSet(call, reference, name);
    int code = set.read();
    SetRepair repair = new SetRepair(call, reference, set);
    repair.up = call.line.chose(UP, DOWN);
    repair.dryRun = call.line.has(DRY_RUN);
    repair.forceEssential = call.line.chose(FORCE, NO_FORCE);
    return code == 0 ? repair.repair() : code;
  }
}
