package s6j.log.directory;

import org.jspecify.annotations.Nullable;
import s6j.posix.Deadline;
import s6j.posix.Errno;

/**
 * A log directory at work: lines on their way into current, and when and how far it rotates. An
 * error never loses a byte: the step, or the write, is tried again after the retry time.
 */
public final class LogDirectory extends Outlet {
  private final LogFiles files;
  private final RotationLimits limits;
  private final @Nullable Processor processor;
  private final Rotation.Answer answer = new Rotation.Answer();

  private RotationStep step = RotationStep.IDLE;
  private boolean leaving;

  /** Bytes in current. */
  private long size;

  /** Whether current ends with a newline, or is empty: rotation must not part a line. */
  private boolean betweenLines = true;

  /** Whether SIGALRM or the period asked for a rotation that could not start yet. */
  private boolean rotationDue;

  private long stepRetry = Deadline.NEVER;
  private long writeRetry = Deadline.NEVER;
  private long periodEnd = Deadline.NEVER;

  /** {@code processor} may be null. */
  public LogDirectory(LogFiles files, RotationLimits limits, Processor processor, int capacity) {
    super(capacity);
    this.files = files;
    this.limits = limits;
    this.processor = processor;
  }

  public LogFiles files() {
    return files;
  }

  /** Opens the directory; 0, or an exit code after a message. */
  public int open(long now) {
    int code = files.open(limits);
    if (code != 0) return code;
    size = files.sizeOfCurrent();
    startPeriod(now);
    return 0;
  }

  /** Whether nothing waits to be written and no rotation is under way. */
  public boolean isAtRest() {
    return isEmpty() && step == RotationStep.IDLE;
  }

  /** Whether -b must wait: lines are unwritten, or current is full and cannot be rotated yet. */
  public boolean blocks() {
    return !isEmpty() || isFull() && step != RotationStep.IDLE;
  }

  public boolean isClosed() {
    return step == RotationStep.CLOSED;
  }

  /** The next moment at which {@link #onTime} has something to do. */
  public long deadline() {
    long earliest = stepRetry < writeRetry ? stepRetry : writeRetry;
    return earliest < periodEnd ? earliest : periodEnd;
  }

  public void onTime(long now) {
    if (Deadline.passed(stepRetry, now)) {
      stepRetry = Deadline.NEVER;
      run(Rotation.Event.TIMER);
    }
    if (Deadline.passed(periodEnd, now)) {
      startPeriod(now);
      rotate();
    }
    if (Deadline.passed(writeRetry, now)) writeRetry = Deadline.NEVER;
    flush();
  }

  /** Rotates now, or as soon as a line ends (SIGALRM, the period). */
  public void rotate() {
    rotationDue = step == RotationStep.IDLE && !betweenLines;
    if (!rotationDue) run(Rotation.Event.ROTATE);
  }

  /** From here on a failing processor is not retried, and no period rotates. */
  public void leave() {
    leaving = true;
    periodEnd = Deadline.NEVER;
  }

  /** Begins to finalize current; {@link #isClosed} when done. */
  public void close() {
    run(Rotation.Event.CLOSE);
  }

  public boolean runsProcessor(int pid) {
    return processor != null && processor.isRunning(pid);
  }

  public void processorEnded(int waitStatus) {
    boolean succeeded = processor.ended(waitStatus);
    run(succeeded ? Rotation.Event.PROCESSOR_SUCCEEDED : Rotation.Event.PROCESSOR_FAILED);
    flush();
  }

  @Override
  public void flush() {
    if (isEmpty()) return;
    int reached = write(bytes, from, to);
    advance(reached - from);
  }

  /** Whether whole lines may be given to {@link #writeLines} without a copy. */
  public boolean takesLinesDirectly() {
    return isEmpty() && writeRetry == Deadline.NEVER && Rotation.takesLines(step);
  }

  /** Writes whole lines straight from the reader's buffer, and keeps what could not be written. */
  public void writeLines(byte[] source, int begin, int end) {
    int reached = write(source, begin, end);
    if (reached < end) add(source, reached, end - reached);
  }

  /** Writes bytes, rotating between lines as the size demands; how far it came. */
  private int write(byte[] source, int begin, int end) {
    int place = begin;
    while (place < end && Rotation.takesLines(step) && writeRetry == Deadline.NEVER) {
      int length = upToLimit(source, place, end) - place;
      int written = files.append(source, place, length);
      if (written <= 0) {
        writeLater(written);
        return place;
      }
      place += written;
      size += written;
      betweenLines = source[place - 1] == '\n';
      if (betweenLines && (rotationDue || isFull())) startRotation();
    }
    return place;
  }

  /** The end of the line with which current gets full, or the end of the bytes. */
  private int upToLimit(byte[] source, int begin, int end) {
    long room = limits.rotateAt() - size;
    if (end - begin <= room || step != RotationStep.IDLE) return end;
    int place = room <= 0 ? begin : begin + (int) room - 1;
    while (place < end && source[place] != '\n') place++;
    return place < end ? place + 1 : end;
  }

  private boolean isFull() {
    return size >= limits.rotateAt();
  }

  private void startRotation() {
    rotationDue = false;
    run(Rotation.Event.ROTATE);
  }

  private void writeLater(int error) {
    files.warnOfWrite(error);
    if (error == -Errno.ENOSPC && limits.archivesOnFullDisk > 0) files.makeSpace(limits);
    writeRetry = Deadline.after(files.now(), limits.retryMillis);
  }

  private void startPeriod(long now) {
    if (limits.periodSeconds > 0) periodEnd = Deadline.after(now, limits.periodSeconds * 1000);
  }

  private void run(Rotation.Event first) {
    Rotation.Event event = first;
    do {
      Rotation.next(step, event, processor != null, leaving, answer);
      step = answer.step;
      if (answer.order == Rotation.Order.PERFORM)
        event = perform(step) < 0 ? Rotation.Event.FAILED : Rotation.Event.DONE;
    } while (answer.order == Rotation.Order.PERFORM);
    if (answer.order == Rotation.Order.RETRY_LATER)
      stepRetry = Deadline.after(files.now(), limits.retryMillis);
    if (answer.order == Rotation.Order.WARN) files.warnOfSurprise();
  }

  /** Performs a step; negative if it failed, after a warning. */
  private int perform(RotationStep present) {
    return switch (present) {
      case SYNC_CURRENT, SYNC_LAST -> files.syncCurrent();
      case SET_ASIDE -> files.setAside();
      case RENAME_CURRENT -> files.renameCurrent();
      case OPEN_CURRENT -> openCurrent();
      case MARK_PREVIOUS -> files.markPrevious();
      case ARCHIVE_PREVIOUS -> files.archivePrevious('s');
      case ABANDON_PREVIOUS -> files.archivePrevious('u');
      case REMOVE_PREVIOUS, DROP_PREVIOUS -> files.removePrevious();
      case RUN_PROCESSOR -> processor.start(files);
      case MARK_PROCESSED -> files.markProcessed();
      case SYNC_STATE -> files.syncNewState();
      case RENAME_STATE -> files.renameState();
      case ARCHIVE_PROCESSED -> files.archiveProcessed();
      case REMOVE_PROCESSED -> files.removeProcessed();
      case DISCARD_PROCESSED -> files.discardProcessed();
      case TRIM_ARCHIVES -> files.trim(limits);
      case MARK_LAST -> files.markCurrent();
      case IDLE, AWAIT_PROCESSOR, CLOSED -> 0;
    };
  }

  private int openCurrent() {
    int answered = files.openCurrent();
    if (answered < 0) return answered;
    size = 0;
    betweenLines = true;
    return answered;
  }
}
