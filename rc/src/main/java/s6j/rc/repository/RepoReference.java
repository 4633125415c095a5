package s6j.rc.repository;

import s6j.cli.Messages;
import s6j.formats.Cdb;
import s6j.formats.RcDatabase;
import s6j.posix.CString;
import s6j.rc.live.CompiledSet;
import s6j.rc.live.DependencyGraph;

/** The reference database of a repository: all its services and bundles. */
final class RepoReference {
  private final RepoCall call;
  private CompiledSet set;
  private byte[] path;

  RepoReference(RepoCall call) {
    this.call = call;
  }

  /** Opens it: 0, or the exit code of what was said. */
  int open() {
    path = call.repository.compiled(CString.of(".ref"));
    set = new CompiledSet(call.posix, call.messages, path, path);
    int lock = set.directory().lock(true);
    if (lock < 0) return call.repository.unable(lock, "take lock on ", path);
    int code = set.readSizes();
    if (code == 0) code = set.readDatabase();
    if (code == 0) code = set.readNames();
    call.posix.close(lock);
    return code;
  }

  RcDatabase database() {
    return set.database();
  }

  /** Adds what a name stands for, without internal services: 0, or the exit code. */
  int select(byte[] name, boolean[] members) {
    int answer = set.find(name);
    if (answer == Cdb.ABSENT) {
      // The reference has s6-rc-db look it up.
      Messages database = new Messages(call.posix, CString.of("s6-rc-db"));
      database.fatal().bytes(name).text(" is not a valid identifier in ").bytes(path);
      return database.exit(3);
    }
    if (answer != 0) return answer;
    for (int i = 0; i < set.directory().found(); i++) {
      int service = set.directory().found(i);
      if (!isInternal(service)) members[service] = true;
    }
    return 0;
  }

  /** Adds all that members need, or all that need them. */
  void close(boolean[] members, boolean up) {
    new DependencyGraph(database()).close(members, up);
  }

  boolean isInternal(int service) {
    return Repository.isInternal(database().nameOf(service));
  }

  /** Marks the services of the pipeline that a longrun is part of, itself too. */
  void addPipeline(int service, boolean[] members) {
    RcDatabase database = database();
    if (!database.isLongrun(service)) return;
    int last = service;
    for (int i = 0; i < database.longruns && database.consumer[last] < database.longruns; i++)
      last = database.consumer[last];
    int[] pending = new int[database.longruns + 1];
    int count = 0;
    pending[count++] = last;
    while (count > 0) {
      int consumer = pending[--count];
      if (members[consumer]) continue;
      members[consumer] = true;
      int start = database.producerStart[consumer];
      for (int i = 0; i < database.producerCount[consumer] && count < pending.length; i++)
        pending[count++] = database.producers[start + i];
    }
  }
}
