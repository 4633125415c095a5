package s6j.ipc.fdholder;

import org.jspecify.annotations.Nullable;
import s6j.formats.BigEndian;
import s6j.formats.FdDump;
import s6j.formats.Tai64n;
import s6j.formats.talk.MessageStream;
import s6j.posix.Deadline;
import s6j.posix.DescriptorSet;
import s6j.posix.Errno;
import s6j.posix.Posix;

/**
 * A connection to an fd-holder: what the client may do, the message that arrives and the answer
 * that leaves. Made once and used for one client after the other; allocates nothing.
 *
 * <p>One request is answered before the next is read, so a client that does not read its answers
 * holds up nobody but itself.
 */
final class HolderClient {
  /** The longest request that is not part of a dump: a store. */
  static final int LONGEST_REQUEST = 1 + Tai64n.SIZE + 1 + FdDump.LONGEST_ID + 1;

  private static final int LONGEST_ANSWER = 16;

  private final Posix posix;
  final HolderRights rights;
  private final byte[] header = new byte[MessageStream.HEADER];
  private final byte[] small = new byte[LONGEST_REQUEST];
  private final DescriptorSet received = new DescriptorSet();
  private final byte[] answer = new byte[LONGEST_ANSWER];
  private final DescriptorSet attached = new DescriptorSet();

  /** The connection, or -1 for none. */
  int fd = -1;

  /** When the client must have been served ({@link Deadline}). */
  long deadline;

  /** The request that waits for its turn to be answered with a list or dump, or 0. */
  int waitsToTell;

  /** Descriptors of a dump that the client has announced and not yet sent. */
  int announced;

  /** Where the loop asked for this connection, or -1. */
  int pollPlace;

  private byte @Nullable [] body;
  private int headerFilled;
  private int bodyFilled;
  private int answerLength;
  private int answerSent;

  HolderClient(Posix posix) {
    this.posix = posix;
    this.rights = new HolderRights(posix);
  }

  boolean isConnected() {
    return fd >= 0;
  }

  /** Starts to serve a connection; the {@link #rights} are known. */
  void connect(int connection, long until) {
    fd = connection;
    deadline = until;
    waitsToTell = 0;
    announced = 0;
    answerLength = 0;
    expectMessage();
  }

  /** Ends the connection and closes every descriptor that came or was to go over it. */
  void disconnect() {
    posix.close(fd);
    fd = -1;
    rights.clear();
    dropReceived();
    dropAttached();
  }

  boolean hasAnswer() {
    return answerLength > 0;
  }

  /** Whether a message has begun to arrive. */
  boolean isReceiving() {
    return headerFilled > 0;
  }

  /** Whether the message is too long for a request and must arrive in a room for dumps. */
  boolean needsRoom() {
    return headerFilled == header.length && body == null;
  }

  /** Gives the room that {@link #needsRoom} asked for. */
  void useRoom(byte[] room) {
    body = room;
  }

  /**
   * Takes what has arrived: 1 once the message is complete, 0 if not yet, or the negated errno of a
   * client that is gone or breaks the rules.
   */
  int receive() {
    if (headerFilled < header.length) {
      int got = receive(header, headerFilled, header.length);
      if (got <= 0) return got;
      headerFilled += got;
      if (headerFilled < header.length) return 0;
      int error = readHeader();
      if (error < 0) return error;
    }
    if (body == null) return 0;
    int got = receive(body, bodyFilled, length());
    if (got <= 0) return got;
    bodyFilled += got;
    if (bodyFilled < length()) return 0;
    return received.count == descriptorCount() ? 1 : -Errno.EPROTO;
  }

  byte[] body() {
    return body;
  }

  int length() {
    return (int) BigEndian.get(header, 0, 4);
  }

  int descriptorCount() {
    return (int) BigEndian.get(header, 4, 2);
  }

  int descriptor(int place) {
    return received.descriptors[place];
  }

  /** The descriptors of the message have found an owner. */
  void keepReceived() {
    received.count = 0;
  }

  /** The message is dealt with: closes what is left of it and expects the next. */
  void expectMessage() {
    dropReceived();
    headerFilled = 0;
    bodyFilled = 0;
    body = null;
  }

  /** Prepares an answer of an errno, 0 for success. */
  void answer(int errno) {
    answerLength = begin(1, 0);
    answer[answerLength++] = (byte) errno;
  }

  /** Prepares a success with a number of 4 bytes behind it. */
  void answerNumber(int number) {
    answerLength = begin(5, 0);
    answer[answerLength] = 0;
    BigEndian.put(number, answer, answerLength + 1, 4);
    answerLength += 5;
  }

  /** Prepares a success with a copy of a descriptor: 0, or the negated errno and no answer. */
  int answerDescriptor(int descriptor) {
    int copy = posix.dup(descriptor, 3, true);
    if (copy < 0) return copy;
    answerLength = begin(1, 1);
    answer[answerLength++] = 0;
    attached.count = 1;
    attached.descriptors[0] = copy;
    return 0;
  }

  private int begin(int length, int descriptors) {
    BigEndian.put(length, answer, 0, 4);
    BigEndian.put(descriptors, answer, 4, 2);
    answerSent = 0;
    return MessageStream.HEADER;
  }

  /** Sends what is left of the answer: 1 once all is sent, 0 if not yet, or the negated errno. */
  int send() {
    int left = answerLength - answerSent;
    int put = posix.sendWithDescriptors(fd, answer, answerSent, left, attached);
    if (put == -Errno.EAGAIN) return 0;
    if (put < 0) return put;
    dropAttached();
    answerSent += put;
    if (answerSent < answerLength) return 0;
    answerLength = 0;
    return 1;
  }

  private int readHeader() {
    long length = BigEndian.get(header, 0, 4);
    boolean dumping = announced > 0;
    int mostDescriptors = dumping ? DescriptorSet.CAPACITY : 1;
    if (length == 0 || descriptorCount() > mostDescriptors) return -Errno.EPROTO;
    if (length > (dumping ? DumpRoom.SIZE : LONGEST_REQUEST)) return -Errno.EPROTO;
    body = length > LONGEST_REQUEST ? null : small;
    return 0;
  }

  /** The count received, 0 for nothing yet; the end of the connection is {@code -EPIPE}. */
  private int receive(byte[] into, int from, int to) {
    int had = received.count;
    DescriptorSet arrived = had == 0 ? received : attached;
    int got = posix.receiveWithDescriptors(fd, into, from, to - from, arrived);
    if (got == -Errno.EAGAIN) return 0;
    if (got == 0) return -Errno.EPIPE;
    int most = announced > 0 ? DescriptorSet.CAPACITY : 1;
    // A client that attaches descriptors twice, or a flood of them, is not one to be served.
    if (arrived == attached && attached.count > 0) {
      dropAttached();
      return -Errno.EPROTO;
    }
    return received.count > most ? -Errno.EPROTO : got;
  }

  private void dropReceived() {
    for (int i = 0; i < received.count; i++) posix.close(received.descriptors[i]);
    received.count = 0;
  }

  private void dropAttached() {
    for (int i = 0; i < attached.count; i++) posix.close(attached.descriptors[i]);
    attached.count = 0;
  }
}
