package s6j.rc;

import s6j.cli.Program;
import s6j.posix.CString;

/** s6-rc-set-change: changes the state of services in a set. */
final class SetChange {
  private static final char NO_DRY_RUN = 1;
  private static final int UNKNOWN = -1;

  private final RepoCall call;
  private boolean forceEssential;
  private boolean dryRun;
  private boolean failOnDependencies;
  private boolean pullDependencies;

  private SetChange(RepoCall call) {
    this.call = call;
  }

  static Program declaration() {
    Program program =
        new Program(
            "s6-rc-set-change",
            "rc-set-change",
            "[ -v verbosity ] [ -r repo ] [ -E | -e ] [ -n ] [ -I | -i ] [ -P | -p ] set newrx"
                + " services...",
            "changes the state of services in a set",
            RepoCall.of(SetChange::run));
    return RepoCall.declareOptions(program)
        .flag('E', "no-force-essential", "do not make services essential (default)")
        .flag('e', "force-essential", "allow to make services essential")
        .flag('n', "dry-run", "change nothing")
        .flag(NO_DRY_RUN, "no-dry-run", "do the change (default)")
        .flag('I', "no-fail-on-dependencies", "go on when others must change too (default)")
        .flag('i', "fail-on-dependencies", "fail when others must change too")
        .flag('P', "no-pull-dependencies", "leave others as they are (default)")
        .flag('p', "pull-dependencies", "change others that must change too");
  }

  private static int run(RepoCall call, Program program, byte[][] arguments) {
    SetChange change = new SetChange(call);
    int code = call.parse(program, arguments, 3, change::take);
    if (code == 0) code = call.repository.checkSetName(call.operands[0]);
    return code == 0 ? change.start() : code;
  }

  private boolean take(int letter, byte[] value) {
    switch (letter) {
      case 'E', 'e' -> forceEssential = letter == 'e';
      case 'n', NO_DRY_RUN -> dryRun = letter == 'n';
      case 'I', 'i' -> failOnDependencies = letter == 'i';
      case 'P', 'p' -> pullDependencies = letter == 'p';
      default -> {
        return false;
      }
    }
    return true;
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
          .exit(100);
    if (state == Repository.ALWAYS && !forceEssential)
      return call.messages
          .fatal()
          .unableTo("artificially mark a service as essential without --force-essential")
          .exit(100);
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
