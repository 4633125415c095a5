package s6j.rc.repository;

import s6j.cli.ExitCode;
import s6j.formats.RcDatabase;
import s6j.formats.files.NameList;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** A set of a repository: the state of each service of the reference database in it. */
final class ServiceSet {
  /** A service that the set does not know. */
  static final int MISSING = -1;

  private final RepoCall call;
  private final RepoReference reference;
  private final byte[] name;

  /** By service of the reference database. */
  final int[] states;

  ServiceSet(RepoCall call, RepoReference reference, byte[] name) {
    this.call = call;
    this.reference = reference;
    this.name = name;
    states = new int[reference.database().count()];
  }

  byte[] name() {
    return name;
  }

  /** Reads the states: 0, or the exit code of what was said. */
  int read() {
    for (int i = 0; i < states.length; i++) states[i] = MISSING;
    int code = 0;
    for (int state = 0; state < Repository.STATES && code == 0; state++) code = read(state);
    return code;
  }

  private int read(int state) {
    NameList names = new NameList();
    int code = call.repository.list(call.repository.stateDirectory(name, state), names);
    for (int i = 0; i < names.count() && code == 0; i++) {
      boolean[] found = new boolean[states.length];
      code = reference.select(names.get(i), found);
      for (int j = 0; j < found.length; j++) if (found[j]) states[j] = state;
    }
    return code;
  }

  /** 0 if all members are in the set, or 102 once one that is not was told. */
  int check(boolean[] members) {
    for (int i = 0; i < states.length; i++) {
      if (!members[i] || states[i] != MISSING) continue;
      call.messages.fatal().text("inconsistent view in set ").bytes(name);
      call.messages.text(" of repository ").bytes(call.repository.path());
      call.messages.text(": service ").bytes(serviceName(i));
      call.messages.text(" is defined in the reference database but not in the textual");
      return call.messages.text(" representation of the set").exit(ExitCode.UNFIT);
    }
    return 0;
  }

  byte[] serviceName(int service) {
    return reference.database().nameOf(service);
  }

  /**
   * Moves members into a state: 0, or 111. The change is noted first: who is killed on the way must
   * not leave a set that looks as if it had been compiled since.
   */
  int move(boolean[] members, int state) {
    int code = SetConsistency.isEmpty(members) ? 0 : call.repository.touch(name);
    if (code != 0) return code;
    for (int i = states.length - 1; i >= 0; i--) {
      if (!members[i]) continue;
      byte[] from = link(states[i], serviceName(i));
      byte[] to = link(state, serviceName(i));
      if (states[i] == state) tellThere(i, state);
      int answer = call.posix.rename(Posix.CWD, from, Posix.CWD, to);
      if (answer < 0) return call.repository.cannotRename(answer, from, to);
      states[i] = state;
    }
    return 0;
  }

  private void tellThere(int service, int state) {
    if (call.verbosity < 2) return;
    call.messages.info().text("service ").bytes(serviceName(service));
    call.messages.text(" already existed in rxset ").text(Repository.stateName(state));
    call.messages.text(" of set ").bytes(name).text(" in repository ");
    call.messages.bytes(call.repository.path()).end();
  }

  private byte[] link(int state, byte[] service) {
    return CString.path(call.repository.stateDirectory(name, state), service);
  }

  /**
   * Removes services that are gone and adds new ones, in the state that their flags ask for: 0, or
   * 111.
   */
  int synchronize() {
    boolean[] present = new boolean[states.length];
    int code = call.repository.touch(name);
    for (int state = 0; state < Repository.STATES && code == 0; state++)
      code = removeStale(state, present);
    for (int i = 0; i < present.length && code == 0; i++)
      if (!present[i] && !reference.isInternal(i)) code = add(i);
    return code;
  }

  private int removeStale(int state, boolean[] present) {
    byte[] directory = call.repository.stateDirectory(name, state);
    NameList names = new NameList();
    int code = call.repository.list(directory, names);
    for (int i = 0; i < names.count() && code == 0; i++) {
      byte[] link = CString.path(directory, names.get(i));
      int answer = call.posix.access(Posix.CWD, link, Posix.F_OK);
      if (answer >= 0) code = reference.select(names.get(i), present);
      else if (answer != -Errno.ENOENT) code = call.repository.unable(answer, "access ", link);
      else code = forget(names.get(i), link, state);
    }
    return code;
  }

  private int forget(byte[] service, byte[] link, int state) {
    int answer = call.posix.unlink(Posix.CWD, link);
    if (answer < 0) return call.repository.unable(answer, "unlink ", link);
    if (call.verbosity < 3) return 0;
    call.messages.info().text("service ").bytes(service);
    call.messages.text(" does not exist anymore, removed from rx ");
    call.messages.text(Repository.stateName(state)).text(" of set ").bytes(name).end();
    return 0;
  }

  private int add(int service) {
    byte[] label = serviceName(service);
    byte[] target = CString.path(CString.of("../../.atomics"), label);
    byte[] link = link(initial(reference.database(), service), label);
    int answer = call.posix.symlink(target, Posix.CWD, link);
    return answer < 0 ? call.repository.cannotLink(answer, target, link) : 0;
  }

  private static int initial(RcDatabase database, int service) {
    if ((database.flags[service] & RcDatabase.ESSENTIAL) != 0) return Repository.ALWAYS;
    return (database.flags[service] & RcDatabase.RECOMMENDED) != 0
        ? Repository.ACTIVE
        : Repository.USABLE;
  }
}
