package s6j.chain;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Poller;
import s6j.posix.Posix;

/** One direction of s6-ioconnect: bytes from a descriptor to another through a buffer. */
final class Flow {
  private static final int SIZE = 65536;
  private static final int CLOSED = -1;
  private static final int GONE = Poller.ERROR | Poller.HANGUP | Poller.INVALID;

  /** Directions of shutdown. */
  private static final int READING = 0;

  private static final int WRITING = 1;

  private final Posix posix;
  private final Messages messages;
  private final byte[] buffer = new byte[SIZE];
  private int from;
  private int to;
  private boolean fromSocket;
  private boolean toSocket;
  private int start;
  private int end;
  private int fromPlace;
  private int toPlace;

  Flow(Posix posix, Messages messages, int from, int to) {
    this.posix = posix;
    this.messages = messages;
    this.from = from;
    this.to = to;
  }

  /** Looks at both descriptors and makes them non-blocking: 0, or the exit code. */
  int open() {
    FileStat stat = new FileStat();
    int code = prepare(from, stat);
    fromSocket = stat.isSocket();
    if (code == 0) code = prepare(to, stat);
    toSocket = stat.isSocket();
    return code;
  }

  private int prepare(int fd, FileStat stat) {
    int answer = posix.fstat(fd, stat);
    if (answer < 0)
      return messages.fatal().unableTo("fstat fd ").number(fd).exit(ExitCode.SYSTEM, answer);
    answer = posix.setNonBlocking(fd, true);
    if (answer >= 0) return 0;
    return messages
        .fatal()
        .unableTo("set fd ")
        .number(fd)
        .text(" non-blocking")
        .exit(ExitCode.SYSTEM, answer);
  }

  boolean isDone() {
    return to == CLOSED;
  }

  boolean isEmpty() {
    return start == end;
  }

  /** Asks for what the flow waits for; an idle writing end is watched for its reader's leaving. */
  void ask(Poller poller) {
    boolean reads = from != CLOSED && end < SIZE;
    fromPlace = poller.add(reads ? from : CLOSED, Poller.READ);
    toPlace = poller.add(to, isEmpty() ? 0 : Poller.WRITE);
  }

  /** Moves what can be moved without a wait. */
  void move(Poller poller) {
    if (to != CLOSED && poller.ready[toPlace] != 0) write((poller.ready[toPlace] & GONE) != 0);
    if (from != CLOSED && poller.readable(fromPlace)) read();
  }

  /** No more is read; what is in the buffer still goes out. */
  void stopReading() {
    if (from == CLOSED) return;
    close(from, fromSocket, READING);
    from = CLOSED;
    if (isEmpty()) closeWriting();
  }

  private void read() {
    int got = posix.read(from, buffer, end, SIZE - end);
    if (got == -Errno.EAGAIN) return;
    if (got > 0) {
      end += got;
      return;
    }
    if (got < 0) messages.warning().unableTo("read from fd ").number(from).end(got);
    stopReading();
  }

  private void write(boolean gone) {
    int put = isEmpty() ? 0 : posix.write(to, buffer, start, end - start);
    if (put > 0) start += put;
    if (isEmpty()) start = end = 0;
    if (gone || put < 0 && put != -Errno.EAGAIN) abandon(put);
    else if (isEmpty() && from == CLOSED) closeWriting();
  }

  /** Nobody takes the data any more. */
  private void abandon(int error) {
    if (error < 0) messages.warning().unableTo("write to fd ").number(to).end(error);
    start = end = 0;
    stopReading();
    closeWriting();
  }

  private void closeWriting() {
    if (to != CLOSED) close(to, toSocket, WRITING);
    to = CLOSED;
  }

  /** A socket may have other descriptors, so the end of data must be told to it as such. */
  private void close(int fd, boolean socket, int direction) {
    if (socket) posix.shutdown(fd, direction);
    posix.close(fd);
  }
}
