package s6j.log.syslog;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Output;
import s6j.log.loop.LineSplitter;
import s6j.log.script.InternetAddress;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;
import s6j.posix.Turn;

/**
 * The work of s6-socklog: each datagram a line on standard output (docs/specification/s6.md, A.2).
 * A line is written before the next datagram is read, so that what a slow reader cannot take stays
 * in the socket.
 */
final class Socklog {
  private static final int STDOUT = 1;
  private static final int NONE = -1;
  private static final int WIRED = 3;
  private static final int ROOM_FOR_PREFIX = 80;

  private final Posix posix;
  private final Messages messages;
  private final SocklogSettings settings;
  private final int socket;
  private final byte[] datagram;
  private final Turn turn;
  private final Turn.Place input;
  private final Turn.Place output;
  private final Turn.Timer timer;
  private final byte[] senderText = new byte[InternetAddress.LONGEST];
  private final SocketAddress sender = new SocketAddress();
  private final Output out;
  private boolean stopping;
  private int code;

  /** Whether a line waits for standard output to be writable. */
  private boolean lineWaits;

  Socklog(Posix posix, Messages messages, SocklogSettings settings, int socket, int signals) {
    this.posix = posix;
    this.messages = messages;
    this.settings = settings;
    this.socket = socket;
    this.datagram = new byte[settings.lineLength + 1];
    this.out = new Output(posix, STDOUT, settings.lineLength + ROOM_FOR_PREFIX);
    turn = new Turn(posix, null, WIRED);
    turn.beforeWait(this::prepare);
    turn.onSignal(signals, signal -> stop());
    output = turn.onReadable(NONE, ready -> flush());
    output.want(Poller.WRITE);
    input = turn.onReadable(NONE, ready -> receive());
    timer = turn.timer(() -> end(ExitCode.TIMED_OUT));
  }

  /** Runs until SIGTERM, and until the line in hand is written; the exit code. */
  int run() {
    int failure = turn.run();
    return failure < 0 ? messages.fatal().unableTo("poll").exit(ExitCode.SYSTEM, failure) : code;
  }

  private void prepare() {
    if (stopping && !lineWaits) end(0);
    output.watch(lineWaits ? STDOUT : NONE);
    input.watch(lineWaits ? NONE : socket);
  }

  private void end(int exitCode) {
    code = exitCode;
    turn.leave();
  }

  /** The line in hand is still written, and nothing more received. */
  private void stop() {
    stopping = true;
    input.watch(NONE);
    if (settings.lastMillis != 0) timer.after(settings.lastMillis);
  }

  private void receive() {
    int count = posix.receiveFrom(socket, datagram, 0, datagram.length, sender);
    if (count == -Errno.EAGAIN || count == 0) return;
    if (count < 0) end(messages.fatal().unableTo("recv").exit(ExitCode.SYSTEM, count));
    else putLine(count);
  }

  private void putLine(int count) {
    if (settings.isInternet()) putSender();
    int length = count;
    while (length > 0 && LineSplitter.isLineEnd(datagram[length - 1])) length--;
    for (int i = 0; i < length; i++) if (LineSplitter.isLineEnd(datagram[i])) datagram[i] = '~';
    int from = settings.raw ? 0 : SyslogPriority.put(datagram, 0, length, out);
    out.bytes(datagram, from, length - from);
    if (count == datagram.length) out.text("...");
    out.line();
    lineWaits = true;
  }

  private void putSender() {
    out.bytes(senderText, 0, InternetAddress.put(sender, senderText, 0));
    out.text("_").number(sender.port).text(": ");
  }

  private void flush() {
    lineWaits = false;
    timer.clear();
    int error = out.flush();
    if (error < 0) end(messages.fatal().unableTo("write to stdout").exit(ExitCode.SYSTEM, error));
  }
}
