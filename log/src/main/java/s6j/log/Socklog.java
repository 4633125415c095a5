package s6j.log;

import s6j.cli.Messages;
import s6j.cli.Output;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;

/**
 * The work of s6-socklog: each datagram a line on standard output (docs/specification/s6.md, A.2).
 * A line is written before the next datagram is read, so that what a slow reader cannot take stays
 * in the socket.
 */
final class Socklog {
  private static final int STDOUT = 1;
  private static final int TROUBLE = 111;
  private static final int TIMED_OUT = 99;
  private static final int GOES_ON = -1;
  private static final int ROOM_FOR_PREFIX = 80;

  private final Posix posix;
  private final Messages messages;
  private final SocklogSettings settings;
  private final int socket;
  private final int signals;
  private final byte[] datagram;
  private final Poller poller = new Poller(2);
  private final byte[] senderText = new byte[InternetAddress.LONGEST];
  private final SocketAddress sender = new SocketAddress();
  private final Output out;
  private long deadline = Deadline.NEVER;
  private boolean stopping;

  /** Whether a line waits for standard output to be writable. */
  private boolean lineWaits;

  Socklog(Posix posix, Messages messages, SocklogSettings settings, int socket, int signals) {
    this.posix = posix;
    this.messages = messages;
    this.settings = settings;
    this.socket = socket;
    this.signals = signals;
    this.datagram = new byte[settings.lineLength + 1];
    this.out = new Output(posix, STDOUT, settings.lineLength + ROOM_FOR_PREFIX);
  }

  /** Runs until SIGTERM, and until the line in hand is written; the exit code. */
  int run() {
    int code = GOES_ON;
    while (code == GOES_ON) code = stopping && !lineWaits ? 0 : awaitEvent();
    return code;
  }

  private int awaitEvent() {
    poller.clear();
    int signalPlace = poller.add(signals, Poller.READ);
    int place = lineWaits ? poller.add(STDOUT, Poller.WRITE) : poller.add(socket, Poller.READ);
    int ready = posix.poll(poller, timeout());
    if (ready == -Errno.EINTR) return GOES_ON;
    if (ready < 0) return messages.fatal().unableTo("poll").exit(TROUBLE, ready);
    if (ready == 0) return TIMED_OUT;
    if (poller.readable(signalPlace)) takeSignals();
    if (lineWaits) return poller.writable(place) ? flush() : GOES_ON;
    return !stopping && poller.readable(place) ? receive() : GOES_ON;
  }

  private int timeout() {
    if (deadline == Deadline.NEVER) return -1;
    return Deadline.timeoutMillis(deadline, posix.monotonicNanos());
  }

  private void takeSignals() {
    while (posix.nextSignal(signals) > 0) {
      stopping = true;
      if (settings.lastMillis != 0)
        deadline = Deadline.after(posix.monotonicNanos(), settings.lastMillis);
    }
  }

  private int receive() {
    int count = posix.receiveFrom(socket, datagram, 0, datagram.length, sender);
    if (count == -Errno.EAGAIN || count == 0) return GOES_ON;
    if (count < 0) return messages.fatal().unableTo("recv").exit(TROUBLE, count);
    putLine(count);
    lineWaits = true;
    return GOES_ON;
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
  }

  private void putSender() {
    out.bytes(senderText, 0, InternetAddress.put(sender, senderText, 0));
    out.text("_").number(sender.port).text(": ");
  }

  private int flush() {
    lineWaits = false;
    int error = out.flush();
    return error < 0 ? messages.fatal().unableTo("write to stdout").exit(TROUBLE, error) : GOES_ON;
  }
}
