package s6j.log;

import s6j.cli.Messages;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** Waits, reads, and does what the {@link LogMachine} orders. Allocates nothing once made. */
final class LogLoop {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int NO_PLACE = -1;

  private final Posix posix;
  private final Messages messages;
  private final LogSettings settings;
  private final LogScript script;
  private final LogDirectory plain;
  private final Directive onlyCopy;
  private final LineSplitter splitter;
  private final int signals;
  private final Poller poller = new Poller(3);
  private final LogMachine.Step step = new LogMachine.Step();
  private final int[] waitStatus = new int[1];

  private LogState state = LogState.READING;
  private long lineDeadline = Deadline.NEVER;

  /** Whether the splitter's present piece still waits for room. */
  private boolean pieceWaits;

  /** {@code signals} is the descriptor of {@link Posix#signals}. */
  LogLoop(Posix posix, Messages messages, LogSettings settings, LogScript script, int signals) {
    this.posix = posix;
    this.messages = messages;
    this.settings = settings;
    this.script = script;
    this.signals = signals;
    this.plain = script.plainDirectory();
    this.onlyCopy = script.onlyCopy();
    this.splitter =
        new LineSplitter(
            posix, settings.bufferSize(), settings.effectiveLimit(), settings.nulEndsLine);
  }

  /** Runs to the end; the exit code. */
  int run() {
    while (state != LogState.ENDED) {
      work();
      settle();
      if (state != LogState.ENDED) awaitEvents();
    }
    return 0;
  }

  // ---- lines -----------------------------------------------------------------------------------

  /** Puts every line read where the script wants it, and writes all out: a burst is one write. */
  private void work() {
    if (plain != null && !pieceWaits && plain.takesLinesDirectly()) writePlainLines();
    while (nextPiece()) {
      if (!script.hasRoom(splitter.to - splitter.from)) {
        pieceWaits = true;
        break;
      }
      runPiece();
    }
    script.flush();
  }

  private boolean nextPiece() {
    boolean waited = pieceWaits;
    pieceWaits = false;
    if (waited) return true;
    if (onlyCopy != null) splitter.copyLines(script, onlyCopy);
    return splitter.next();
  }

  private void runPiece() {
    if (splitter.first && splitter.last)
      script.runLine(splitter.buffer, splitter.from, splitter.to);
    else
      script.runPiece(splitter.buffer, splitter.from, splitter.to, splitter.first, splitter.last);
  }

  private void writePlainLines() {
    int end = splitter.endOfPlainLines();
    if (end < 0) return;
    plain.writeLines(splitter.buffer, splitter.start(), end);
    splitter.skipTo(end);
  }

  // ---- end -------------------------------------------------------------------------------------

  /** Goes on with the end, where nothing has to be waited for. */
  private void settle() {
    if (state == LogState.DRAINING && isAllWritten()) on(LogEvent.ALL_WRITTEN);
    if (state == LogState.CLOSING && isAllClosed()) on(LogEvent.ALL_CLOSED);
  }

  private boolean isAllWritten() {
    if (pieceWaits || script.output() != null && !script.output().isEmpty()) return false;
    for (int i = 0; i < script.directoryCount(); i++)
      if (!script.directory(i).isAtRest()) return false;
    return true;
  }

  private boolean isAllClosed() {
    for (int i = 0; i < script.directoryCount(); i++)
      if (!script.directory(i).isClosed()) return false;
    return true;
  }

  // ---- waiting -----------------------------------------------------------------------------

  private void awaitEvents() {
    poller.clear();
    int signalPlace = poller.add(signals, Poller.READ);
    int inputPlace = readsInput() ? poller.add(STDIN, Poller.READ) : NO_PLACE;
    boolean outputWaits = script.output() != null && !script.output().isEmpty();
    if (outputWaits) poller.add(STDOUT, Poller.WRITE);
    long deadline = deadline();
    long now = deadline == Deadline.NEVER ? 0 : posix.monotonicNanos();
    int ready = posix.poll(poller, Deadline.timeoutMillis(deadline, now));
    if (deadline != Deadline.NEVER) onTime();
    if (ready <= 0) return;
    LogState before = state;
    if (poller.readable(signalPlace)) takeSignals();
    if (inputPlace != NO_PLACE && state == before && poller.readable(inputPlace)) readInput();
  }

  /** Reading rests while lines wait for room and, with -b, until everything is written. */
  private boolean readsInput() {
    if (state != LogState.READING && state != LogState.LAST_LINE || pieceWaits) return false;
    return !settings.blocking || !blocks();
  }

  private boolean blocks() {
    if (script.output() != null && !script.output().isEmpty()) return true;
    for (int i = 0; i < script.directoryCount(); i++) if (script.directory(i).blocks()) return true;
    return false;
  }

  private long deadline() {
    long earliest = lineDeadline;
    for (int i = 0; i < script.directoryCount(); i++) {
      long deadline = script.directory(i).deadline();
      if (deadline < earliest) earliest = deadline;
    }
    return earliest;
  }

  private void onTime() {
    long now = posix.monotonicNanos();
    for (int i = 0; i < script.directoryCount(); i++)
      if (Deadline.passed(script.directory(i).deadline(), now)) script.directory(i).onTime(now);
    if (Deadline.passed(lineDeadline, now)) on(LogEvent.LINE_GIVEN_UP);
  }

  private void takeSignals() {
    for (int signal = posix.nextSignal(signals); signal > 0; signal = posix.nextSignal(signals)) {
      switch (signal) {
        case Signal.SIGTERM -> onTerm();
        case Signal.SIGHUP -> onHangup();
        case Signal.SIGALRM -> on(LogEvent.ALARM);
        default -> collectChildren();
      }
    }
  }

  private void onTerm() {
    settings.hungUp = false;
    on(LogEvent.TERM);
  }

  private void onHangup() {
    if (state == LogState.READING) settings.hungUp = true;
    on(LogEvent.HUP);
  }

  private void collectChildren() {
    int pid = posix.waitpid(-1, waitStatus, Posix.WNOHANG);
    while (pid > 0 || pid == -Errno.EINTR) {
      if (pid > 0) collect(pid);
      pid = posix.waitpid(-1, waitStatus, Posix.WNOHANG);
    }
  }

  private void collect(int pid) {
    for (int i = 0; i < script.directoryCount(); i++)
      if (script.directory(i).runsProcessor(pid)) script.directory(i).processorEnded(waitStatus[0]);
  }

  // ---- input ---------------------------------------------------------------------------------

  private void readInput() {
    boolean lastLine = state == LogState.LAST_LINE;
    int count = splitter.read(STDIN, lastLine ? 1 : Integer.MAX_VALUE);
    if (count == -Errno.EAGAIN) return;
    if (count > 0 && settings.translation != null) splitter.translate(settings.translation, count);
    if (count < 0 && settings.warns()) messages.warning().unableTo("read from stdin").end(count);
    if (count <= 0) on(LogEvent.END_OF_INPUT);
    else if (lastLine) judgeLastLine();
    else script.refreshStamps();
  }

  /** What follows the line in the pipe is for the next logger: it is read byte by byte. */
  private void judgeLastLine() {
    script.refreshStamps();
    long limit = settings.effectiveLimit();
    if (!splitter.endsInMidLine()) {
      on(LogEvent.LINE_ENDED);
    } else if (limit != 0 && splitter.partialLength() >= limit) {
      if (settings.warns())
        messages.warning().text("input line too long, stopping before the end").end();
      on(LogEvent.LINE_GIVEN_UP);
    }
  }

  // ---- orders --------------------------------------------------------------------------------

  private void on(LogEvent event) {
    LogMachine.step(state, event, splitter.endsInMidLine(), settings.ignoresTerm, step);
    state = step.state;
    for (int i = 0; i < step.count; i++) perform(step.actions[i]);
  }

  private void perform(LogAction action) {
    switch (action) {
      case ROTATE_ALL -> rotateAll();
      case AWAIT_LINE -> awaitLine();
      case END_LINE -> splitter.finish();
      case CLOSE_INPUT -> closeInput();
      case CLOSE_DIRECTORIES -> closeDirectories();
      case WARN -> messages.warning().text("unexpected event").end();
    }
  }

  private void rotateAll() {
    for (int i = 0; i < script.directoryCount(); i++) script.directory(i).rotate();
  }

  private void awaitLine() {
    if (settings.lastLineMillis != 0)
      lineDeadline = Deadline.after(posix.monotonicNanos(), settings.lastLineMillis);
  }

  private void closeInput() {
    posix.close(STDIN);
    lineDeadline = Deadline.NEVER;
    for (int i = 0; i < script.directoryCount(); i++) script.directory(i).leave();
  }

  private void closeDirectories() {
    for (int i = 0; i < script.directoryCount(); i++) script.directory(i).close();
  }
}
