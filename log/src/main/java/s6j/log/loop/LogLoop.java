package s6j.log.loop;

import org.jspecify.annotations.Nullable;
import s6j.cli.Messages;
import s6j.log.directory.LogDirectory;
import s6j.log.script.Directive;
import s6j.log.script.LogScript;
import s6j.log.script.LogSettings;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Turn;

/** Waits, reads, and does what the {@link LogMachine} orders. Allocates nothing once made. */
final class LogLoop {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int NONE = -1;
  private static final int WIRED = 3;

  /** What the first read of a burst may bring; what is used beyond is given back afterwards. */
  private static final int FEW = 16384;

  private static final long QUIET_MILLIS = 1000;

  private final Posix posix;
  private final Messages messages;
  private final LogSettings settings;
  private final LogScript script;
  private final @Nullable LogDirectory plain;
  private final @Nullable Directive onlyCopy;
  private final LineSplitter splitter;
  private final Turn turn;
  private final Turn.Place input;
  private final Turn.Place output;
  private final Turn.Timer timer;
  private final LogMachine.Step step = new LogMachine.Step();

  private LogState state = LogState.READING;
  private long lineDeadline = Deadline.NEVER;

  /** When the burst in hand is taken to be over. */
  private long burstDeadline = Deadline.NEVER;

  /** The most bytes of the next read. */
  private int share = FEW;

  /** Whether the splitter's present piece still waits for room. */
  private boolean pieceWaits;

  /** {@code signals} is the descriptor of {@link Posix#signals}. */
  LogLoop(Posix posix, Messages messages, LogSettings settings, LogScript script, int signals) {
    this.posix = posix;
    this.messages = messages;
    this.settings = settings;
    this.script = script;
    this.plain = script.plainDirectory();
    this.onlyCopy = script.onlyCopy();
    this.splitter =
        new LineSplitter(
            posix, settings.bufferSize(), settings.effectiveLimit(), settings.nulEndsLine);
    turn = new Turn(posix, this::warn, WIRED);
    turn.beforeWait(this::prepare);
    turn.onSignal(signals, this::takeSignal);
    turn.onChild(this::collect);
    input = turn.onReadable(NONE, this::readInput);
    output = turn.onReadable(NONE, ready -> {});
    output.want(Poller.WRITE);
    timer = turn.timer(this::onTime);
  }

  private void warn(String what, int error) {
    if (settings.warns()) messages.unableTo(what, error);
  }

  /** Runs to the end; the exit code. */
  int run() {
    turn.run();
    return 0;
  }

  private void prepare() {
    work();
    settle();
    if (state == LogState.ENDED) turn.leave();
    input.watch(readsInput() ? STDIN : NONE);
    output.watch(outputWaits() ? STDOUT : NONE);
    timer.at(deadline());
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
    if (pieceWaits || outputWaits()) return false;
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

  private boolean outputWaits() {
    return script.output() != null && !script.output().isEmpty();
  }

  /** Reading rests while lines wait for room and, with -b, until everything is written. */
  private boolean readsInput() {
    if (state != LogState.READING && state != LogState.LAST_LINE || pieceWaits) return false;
    return !settings.blocking || !blocks();
  }

  private boolean blocks() {
    if (outputWaits()) return true;
    for (int i = 0; i < script.directoryCount(); i++) if (script.directory(i).blocks()) return true;
    return false;
  }

  private long deadline() {
    long earliest = lineDeadline < burstDeadline ? lineDeadline : burstDeadline;
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
    if (Deadline.passed(burstDeadline, now)) endBurst();
    if (Deadline.passed(lineDeadline, now)) on(LogEvent.LINE_GIVEN_UP);
  }

  /** A logger that has seen a burst is as small afterwards as before. */
  private void endBurst() {
    burstDeadline = Deadline.NEVER;
    splitter.forget(FEW);
    if (script.output() != null) script.output().forget(posix, FEW);
    for (int i = 0; i < script.directoryCount(); i++) script.directory(i).forget(posix, FEW);
  }

  private void takeSignal(int signal) {
    switch (signal) {
      case Signal.SIGTERM -> onTerm();
      case Signal.SIGHUP -> onHangup();
      default -> on(LogEvent.ALARM);
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

  private void collect(int pid, int rawStatus) {
    for (int i = 0; i < script.directoryCount(); i++)
      if (script.directory(i).runsProcessor(pid)) script.directory(i).processorEnded(rawStatus);
  }

  // ---- input ---------------------------------------------------------------------------------

  /** Only what is known to be there is read: a read might wait. */
  private void readInput(int ready) {
    if (ready == Turn.BLIND) return;
    boolean lastLine = state == LogState.LAST_LINE;
    int count = splitter.read(STDIN, lastLine ? 1 : share);
    if (count == -Errno.EAGAIN) return;
    if (count > 0 && settings.translation != null) splitter.translate(settings.translation, count);
    if (count < 0 && settings.warns()) messages.warning().unableTo("read from stdin").end(count);
    if (count <= 0) on(LogEvent.END_OF_INPUT);
    else if (lastLine) judgeLastLine();
    else script.refreshStamps();
    noteBurst(count);
  }

  private void noteBurst(int count) {
    share = count < FEW ? FEW : Integer.MAX_VALUE;
    if (count >= FEW) burstDeadline = Deadline.after(posix.monotonicNanos(), QUIET_MILLIS);
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

  /** No order of this machine is answered. */
  private void on(LogEvent event) {
    LogMachine.step(state, event, splitter.endsInMidLine() ? 1 : 0, settings, step);
    // What was waited for in one state may not be what is to be read in the next.
    if (step.next != state) input.watch(NONE);
    state = step.next;
    for (int i = 0; i < step.count; i++) perform(step.actions[i]);
  }

  /** Answers nothing, but as an expression: the compiler counts the cases. */
  private Void perform(LogAction action) {
    return switch (action) {
      case ROTATE_ALL -> rotateAll();
      case AWAIT_LINE -> awaitLine();
      case END_LINE -> endLine();
      case CLOSE_INPUT -> closeInput();
      case CLOSE_DIRECTORIES -> closeDirectories();
      case WARN -> warnOfSurprise();
    };
  }

  private @Nullable Void rotateAll() {
    for (int i = 0; i < script.directoryCount(); i++) script.directory(i).rotate();
    return null;
  }

  private @Nullable Void awaitLine() {
    if (settings.lastLineMillis != 0)
      lineDeadline = Deadline.after(posix.monotonicNanos(), settings.lastLineMillis);
    return null;
  }

  private @Nullable Void endLine() {
    splitter.finish();
    return null;
  }

  private @Nullable Void closeInput() {
    posix.close(STDIN);
    lineDeadline = Deadline.NEVER;
    for (int i = 0; i < script.directoryCount(); i++) script.directory(i).leave();
    return null;
  }

  private @Nullable Void closeDirectories() {
    for (int i = 0; i < script.directoryCount(); i++) script.directory(i).close();
    return null;
  }

  private @Nullable Void warnOfSurprise() {
    messages.warning().text("unexpected event").end();
    return null;
  }
}
