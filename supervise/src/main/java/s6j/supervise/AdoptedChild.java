package s6j.supervise;

import org.jspecify.annotations.Nullable;
import s6j.formats.files.HeldProcess;
import s6j.formats.talk.Handover;
import s6j.posix.Deadline;
import s6j.posix.Posix;
import s6j.posix.Turn;
import s6j.posix.Waiting;

/**
 * A run or finish that an earlier supervisor started, from {@link #take} to its end. That it has
 * ended is known before how it has ended may be: whoever collects it has to tell that.
 */
final class AdoptedChild {
  private static final int NONE = -1;

  /** How long it may take until somebody has collected a dead child that is not ours. */
  private static final int COLLECTED_WITHIN_MILLIS = 1000;

  private static final int ASK_AGAIN_MILLIS = 5;

  private final Posix posix;
  private final ChildNotes notes;
  private final Turn.Handler onEnd;
  private final Waiting.Seat place;
  private final Waiting.Alarm timer;
  private final int[] waitStatus = new int[1];
  private @Nullable HeldProcess process;

  /** Whoever started this supervisor will tell how the child has ended. */
  private boolean handedOn;

  /** The child has ended, and by then somebody will have collected it. */
  private long collectedBy = Deadline.NEVER;

  /** {@code onEnd} hears the raw wait status, or a negated errno if nobody tells it. */
  AdoptedChild(Posix posix, ChildNotes notes, Waiting waiting, Turn.Handler onEnd) {
    this.posix = posix;
    this.notes = notes;
    this.onEnd = onEnd;
    place = waiting.onReadable(NONE, this::look);
    timer = waiting.timer(this::ask);
  }

  boolean isThere() {
    return process != null;
  }

  void take(HeldProcess held, boolean isHandedOn) {
    process = held;
    handedOn = isHandedOn;
    place.watch(held.descriptor());
    if (held.isPolled()) timer.after(HeldProcess.POLL_MILLIS);
  }

  /** Tells which it is. */
  void handOver(Handover to) {
    to.tell(process.pid());
    to.tell(process.start());
    to.tellDescriptor(process.descriptor());
    to.tell(handedOn);
  }

  /** Goes on with the one that was told of, in {@code held}. */
  void takeUp(Handover from, HeldProcess held) {
    int pid = from.nextInt();
    long start = from.next();
    held.goOn(pid, start, from.nextDescriptor());
    take(held, from.nextFlag());
  }

  /** Sends a signal to the child or to its process group: 0 or the negated errno. */
  int signal(int signal, boolean group) {
    return process.signal(signal, group);
  }

  void letGo() {
    place.watch(NONE);
    if (process != null) process.release();
    process = null;
    collectedBy = Deadline.NEVER;
    timer.clear();
  }

  private void look(int ready) {
    if (ready != Turn.BLIND || process.isCollected()) ended();
  }

  private void ask() {
    if (collectedBy != Deadline.NEVER || process.hasEnded()) ended();
    else timer.after(HeldProcess.POLL_MILLIS);
  }

  private void ended() {
    long now = posix.monotonicNanos();
    if (collectedBy == Deadline.NEVER) collectedBy = Deadline.after(now, COLLECTED_WITHIN_MILLIS);
    place.watch(NONE);
    int told = notes.end(process, waitStatus);
    boolean mayBeTold = handedOn || !process.isCollected();
    if (told < 0 && mayBeTold && !Deadline.passed(collectedBy, now)) {
      timer.after(ASK_AGAIN_MILLIS);
      return;
    }
    letGo();
    onEnd.handle(told < 0 ? told : waitStatus[0]);
  }
}
