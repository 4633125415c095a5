package s6j.ipc.fdholder;

import s6j.formats.BigEndian;
import s6j.formats.talk.MessageStream;
import s6j.posix.DescriptorSet;
import s6j.posix.Errno;
import s6j.posix.Posix;

/**
 * A list or dump on its way to a client, piece by piece as the client reads: the store as it was
 * when the answer began. One at a time; allocates nothing.
 */
final class DumpAnswer {
  static final int LIST = 'L';

  /** The most around the records of one piece: two headers and the 9 bytes that begin a dump. */
  private static final int FRAME = 2 * MessageStream.HEADER + 9;

  private final Posix posix;
  private final FdStore store;
  private final DumpRoom room = new DumpRoom(FRAME);
  private final int[] places;
  private final DescriptorSet attached = new DescriptorSet();
  private int kind;
  private int total;
  private int told;
  private int filled;
  private int sent;

  DumpAnswer(Posix posix, FdStore store) {
    this.posix = posix;
    this.store = store;
    this.places = new int[store.capacity()];
  }

  DumpRoom room() {
    return room;
  }

  /** Begins to tell a client what is kept at this moment; the {@link #room} must be free. */
  void begin(int client, int listOrDump, long now) {
    room.take(client, now);
    store.freeze();
    kind = listOrDump;
    total = 0;
    told = 0;
    sent = 0;
    int idBytes = 0;
    for (int i = 0; i < store.capacity(); i++) {
      if (!store.isKept(i)) continue;
      idBytes += store.idLength(i) + 1;
      places[total++] = i;
    }
    if (kind == LIST) beginList(idBytes);
    else beginDump();
  }

  /** Ends the answer, finished or not. */
  void end() {
    room.free();
    store.thaw();
    attached.count = 0;
  }

  /** Sends one more piece: 1 once all is sent, 0 if not yet, or the negated errno. */
  int send(int fd, long now) {
    int put = posix.sendWithDescriptors(fd, room.bytes, sent, filled - sent, attached);
    if (put == -Errno.EAGAIN) return 0;
    if (put < 0) return put;
    room.madeProgress(now);
    attached.count = 0;
    sent += put;
    if (sent < filled) return 0;
    if (told == total) return 1;
    sent = 0;
    filled = 0;
    if (kind == LIST) addNames();
    else addMessage();
    return 0;
  }

  private void beginList(int idBytes) {
    filled = header(0, 5 + idBytes, 0);
    room.bytes[filled++] = 0;
    BigEndian.put(total, room.bytes, filled, 4);
    filled += 4;
    addNames();
  }

  private void addNames() {
    while (told < total && filled + DumpRoom.RECORD <= room.bytes.length) {
      filled = store.copyId(places[told++], room.bytes, filled);
      room.bytes[filled++] = 0;
    }
  }

  private void beginDump() {
    int messages = (total + DescriptorSet.CAPACITY - 1) / DescriptorSet.CAPACITY;
    filled = header(0, 9, 0);
    room.bytes[filled] = 0;
    BigEndian.put(messages, room.bytes, filled + 1, 4);
    BigEndian.put(total, room.bytes, filled + 5, 4);
    filled += 9;
  }

  /** The length is known, and its header written, once the records are there. */
  private void addMessage() {
    int at = MessageStream.HEADER;
    while (told < total && attached.count < DescriptorSet.CAPACITY) {
      int place = places[told++];
      at = store.copyLimit(place, room.bytes, at);
      room.bytes[at++] = (byte) store.idLength(place);
      at = store.copyId(place, room.bytes, at);
      room.bytes[at++] = 0;
      attached.descriptors[attached.count++] = store.descriptor(place);
    }
    header(0, at - MessageStream.HEADER, attached.count);
    filled = at;
  }

  private int header(int at, int length, int descriptors) {
    BigEndian.put(length, room.bytes, at, 4);
    BigEndian.put(descriptors, room.bytes, at + 4, 2);
    return at + MessageStream.HEADER;
  }
}
