package s6j.rc.repository;

import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;

/** s6-rc-set-status: prints the state of the services of a set. */
public final class SetStatus {
  private static final Option WITH_ESSENTIALS =
      Option.flag('E', "with-essentials", "print services that are always active (default)");
  private static final Option WITHOUT_ESSENTIALS =
      Option.flag('e', "without-essentials", "leave them out");
  private static final Option BARE = Option.flag('L', "list", "print names only");

  private final RepoCall call;

  private SetStatus(RepoCall call) {
    this.call = call;
  }

  public static Program declaration() {
    Program program =
        new Program(
            "s6-rc-set-status",
            "rc-set-status",
            "[ -v verbosity ] [ -r repo ] [ -E | -e ] [ -L ] set services...",
            "prints the state of the services of a set",
            RepoCall.of(SetStatus::run));
    return RepoCall.declareOptions(program).options(WITH_ESSENTIALS, WITHOUT_ESSENTIALS, BARE);
  }

  private static int run(RepoCall call) {
    SetStatus status = new SetStatus(call);
    int code = call.judgeOperandsFirst(1);
    if (code == 0) code = call.repository.checkSetName(call.operands[0]);
    if (code == 0) code = call.checkServiceNames(1);
    if (code == 0) code = call.repository.lock(true);
    if (code == 0) code = call.repository.checkSet(call.operands[0]);
    return code == 0 ? status.print() : code;
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
    boolean bare = call.line.has(BARE);
    boolean hideEssential = call.line.chose(WITHOUT_ESSENTIALS, WITH_ESSENTIALS);
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
