package s6j.rc.change;

import s6j.posix.Deadline;
import s6j.posix.Posix;

/**
 * The transitions of longruns that are under way, each with a descriptor, however many. When those
 * run out the rest waits until others have ended.
 */
final class LongrunCalls {

  /** Descriptors left to locks, files, and oneshots. */
  private static final int RESERVED = 64;

  private final Posix posix;
  private final LongrunCall.Means means;
  private LongrunCall[] calls = new LongrunCall[16];
  private int running;
  private LongrunCall[] byDescriptor = new LongrunCall[64];
  private final int[] ready = new int[64];

  /** No call's deadline is before it. */
  private long first = Deadline.NEVER;

  private int most;

  /** Calls that wait for descriptors: a ring in order of arrival. */
  private LongrunCall[] held = new LongrunCall[16];

  private int heldHead;
  private int heldCount;

  private final EarlyEnds early = new EarlyEnds();

  LongrunCalls(Posix posix, ServiceLetter letters) {
    this.posix = posix;
    means = new LongrunCall.Means(posix, letters);
  }

  /** Transitions whose end was not told yet. */
  int count() {
    return running + heldCount + early.count();
  }

  /** The descriptor to wait for; -1 if there is none yet. */
  int descriptor() {
    return means.pollSet;
  }

  /** When there is something to do even if nothing is heard. */
  long deadline() {
    return early.count() > 0 ? 0 : first;
  }

  /** {@code millis} 0 for no limit; {@code resumed} if another command may have begun it. */
  void start(int service, byte[] directory, Transition transition, long millis, boolean resumed) {
    if (means.pollSet < 0) open();
    LongrunCall call = new LongrunCall(means, service, directory, transition, millis, resumed);
    if (heldCount > 0 || !begins(call)) hold(call);
  }

  void close() {
    if (means.pollSet >= 0) posix.close(means.pollSet);
    means.pollSet = -1;
  }

  private void open() {
    means.pollSet = posix.openPollSet();
    most = Math.max(1, descriptorLimit() - RESERVED);
  }

  /** As many as this process may have. */
  private int descriptorLimit() {
    long[] limits = new long[2];
    if (posix.getLimit(Posix.RLIMIT_NOFILE, limits) < 0) return 0;
    if (limits[0] != limits[1] && posix.setLimit(Posix.RLIMIT_NOFILE, limits[1], limits[1]) >= 0)
      limits[0] = limits[1];
    return limits[0] < 0 || limits[0] > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) limits[0];
  }

  /** False if there are too few descriptors, and some in use that will be given back. */
  private boolean begins(LongrunCall call) {
    if (running >= most) return false;
    int status = call.start(running == 0);
    if (status == LongrunCall.NO_ROOM) return false;
    if (status == LongrunCall.PENDING) add(call);
    else early.add(call.service, status);
    return true;
  }

  private void hold(LongrunCall call) {
    if (heldCount == held.length) {
      LongrunCall[] more = new LongrunCall[2 * heldCount];
      for (int i = 0; i < heldCount; i++) more[i] = held[(heldHead + i) % heldCount];
      held = more;
      heldHead = 0;
    }
    held[(heldHead + heldCount++) % held.length] = call;
  }

  private void startHeld() {
    while (heldCount > 0 && begins(held[heldHead])) forgetHeld();
  }

  private LongrunCall forgetHeld() {
    LongrunCall call = held[heldHead];
    heldHead = (heldHead + 1) % held.length;
    heldCount--;
    return call;
  }

  private void add(LongrunCall call) {
    if (running == calls.length) calls = grown(calls, running);
    call.place = running;
    calls[running++] = call;
    onPending(call);
  }

  /** With room for a place. */
  private static LongrunCall[] grown(LongrunCall[] from, int place) {
    LongrunCall[] to = new LongrunCall[2 * place];
    System.arraycopy(from, 0, to, 0, from.length);
    return to;
  }

  private void onPending(LongrunCall call) {
    first = Math.min(first, call.deadline());
    int fd = call.descriptor();
    if (fd < 0) return;
    if (fd >= byDescriptor.length) byDescriptor = grown(byDescriptor, fd);
    byDescriptor[fd] = call;
  }

  private void remove(LongrunCall call) {
    LongrunCall last = calls[--running];
    calls[call.place] = last;
    last.place = call.place;
    calls[running] = null;
  }

  /** Tells what has ended. New calls may start meanwhile; they wait their turn. */
  void look(EndListener listener) {
    early.tell(listener);
    takeEvents(listener);
    if (Deadline.passed(first, posix.monotonicNanos())) takeTimeouts(listener);
    startHeld();
  }

  private void takeEvents(EndListener listener) {
    int count = running > 0 ? posix.readyOfPollSet(means.pollSet, ready) : 0;
    for (int i = 0; i < count; i++) {
      LongrunCall call = ready[i] < byDescriptor.length ? byDescriptor[ready[i]] : null;
      if (call == null) continue;
      int fd = ready[i];
      int status = call.proceed();
      if (status == LongrunCall.PENDING) continue;
      byDescriptor[fd] = null;
      remove(call);
      listener.ended(call.service, status);
    }
  }

  /** From the last to the first: what is started meanwhile is put behind, and looked at later. */
  private void takeTimeouts(EndListener listener) {
    long now = posix.monotonicNanos();
    first = Deadline.NEVER;
    for (int i = running - 1; i >= 0; i--) {
      LongrunCall call = calls[i];
      int fd = call.descriptor();
      int status = LongrunCall.PENDING;
      if (Deadline.passed(call.deadline(), now)) status = call.timeOut();
      if (status == LongrunCall.PENDING) {
        onPending(call);
        continue;
      }
      if (fd >= 0) byDescriptor[fd] = null;
      remove(call);
      listener.ended(call.service, status);
    }
  }

  /** The command has no more time: tells of each that it has timed out. */
  void giveUp() {
    for (int i = 0; i < running; i++) calls[i].tellTimeout();
  }

  /** All that are under way end with a raw wait status, told with the next look. */
  void end(int status) {
    while (running > 0) {
      LongrunCall call = calls[running - 1];
      if (call.descriptor() >= 0) byDescriptor[call.descriptor()] = null;
      remove(call);
      early.add(call.service, call.end(status));
    }
    while (heldCount > 0) early.add(forgetHeld().service, status);
  }
}
