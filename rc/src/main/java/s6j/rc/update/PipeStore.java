package s6j.rc.update;

import s6j.formats.BigEndian;
import s6j.formats.FdDump;
import s6j.formats.FdLimit;
import s6j.formats.RcDatabase;
import s6j.formats.talk.FdholderClient;
import s6j.posix.CString;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** The pipes of pipelines in the fd-holder: {@code pipe:s6rc-r-NAME}, {@code pipe:s6rc-w-NAME}. */
final class PipeStore {
  static final byte[] READING = CString.of("pipe:s6rc-r-");
  static final byte[] WRITING = CString.of("pipe:s6rc-w-");
  private static final int NANOS_AT = 8;

  private final Posix posix;
  private final FdDump dump = new FdDump();

  PipeStore(Posix posix) {
    this.posix = posix;
  }

  /** What is to be stored. */
  FdDump dump() {
    return dump;
  }

  /** Makes a pipe for a consumer: 0, or the negated errno. */
  int make(byte[] consumer) {
    int[] ends = new int[2];
    int answer = posix.pipe(ends, OpenFlags.O_CLOEXEC);
    if (answer < 0) return answer;
    add(READING, consumer, ends[0]);
    add(WRITING, consumer, ends[1]);
    return 0;
  }

  /** No two limits are the same, or the reference's holder would take one for the other. */
  private void add(byte[] kind, byte[] consumer, int fd) {
    byte[] limit = FdLimit.never(posix);
    BigEndian.put(dump.count(), limit, NANOS_AT, 4);
    dump.add(CString.concat(kind, consumer), fd, limit);
  }

  /**
   * Brings the pipes of a running fd-holder from the old database to the new one: 0, or the negated
   * errno with some of it done.
   */
  int update(FdholderClient holder, UpdatePlan plan) {
    int answer = 0;
    for (int i = plan.old.longruns - 1; i >= 0 && answer >= 0; i--)
      if (hasPipe(plan.old, i) && successor(plan, i) < 0 && !plan.isLeftOver(i))
        answer = delete(holder, plan, i);
    for (int i = plan.fresh.longruns - 1; i >= 0 && answer >= 0; i--)
      if (hasPipe(plan.fresh, i)) answer = takeOrMake(holder, plan, i);
    return answer < 0 ? answer : holder.setDump(dump);
  }

  private static boolean hasPipe(RcDatabase database, int service) {
    return database.producerCount[service] > 0;
  }

  /** The new service that goes on with the pipe of an old one, or -1. */
  private static int successor(UpdatePlan plan, int service) {
    int target = plan.successor(service);
    boolean goesOn = target >= 0 && plan.fresh.isLongrun(target) && hasPipe(plan.fresh, target);
    return goesOn ? target : -1;
  }

  private int delete(FdholderClient holder, UpdatePlan plan, int service) {
    byte[] name = plan.old.nameOf(service);
    int answer = holder.delete(CString.concat(WRITING, name));
    return answer < 0 ? answer : holder.delete(CString.concat(READING, name));
  }

  private int takeOrMake(FdholderClient holder, UpdatePlan plan, int service) {
    int origin = plan.exact[service] ? plan.origin[service] : UpdatePlan.NONE;
    byte[] name = plan.fresh.nameOf(service);
    boolean hadPipe =
        origin != UpdatePlan.NONE && plan.old.isLongrun(origin) && hasPipe(plan.old, origin);
    if (!hadPipe) return make(name);
    byte[] oldName = plan.old.nameOf(origin);
    return CString.equal(oldName, name) ? 0 : take(holder, oldName, name);
  }

  private int take(FdholderClient holder, byte[] oldName, byte[] name) {
    int reading = holder.retrieve(CString.concat(READING, oldName), true);
    if (reading < 0) return reading;
    add(READING, name, reading);
    int writing = holder.retrieve(CString.concat(WRITING, oldName), true);
    if (writing < 0) return writing;
    add(WRITING, name, writing);
    return 0;
  }
}
