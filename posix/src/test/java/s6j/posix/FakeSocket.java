package s6j.posix;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A socket of the fake kernel. */
final class FakeSocket {
  /** What was sent at once: bytes, the open files that came along, and who sent it. */
  record Message(byte[] bytes, List<FakeOpenFile> attached, byte[] sender) {}

  private static final int CAPACITY = 212_992;

  final int type;
  final FakePosix owner;
  byte[] name = {};
  int internet;
  boolean listening;
  int backlog;
  final Deque<FakeSocket> waiting = new ArrayDeque<>();
  final Deque<Message> inbox = new ArrayDeque<>();
  private int queued;
  FakeSocket peer;

  /** Whose credentials the peer saw when the connection was made. */
  FakePosix connectedBy;

  boolean closed;
  boolean inputEnded;

  /** The peer was closed with bytes in it that nobody had read. */
  boolean isReset;

  boolean outputEnded;

  FakeSocket(int type, FakePosix owner) {
    this.type = type;
    this.owner = owner;
  }

  boolean isStream() {
    return type == Posix.SOCK_STREAM;
  }

  void join(FakeSocket other) {
    peer = other;
    other.peer = this;
    connectedBy = other.owner;
    other.connectedBy = owner;
  }

  boolean takes(int length) {
    return queued == 0 || queued + length <= CAPACITY;
  }

  /** Bytes that a stream takes before it is full. */
  int room() {
    return CAPACITY - queued;
  }

  void put(Message message) {
    message.attached().forEach(file -> file.descriptors++);
    inbox.add(message);
    queued += message.bytes().length;
  }

  /** The first bytes waiting, of one message; what a stream does not take of it stays. */
  Message take(int length) {
    Message first = inbox.remove();
    int count = Math.min(length, first.bytes().length);
    int rest = first.bytes().length - count;
    queued -= isStream() ? count : first.bytes().length;
    if (isStream() && rest > 0)
      inbox.addFirst(
          new Message(
              CString.slice(first.bytes(), count, first.bytes().length),
              List.of(),
              first.sender()));
    byte[] bytes = CString.slice(first.bytes(), 0, count);
    return new Message(bytes, first.attached(), first.sender());
  }

  void endOutput() {
    outputEnded = true;
    if (peer != null && isStream()) peer.inputEnded = true;
  }

  void close() {
    closed = true;
    if (isStream() && peer != null && !inbox.isEmpty()) peer.isReset = true;
    endOutput();
    for (FakeSocket refused : waiting) refused.close();
    for (Message lost : inbox) lost.attached().forEach(FakeOpenFile::released);
    inbox.clear();
  }

  int readiness() {
    if (listening) return waiting.isEmpty() ? 0 : Poller.READ;
    int ready = 0;
    if (!inbox.isEmpty() || inputEnded) ready |= Poller.READ;
    if (isStream() && peer != null && peer.closed) ready |= Poller.HANGUP | Poller.WRITE;
    if (isStream() && peer == null) ready |= Poller.HANGUP;
    if (peer != null && peer.takes(1) || !isStream()) ready |= Poller.WRITE;
    return ready;
  }
}
