package s6j.rc.repository;

import s6j.cli.ExitCode;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.posix.CString;

/** s6-rc-set-change: changes the state of services in a set. */
public final class SetChange {
  private static final Option NO_FORCE =
      Option.flag('E', "no-force-essential", "do not make services essential (default)");
  private static final Option FORCE =
      Option.flag('e', "force-essential", "allow to make services essential");
  private static final Option DRY_RUN = Option.flag('n', "dry-run", "change nothing");
  private static final Option NO_DRY_RUN = Option.flag("no-dry-run", "do the change (default)");
  private static final Option NO_FAIL =
      Option.flag('I', "no-fail-on-dependencies", "go on when others must change too (default)");
  private static final Option FAIL =
      Option.flag('i', "fail-on-dependencies", "fail when others must change too");
  private static final Option NO_PULL =
      Option.flag('P', "no-pull-dependencies", "leave others as they are (default)");
  private static final Option PULL =
      Option.flag('p', "pull-dependencies", "change others that must change too");

  private static final int UNKNOWN = -1;

  private final RepoCall call;
  private final boolean forceEssential;
  private final boolean dryRun;
  private final boolean failOnDependencies;
  private final boolean pullDependencies;

  private SetChange(RepoCall call) {
    this.call = call;
    forceEssential = call.line.chose(FORCE, NO_FORCE);
    dryRun = call.line.chose(DRY_RUN, NO_DRY_RUN);
    failOnDependencies = call.line.chose(FAIL, NO_FAIL);
    pullDependencies = call.line.chose(PULL, NO_PULL);
  }

  public static Program declaration() {
    Program program =
        new Program(
            "s6-rc-set-change",
            "rc-set-change",
            "[ -v verbosity ] [ -r repo ] [ -E | -e ] [ -n ] [ -I | -i ] [ -P | -p ] set newrx"
                + " services...",
            "changes the state of services in a set",
            RepoCall.of(SetChange::run));
    return RepoCall.declareOptions(program)
        .options(NO_FORCE, FORCE, DRY_RUN, NO_DRY_RUN, NO_FAIL, FAIL, NO_PULL, PULL);
  }

  private static int run(RepoCall call) {
    SetChange change = new SetChange(call);
    int code = call.judge(3);
    if (code == 0) code = call.repository.checkSetName(call.operands[0]);
    return code == 0 ? change.start() : code;
  }

  private static int state(String word) {
    return switch (word) {
      case "mask", "masked", "suppress" -> Repository.MASKED;
      case "deactivate",
          "disable",
          "disabled",
          "inactive",
          "latent",
          "unmask",
          "unmasked",
          "usable" ->
          Repository.USABLE;
      case "activate", "active", "enable", "enabled", "onboot" -> Repository.ACTIVE;
      case "always", "essential", "make-essential" -> Repository.ALWAYS;
      default -> UNKNOWN;
    };
  }

  private int start() {
    byte[] word = call.operands[1];
    int state = state(CString.text(word));
    if (state == UNKNOWN)
      return call.messages
          .fatal()
          .text("unrecognized state change directive: ")
          .bytes(word)
          .exit(ExitCode.USAGE);
    if (state == Repository.ALWAYS && !forceEssential)
      return call.messages
          .fatal()
          .unableTo("artificially mark a service as essential without --force-essential")
          .exit(ExitCode.USAGE);
    int code = call.checkServiceNames(2);
    if (code == 0) code = call.repository.lock(true);
    return code == 0 ? change(state) : code;
  }

  private int change(int state) {
    RepoReference reference = new RepoReference(call);
    int code = reference.open();
    if (code != 0) return code;
    ServiceSet set = new ServiceSet(call, reference, call.operands[0]);
    code = set.read();
    boolean[] members = new boolean[set.states.length];
    for (int i = 2; i < call.operands.length && code == 0; i++)
      code = reference.select(call.operands[i], members);
    if (code == 0) code = set.check(members);
    if (code != 0) return code;
    boolean[] others = new SetConsistency(reference, set).misfits(members, state, true, true);
    boolean alone = SetConsistency.isEmpty(others);
    if (!alone) tell(set, others, state);
    if (!alone && failOnDependencies) return 1;
    if (dryRun) return 0;
    if (pullDependencies) for (int i = 0; i < members.length; i++) members[i] |= others[i];
    return set.move(members, state);
  }

  private void tell(ServiceSet set, boolean[] others, int state) {
    if (!failOnDependencies && call.verbosity <= (pullDependencies ? 1 : 0)) return;
    if (failOnDependencies) call.messages.fatal();
    else if (pullDependencies) call.messages.info();
    else call.messages.warning();
    call.messages.text("the following services (");
    call.messages.text(state >= Repository.ACTIVE ? "dependencies of" : "depending on");
    call.messages.text(" the ones given as arguments, or part of the same pipeline) ");
    call.messages.text(pullDependencies ? "are also being" : "also need to be");
    call.messages.text(" changed to \"").text(Repository.stateName(state)).text("\": ");
    for (int i = others.length - 1; i >= 0; i--)
      if (others[i]) call.messages.bytes(set.serviceName(i)).text(" ");
    call.messages.end();
  }
}
