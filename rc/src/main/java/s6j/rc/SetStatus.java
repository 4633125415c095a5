package s6j.rc;

import s6j.cli.Output;
import s6j.cli.Program;

/** s6-rc-set-status: prints the state of the services of a set. */
final class SetStatus {
  private final RepoCall call;
  private boolean hideEssential;
  private boolean bare;

  private SetStatus(RepoCall call) {
    this.call = call;
  }

  static Program declaration() {
    Program program =
        new Program(
            "s6-rc-set-status",
            "rc-set-status",
            "[ -v verbosity ] [ -r repo ] [ -E | -e ] [ -L ] set services...",
            "prints the state of the services of a set",
            RepoCall.of(SetStatus::run));
    return RepoCall.declareOptions(program)
        .flag('E', "with-essentials", "print services that are always active (default)")
        .flag('e', "without-essentials", "leave them out")
        .flag('L', "list", "print names only");
  }

  private static int run(RepoCall call, Program program, byte[][] arguments) {
    SetStatus status = new SetStatus(call);
    call.operandsFirst = true;
    int code = call.parse(program, arguments, 1, status::take);
    if (code == 0) code = call.repository.checkSetName(call.operands[0]);
    if (code == 0) code = call.checkServiceNames(1);
    if (code == 0) code = call.repository.lock(true);
    if (code == 0) code = call.repository.checkSet(call.operands[0]);
    return code == 0 ? status.print() : code;
  }

  private boolean take(int letter, byte[] value) {
    switch (letter) {
      case 'L' -> bare = true;
      case 'E', 'e' -> hideEssential = letter == 'e';
      default -> {
        return false;
      }
    }
    return true;
  }

  private int print() {
    RepoReference reference = new RepoReference(call);
    int code = reference.open();
    if (code != 0) return code;
    ServiceSet set = new ServiceSet(call, reference, call.operands[0]);
    code = set.read();
    boolean[] members = new boolean[set.states.length];
    for (int i = 1; i < call.operands.length && code == 0; i++)
      code = reference.select(call.operands[i], members);
    return code == 0 ? print(set, members, call.operands.length == 1) : code;
  }

  private int print(ServiceSet set, boolean[] members, boolean all) {
    Output out = new Output(call.posix, 1, 4096);
    for (int state = hideEssential ? Repository.ACTIVE : Repository.ALWAYS; state >= 0; state--) {
      for (int i = 0; i < members.length; i++) {
        if (set.states[i] != state || !all && !members[i]) continue;
        out.bytes(set.serviceName(i));
        if (!bare) out.text("/").text(Repository.stateName(state));
        out.line();
      }
    }
    return out.finish(call.messages, 0);
  }
}
