package s6j.rc;

import s6j.cli.Program;
import s6j.formats.NameList;

/** s6-rc-set-fix: makes the states of services in sets fit their dependencies. */
final class SetFix {
  private final RepoCall call;
  private boolean up;
  private boolean forceEssential;
  private boolean dryRun;

  private SetFix(RepoCall call) {
    this.call = call;
  }

  static Program declaration() {
    Program program =
        new Program(
            "s6-rc-set-fix",
            "rc-set-fix",
            "[ -v verbosity ] [ -r repo ] [ -u | -d ] [ -E | -e ] [ -n ] [ sets... ]",
            "makes the states of services in sets fit their dependencies",
            RepoCall.of(SetFix::run));
    return RepoCall.declareOptions(program)
        .flag('u', "fix-up", "raise what is needed")
        .flag('d', "fix-down", "lower what needs more than there is (default)")
        .flag('E', "no-force-essential", "do not lower essential services (default)")
        .flag('e', "force-essential", "lower essential services too")
        .flag('n', "dry-run", "change nothing");
  }

  private static int run(RepoCall call, Program program, byte[][] arguments) {
    SetFix fix = new SetFix(call);
    int code = call.parse(program, arguments, 0, fix::take);
    if (code == 0) code = call.checkSetNames(0);
    if (code == 0) code = call.repository.lock(true);
    return code == 0 ? fix.start() : code;
  }

  private boolean take(int letter, byte[] value) {
    switch (letter) {
      case 'u', 'd' -> up = letter == 'u';
      case 'E', 'e' -> forceEssential = letter == 'e';
      case 'n' -> dryRun = true;
      default -> {
        return false;
      }
    }
    return true;
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
    repair.up = up;
    repair.dryRun = dryRun;
    repair.forceEssential = forceEssential;
    return code == 0 ? repair.repair() : code;
  }
}
