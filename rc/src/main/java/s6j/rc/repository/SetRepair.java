package s6j.rc.repository;

import s6j.cli.Messages;

/** Makes a set consistent, from the lowest state to the highest (s6-rc-set-fix). */
final class SetRepair {
  private final RepoCall call;
  private final RepoReference reference;
  private final ServiceSet set;

  /** Raises what is needed instead of lowering what needs. */
  boolean up;

  boolean dryRun;
  boolean forceEssential;

  SetRepair(RepoCall call, RepoReference reference, ServiceSet set) {
    this.call = call;
    this.reference = reference;
    this.set = set;
  }

  /** Whether nothing would have to be changed. */
  boolean isConsistent() {
    for (int state = 0; state < Repository.STATES; state++)
      if (!SetConsistency.isEmpty(misfits(state))) return false;
    return true;
  }

  /** 0, 1 if an essential service stands in the way, or 111. */
  int repair() {
    int code = 0;
    boolean[][] members = new boolean[Repository.STATES][];
    for (int state = 0; state < Repository.STATES; state++) members[state] = inState(state);
    for (int state = 0; state < Repository.STATES && code == 0; state++) {
      SetConsistency consistency = new SetConsistency(reference, set);
      boolean[] bad = consistency.misfits(members[state], state, !up, up);
      if (SetConsistency.isEmpty(members[state])) continue;
      code = change(bad, state);
    }
    return code;
  }

  private boolean[] misfits(int state) {
    boolean[] members = inState(state);
    SetConsistency consistency = new SetConsistency(reference, set);
    if (SetConsistency.isEmpty(members)) return members;
    return consistency.misfits(members, state, !up, up);
  }

  private boolean[] inState(int state) {
    boolean[] members = new boolean[set.states.length];
    for (int i = 0; i < members.length; i++) members[i] = set.states[i] == state;
    return members;
  }

  private int change(boolean[] bad, int state) {
    for (int i = bad.length - 1; i >= 0; i--) {
      if (!bad[i]) continue;
      tell(i, state);
      if (set.states[i] == Repository.ALWAYS && !essential(i, state)) return 1;
    }
    if (!dryRun) return set.move(bad, state);
    for (int i = 0; i < bad.length; i++) if (bad[i]) set.states[i] = state;
    return 0;
  }

  private void tell(int service, int state) {
    if (call.verbosity >= 2) {
      where(call.messages.info()).text("moving service ").bytes(set.serviceName(service));
      call.messages.text(" from ").text(Repository.stateName(set.states[service]));
      call.messages.text(" to ").text(Repository.stateName(state)).end();
    } else if (call.verbosity >= 1 && set.states[service] == Repository.MASKED)
      warn(service, " will be unmasked by an upfix to ", state);
    else if (call.verbosity >= 1 && state == Repository.MASKED)
      warn(service, " will be masked by a downfix to ", state);
  }

  /** Whether an essential service may be lowered. */
  private boolean essential(int service, int state) {
    if (forceEssential) {
      if (call.verbosity >= 1)
        warn(service, " will automatically be marked non-essential by a downfix to ", state);
      return true;
    }
    Messages message = dryRun ? call.messages.warning() : call.messages.fatal();
    where(message).text("service ").bytes(set.serviceName(service));
    message.text(" is marked as essential and cannot be downfixed (--no-force-essential)").end();
    return dryRun;
  }

  private void warn(int service, String what, int state) {
    call.messages.warning().text(dryRun ? "(dry run) service " : "service ");
    call.messages.bytes(set.serviceName(service)).text(what);
    call.messages.text(Repository.stateName(state)).end();
  }

  private Messages where(Messages message) {
    message.text(dryRun ? "(dry run) in set " : "in set ").bytes(set.name());
    return message.text(" of repository ").bytes(call.repository.path()).text(": ");
  }
}
