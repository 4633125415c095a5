package s6j.formats.talk;

import org.jspecify.annotations.Nullable;
import s6j.formats.BigEndian;
import s6j.formats.ByteSink;
import s6j.formats.FdDump;
import s6j.formats.FdLimit;
import s6j.formats.Tai64n;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.DescriptorSet;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Pause;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/**
 * Asks an fd-holder to keep, give back or forget descriptors (docs/specification/s6.md, C.9). Every
 * call waits until the deadline and answers the negated errno of what failed here or there; for
 * tools, which ignore SIGPIPE.
 */
public final class FdholderClient {
  private static final int LARGEST_ANSWER = 1 << 28;
  private static final int RECORD = Tai64n.SIZE + 1;
  private static final int RETRY_MILLIS = 20;

  private final Posix posix;
  private final long deadline;
  private int socket = -1;
  private MessageStream stream;
  private final DescriptorSet attached = new DescriptorSet();

  public FdholderClient(Posix posix, long deadline) {
    this.posix = posix;
    this.deadline = deadline;
  }

  /** Connects to the socket of an fd-holder. */
  public @OrErrno int connect(byte[] path) {
    SocketAddress address = new SocketAddress();
    if (CString.length(path) == 0) return -Errno.ECONNREFUSED;
    if (!address.unix(path, CString.length(path))) return -Errno.EPROTO;
    int fd = posix.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, OpenFlags.O_NONBLOCK);
    if (fd < 0) return fd;
    int error = connect(fd, address);
    if (error < 0) posix.close(fd);
    else use(fd);
    return error;
  }

  /** Talks over a connection that is there already; it becomes non-blocking. */
  public void use(int connected) {
    socket = connected;
    posix.setNonBlocking(connected, true);
    stream = new MessageStream(posix, connected, connected, LARGEST_ANSWER);
  }

  public void close() {
    posix.close(socket);
  }

  /** Has a descriptor kept under a name until {@code limit} ({@link FdLimit}). */
  public @OrErrno int store(@Descriptor int fd, byte[] id, byte[] limit) {
    if (CString.length(id) > FdDump.LONGEST_ID) return -Errno.ENAMETOOLONG;
    attached.count = 1;
    attached.descriptors[0] = fd;
    int error = ask(named(new ByteSink(300).put('S').put(limit), id), attached);
    return error < 0 ? error : verdict(stream.receive(deadline));
  }

  public @OrErrno int delete(byte[] id) {
    if (CString.length(id) > FdDump.LONGEST_ID) return -Errno.ENAMETOOLONG;
    int error = ask(named(new ByteSink(300).put('D'), id), null);
    return error < 0 ? error : verdict(stream.receive(deadline));
  }

  /** The descriptor of this name, close-on-exec; the holder forgets it if {@code delete}. */
  public @Descriptor @OrErrno int retrieve(byte[] id, boolean delete) {
    if (CString.length(id) > FdDump.LONGEST_ID) return -Errno.ENAMETOOLONG;
    int error = ask(named(new ByteSink(300).put('R').put(delete ? 1 : 0), id), null);
    int length = error < 0 ? error : stream.receive(deadline);
    if (length < 0) return length;
    int refusal = length == 1 ? stream.body()[0] & 0xff : Errno.EPROTO;
    if (stream.descriptors().count == 1 && refusal == 0) return stream.descriptors().descriptors[0];
    stream.drop();
    return refusal == 0 ? -Errno.EPROTO : -refusal;
  }

  /** Adds all names, each ended by NUL: their number. */
  public @OrErrno int list(ByteSink names) {
    int error = ask(new ByteSink(1).put('L'), null);
    int length = error < 0 ? error : answer(5);
    if (length < 0) return length;
    byte[] body = stream.body();
    long count = BigEndian.get(body, 1, 4);
    int ends = 0;
    for (int i = 5; i < length; i++) if (body[i] == 0) ends++;
    if (ends != count) return -Errno.EPROTO;
    names.put(body, 5, length - 5);
    return ends;
  }

  /** Adds copies of all descriptors to an empty dump, close-on-exec: 0. */
  public @OrErrno int getDump(FdDump dump) {
    int error = ask(new ByteSink(1).put('?'), null);
    int length = error < 0 ? error : answer(9);
    if (length < 0) return length;
    long messages = BigEndian.get(stream.body(), 1, 4);
    long total = BigEndian.get(stream.body(), 5, 4);
    if (length != 9 || messages != trips(total)) return -Errno.EPROTO;
    for (long i = 0; i < messages && error >= 0; i++) error = takeRecords(dump, total);
    if (error >= 0 && dump.count() != total) error = -Errno.EPROTO;
    if (error < 0) dump.close(posix);
    return error;
  }

  /** Has all descriptors of a dump kept; those of the same name are replaced. */
  public @OrErrno int setDump(FdDump dump) {
    int total = dump.count();
    if (total == 0) return 0;
    for (int i = 0; i < total; i++) if (!isName(dump.id(i))) return -Errno.EINVAL;
    int error = ask(new ByteSink(5).put('!').big32(total), null);
    int length = error < 0 ? error : answer(5);
    if (length < 0) return length;
    long messages = BigEndian.get(stream.body(), 1, 4);
    if (length != 5 || messages != trips(total)) return -Errno.EPROTO;
    for (int from = 0; from < total; from += DescriptorSet.CAPACITY) {
      int to = from + DescriptorSet.CAPACITY < total ? from + DescriptorSet.CAPACITY : total;
      error = giveRecords(dump, from, to);
      if (error < 0) return error;
    }
    return 0;
  }

  private static boolean isName(byte[] id) {
    int length = CString.length(id);
    return length > 0 && length <= FdDump.LONGEST_ID;
  }

  private static long trips(long total) {
    return (total + DescriptorSet.CAPACITY - 1) / DescriptorSet.CAPACITY;
  }

  private static ByteSink named(ByteSink request, byte[] id) {
    int length = CString.length(id);
    return request.put(length).put(id, 0, length).put(0);
  }

  private int ask(ByteSink request, @Nullable DescriptorSet descriptors) {
    return stream.send(request.array(), request.length(), descriptors, deadline);
  }

  /** The length of an answer of at least {@code least} bytes that is no refusal. */
  private int answer(int least) {
    int length = stream.receive(deadline);
    if (length < 0) return length;
    int descriptors = stream.descriptors().count;
    stream.drop();
    if (length == 0 || descriptors != 0) return -Errno.EPROTO;
    if (stream.body()[0] != 0) return -(stream.body()[0] & 0xff);
    return length < least ? -Errno.EPROTO : length;
  }

  /** What an answer of one byte says. */
  private int verdict(int length) {
    if (length < 0) return length;
    boolean strange = length != 1 || stream.descriptors().count != 0;
    stream.drop();
    return strange ? -Errno.EPROTO : -(stream.body()[0] & 0xff);
  }

  private int takeRecords(FdDump dump, long total) {
    int length = stream.receive(deadline);
    if (length < 0) return length;
    DescriptorSet descriptors = stream.descriptors();
    int count = descriptors.count;
    if (count == 0 || dump.count() + count > total || !soundRecords(length, count)) {
      stream.drop();
      return -Errno.EPROTO;
    }
    byte[] body = stream.body();
    for (int i = 0, at = 0; i < count; i++) {
      int idLength = body[at + Tai64n.SIZE] & 0xff;
      byte[] id = CString.slice(body, at + RECORD, at + RECORD + idLength);
      dump.add(id, descriptors.descriptors[i], CString.slice(body, at, at + Tai64n.SIZE));
      at += RECORD + idLength + 1;
    }
    descriptors.count = 0;
    return 0;
  }

  /** Whether the body is {@code count} records and nothing else. */
  private boolean soundRecords(int length, int count) {
    byte[] body = stream.body();
    int at = 0;
    for (int i = 0; i < count; i++) {
      if (at + RECORD >= length) return false;
      int end = at + RECORD + (body[at + Tai64n.SIZE] & 0xff);
      if (end >= length || body[end] != 0) return false;
      at = end + 1;
    }
    return at == length;
  }

  private int giveRecords(FdDump dump, int from, int to) {
    ByteSink request = new ByteSink(64 * (to - from)).put('.');
    attached.count = 0;
    for (int i = from; i < to; i++) {
      named(request.put(dump.limit(i)), dump.id(i));
      attached.descriptors[attached.count++] = dump.descriptor(i);
    }
    int error = ask(request, attached);
    if (error < 0) return error;
    int verdict = verdict(stream.receive(deadline));
    if (to == dump.count()) return verdict == -Errno.EAGAIN ? -Errno.EPROTO : verdict;
    if (verdict == -Errno.EAGAIN) return 0;
    return verdict == 0 ? -Errno.EPROTO : verdict;
  }

  /** A full queue of the other side is {@code EAGAIN} at once, whatever the deadline. */
  private @OrErrno int connect(@Descriptor int fd, SocketAddress address) {
    for (; ; ) {
      int error = posix.connect(fd, address);
      if (error != -Errno.EAGAIN && error != -Errno.EINTR) return error;
      if (Deadline.passed(deadline, posix.monotonicNanos())) return -Errno.ETIMEDOUT;
      Pause.millis(posix, RETRY_MILLIS);
    }
  }
}
