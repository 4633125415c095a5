package s6j.svc.notify;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Timeout;
import s6j.formats.files.SmallFile;
import s6j.formats.files.ToldFile;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * Listens to what a daemon tells by sd_notify: passes its readiness on, and ends the daemon if it
 * is to tell that it lives and does not. Each exit code is that of the process.
 */
final class NotifyHelper {
  static final int NONE = -1;

  /** It is there from when a daemon was ended here until another is started. */
  static final byte[] MARK = CString.of("supervise/watchdog");

  private static final byte[] NOTHING = {};
  private static final int GOES_ON = -1;
  private static final int LONGEST = 8191;
  private static final byte[] NEWLINE = {'\n'};
  private static final byte[] HERE = CString.of(".");
  private static final int MICROS = 1000;

  private final Posix posix;
  private final Messages messages;
  private final int socket;

  /** What is watched; {@link #NONE} if nothing is. */
  private int process;

  private @Nullable MainProcess main;
  private final byte[] datagram = new byte[LONGEST];

  /** Where readiness is told; {@link #NONE} once it is, or nobody wants to know. */
  private int notification;

  private final DaemonWords words = new DaemonWords();
  private final ToldFile told;

  /** Whether what the daemon says is kept for others to read. */
  private boolean keepsTold;

  private long watchdogMillis;
  private boolean isReady;
  private boolean isAborted;
  private long deadline;

  /** {@code process} stands for the daemon; {@link #NONE} if it is not watched. */
  NotifyHelper(Posix posix, Messages messages, int socket, int notification, int process) {
    this.posix = posix;
    this.messages = messages.neverWaiting();
    this.socket = socket;
    this.notification = notification;
    this.process = process;
    told = new ToldFile(posix, HERE);
  }

  /** From now on what the daemon, of this pid, says is kept in a file. */
  NotifyHelper keepingTold(int pid) {
    keepsTold = true;
    told.pid = pid;
    return this;
  }

  /** From now on the daemon may name the process that is watched. */
  NotifyHelper following(MainProcess mainProcess) {
    main = mainProcess;
    return this;
  }

  /** Ends when the daemon is ready or has ended, when nobody wants to know, or at the timeout. */
  int forward(long timeoutMillis, long watchdog) {
    watchdogMillis = watchdog;
    posix.ignoreSignal(Signal.SIGPIPE);
    if (process != NONE) outliveTheDaemon();
    deadline = Timeout.deadline(posix, timeoutMillis);
    Poller poller = new Poller(3);
    int code = GOES_ON;
    while (code == GOES_ON) {
      poller.clear();
      poller.add(socket, Poller.READ);
      poller.add(notification, (short) 0);
      poller.add(process, Poller.READ);
      int ready = poller.await(posix, deadline);
      if (ready < 0) code = messages.fatal().unableTo("poll").exit(ExitCode.SYSTEM, ready);
      else if (ready == 0) code = timedOut();
      else if (poller.readable(0)) code = receive();
      else if (poller.readable(2)) code = 0;
      else if (poller.readable(1)) code = nobodyAsks();
    }
    if (main != null) main.end();
    int gone = keepsTold ? told.remove() : 0;
    if (gone < 0 && gone != -Errno.ENOENT) messages.warning().unableTo("remove a file", gone);
    return code;
  }

  /** What s6-tree sends to all: the daemon still has something to say. */
  private void outliveTheDaemon() {
    posix.ignoreSignal(Signal.SIGTERM);
    posix.ignoreSignal(Signal.SIGINT);
    posix.ignoreSignal(Signal.SIGQUIT);
  }

  private int nobodyAsks() {
    if (process == NONE) return 0;
    posix.close(notification);
    notification = NONE;
    return GOES_ON;
  }

  private int timedOut() {
    if (!isReady)
      return messages.fatal().text("timed out waiting for notification").exit(ExitCode.TIMED_OUT);
    end();
    return GOES_ON;
  }

  /** SIGABRT first, and SIGKILL if that has not ended it by the next time. */
  private void end() {
    messages.warning().text("the daemon does not tell that it lives").end();
    int signal = isAborted ? Signal.SIGKILL : Signal.SIGABRT;
    int marked = SmallFile.write(posix, Posix.CWD, MARK, NOTHING, 0, 0644);
    if (marked < 0 && marked != -Errno.ENOENT) messages.warning().unableTo("write a mark", marked);
    int answer = posix.signalProcess(process, signal, false);
    if (answer < 0) messages.warning().unableTo("end it", answer);
    isAborted = true;
    deadline = Timeout.deadline(posix, watchdogMillis);
  }

  private int receive() {
    int length = posix.receiveFrom(socket, datagram, 0, LONGEST, null);
    if (length < 0 && length != -Errno.EINTR && length != -Errno.EAGAIN)
      return messages.fatal().unableTo("receive").exit(ExitCode.SYSTEM, length);
    words.read(datagram, Math.max(length, 0));
    int code = words.isReady && !isReady ? ready() : GOES_ON;
    if (keepsTold) keep();
    if (words.extension >= 0) extend();
    if (process == NONE || isAborted) return code;
    if (main != null && main.isNew(words.main)) follow(main, (int) words.main);
    if (words.interval >= 0) watchdogMillis = words.interval / MICROS;
    boolean isDue = words.isAlive || words.interval >= 0;
    if (isReady && isDue && told.phase != ToldFile.Phase.STOPPING) beginWatch();
    if (words.isStopping) {
      told.phase = ToldFile.Phase.STOPPING;
      deadline = Deadline.NEVER;
    }
    if (words.isTrigger) end();
    return code;
  }

  /** The one before is no more than a child of the daemon. */
  private void follow(MainProcess mainProcess, int pid) {
    int next = mainProcess.follow(pid);
    if (next < 0) messages.warning().unableTo("follow MAINPID").end(next);
    else process = next;
  }

  private void beginWatch() {
    deadline = Timeout.deadline(posix, watchdogMillis);
  }

  /** A daemon that is not ready yet may take so long from now on; what it has longer, it keeps. */
  private void extend() {
    long later = Timeout.deadline(posix, Math.max(1, words.extension / MICROS));
    if (!isReady && deadline != Deadline.NEVER && later - deadline > 0) deadline = later;
  }

  /** Writes down what it says, if that is something new. */
  private void keep() {
    ToldFile.Phase phase = told.phase;
    if (words.isReady) phase = ToldFile.Phase.READY;
    if (words.isReloading) phase = ToldFile.Phase.RELOADING;
    if (words.isStopping) phase = ToldFile.Phase.STOPPING;
    boolean isNew = words.status >= 0 && takeText();
    isNew |= phase != told.phase;
    told.phase = phase;
    int answer = isNew ? told.write() : 0;
    if (answer < 0 && answer != -Errno.ENOENT) messages.warning().unableTo("write down", answer);
  }

  /** Whether the text is another one. */
  private boolean takeText() {
    int length = Math.min(words.statusLength, ToldFile.LONGEST_TEXT);
    boolean isNew = length != told.textLength;
    for (int i = 0; i < length; i++) {
      isNew |= told.text[i] != datagram[words.status + i];
      told.text[i] = datagram[words.status + i];
    }
    told.textLength = length;
    return isNew;
  }

  private int ready() {
    isReady = true;
    int answer = notification == NONE ? 0 : posix.write(notification, NEWLINE, 0, 1);
    if (answer < 0) return messages.fatal().unableTo("notify").exit(ExitCode.SYSTEM, answer);
    if (process == NONE) return 0;
    if (notification != NONE) posix.close(notification);
    notification = NONE;
    beginWatch();
    return GOES_ON;
  }
}
