package s6j.confine.wall;

import s6j.formats.confine.ConfinedNames;
import s6j.formats.confine.NameSet;
import s6j.formats.confine.SystemCalls;
import s6j.posix.Errno;

/**
 * What is denied by what a system call is given (systemd.exec page, RestrictAddressFamilies= and
 * those that follow). A call that hides it in memory is not there: its users know another.
 */
final class Restrictions {
  private static final int[] NAMESPACE_FLAGS = {
    0x02000000, 0x08000000, 0x40000000, 0x00020000, 0x20000000, 0x10000000, 0x04000000, 0x80
  };

  /** In clone(2) these bits are a signal. */
  private static final int SIGNAL_BITS = 255;

  private static final int EVERY_BIT = -1;
  private static final int WRITE_EXECUTE = 0;
  private static final int PERSONALITY = 1;
  private static final int REALTIME = 2;
  private static final int SET_ID = 3;
  private static final int PROT_WRITE = 2;
  private static final int PROT_EXEC = 4;
  private static final int SHM_EXEC = 0100000;
  private static final int SET_ID_BITS = 06000;

  /** O_CREAT and that of O_TMPFILE: only with them there is a mode. */
  private static final int CREATING = 020000100;

  private static final int RESET_ON_FORK = 0x40000000;

  /** SCHED_OTHER, SCHED_BATCH, SCHED_IDLE. */
  private static final int[] USUAL_POLICIES = {0, 3, 5};

  /** PER_LINUX, and the question which it is. */
  private static final int[] USUAL_PERSONALITY = {0, -1};

  private static final int DENIED = FilterProgram.errno(Errno.EPERM);
  private static final int NO_FAMILY = FilterProgram.errno(Errno.EAFNOSUPPORT);
  private static final int NOT_THERE = FilterProgram.errno(Errno.ENOSYS);

  private final SystemCalls calls;
  private final FilterProgram filter;
  private byte[] unknown = {};

  Restrictions(SystemCalls calls, FilterProgram filter) {
    this.calls = calls;
    this.filter = filter;
  }

  /** The word that means nothing; empty if all do. */
  byte[] unknown() {
    return unknown;
  }

  private boolean read(byte[] text, NameSet names) {
    boolean isKnown = names.read(text);
    unknown = names.unknown();
    return isKnown;
  }

  /** Sockets of which families can be made; whether all names are known, as all that follow. */
  boolean families(byte[] text) {
    NameSet names = ConfinedNames.families();
    if (!read(text, names)) return false;
    int[] listed = new int[ConfinedNames.MOST];
    int count = 0;
    for (int i = 0; i < ConfinedNames.MOST; i++)
      if (NameSet.has(names.named(), i)) listed[count++] = i;
    int socket = calls.number("socket");
    if (!names.isLess()) filter.answerUnless(socket, 0, EVERY_BIT, listed, count, NO_FAMILY);
    else
      for (int i = 0; i < count; i++) filter.answerIf(socket, 0, EVERY_BIT, listed[i], NO_FAMILY);
    forgoRings();
    return true;
  }

  /** Namespaces of which kinds can be made or entered. */
  boolean namespaces(byte[] text) {
    NameSet names = ConfinedNames.namespaces();
    if (!read(text, names)) return false;
    int flags = 0;
    for (int i = 0; i < NAMESPACE_FLAGS.length; i++)
      if (!NameSet.has(names.set(), i)) flags |= NAMESPACE_FLAGS[i];
    if (flags == 0) return true;
    filter.answerIfAny(calls.number("unshare"), 0, flags, DENIED);
    filter.answerIfAny(calls.number("clone"), 0, flags & ~SIGNAL_BITS, DENIED);
    filter.answer(calls.number("clone3"), NOT_THERE);
    // One of any kind.
    filter.answerIf(calls.number("setns"), 1, EVERY_BIT, 0, DENIED);
    filter.answerIfAny(calls.number("setns"), 1, flags, DENIED);
    return true;
  }

  boolean deeds(byte[] text) {
    NameSet names = ConfinedNames.deeds();
    if (!read(text, names)) return false;
    if (NameSet.has(names.set(), WRITE_EXECUTE)) writeExecute();
    if (NameSet.has(names.set(), PERSONALITY))
      filter.answerUnless(
          calls.number("personality"),
          0,
          EVERY_BIT,
          USUAL_PERSONALITY,
          USUAL_PERSONALITY.length,
          DENIED);
    if (NameSet.has(names.set(), REALTIME)) realtime();
    if (NameSet.has(names.set(), SET_ID)) setId();
    return true;
  }

  /** Memory that can be written and then executed. */
  private void writeExecute() {
    filter.answerIfAll(calls.number("mmap"), 2, PROT_WRITE | PROT_EXEC, DENIED);
    filter.answerIfAny(calls.number("mprotect"), 2, PROT_EXEC, DENIED);
    filter.answerIfAny(calls.number("pkey_mprotect"), 2, PROT_EXEC, DENIED);
    filter.answerIfAny(calls.number("shmat"), 2, SHM_EXEC, DENIED);
  }

  private void realtime() {
    filter.answerUnless(
        calls.number("sched_setscheduler"),
        1,
        ~RESET_ON_FORK,
        USUAL_POLICIES,
        USUAL_POLICIES.length,
        DENIED);
    filter.answer(calls.number("sched_setattr"), DENIED);
  }

  /** Files that give the rights of their owner or group to who executes them. */
  private void setId() {
    filter.answerIfAny(calls.number("chmod"), 1, SET_ID_BITS, DENIED);
    filter.answerIfAny(calls.number("fchmod"), 1, SET_ID_BITS, DENIED);
    filter.answerIfAny(calls.number("fchmodat"), 2, SET_ID_BITS, DENIED);
    filter.answerIfAny(calls.number("fchmodat2"), 2, SET_ID_BITS, DENIED);
    filter.answerIfAny(calls.number("mkdir"), 1, SET_ID_BITS, DENIED);
    filter.answerIfAny(calls.number("mkdirat"), 2, SET_ID_BITS, DENIED);
    filter.answerIfAny(calls.number("mknod"), 1, SET_ID_BITS, DENIED);
    filter.answerIfAny(calls.number("mknodat"), 2, SET_ID_BITS, DENIED);
    filter.answerIfAny(calls.number("creat"), 1, SET_ID_BITS, DENIED);
    filter.answerIfBoth(calls.number("open"), 1, CREATING, 2, SET_ID_BITS, DENIED);
    filter.answerIfBoth(calls.number("openat"), 2, CREATING, 3, SET_ID_BITS, DENIED);
    filter.answer(calls.number("openat2"), NOT_THERE);
    forgoRings();
  }

  /** They do what a filter of calls does not see. */
  private void forgoRings() {
    filter.answer(calls.number("io_uring_setup"), NOT_THERE);
  }
}
