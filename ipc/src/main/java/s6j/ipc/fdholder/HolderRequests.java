package s6j.ipc.fdholder;

import s6j.formats.BigEndian;
import s6j.formats.Tai64n;
import s6j.posix.DescriptorSet;
import s6j.posix.Errno;

/**
 * Does what the clients of an fd-holder ask for (docs/specification/s6.md, C.9). A request is a
 * letter and what belongs to it; one that is not well formed is the last its client makes.
 */
final class HolderRequests {
  private static final int ID_AT_STORE = 1 + Tai64n.SIZE;
  private static final int ID_AT_DELETE = 1;
  private static final int ID_AT_RETRIEVE = 2;

  private final FdStore store;

  HolderRequests(FdStore store) {
    this.store = store;
  }

  /** Performs the complete message of a client: false if it breaks the rules. */
  boolean perform(HolderClient client) {
    boolean dumping = client.announced > 0;
    byte[] message = client.body();
    if (dumping != (message[0] == '.')) return false;
    return switch (message[0]) {
      case 'S' -> store(client, message);
      case 'D' -> delete(client, message);
      case 'R' -> retrieve(client, message);
      case 'L' -> tell(client, client.rights.lists);
      case '?' -> tell(client, client.rights.getsDump);
      case '!' -> announceDump(client, message);
      case '.' -> takeDump(client, message);
      default -> false;
    };
  }

  /** Whether the message ends with a name: its length at {@code at}, 1..255 bytes, a NUL. */
  private static boolean endsWithId(HolderClient client, byte[] message, int at) {
    int length = client.length();
    return at < length
        && idEnd(message, at, length) == length
        && client.descriptorCount() == (message[0] == 'S' ? 1 : 0);
  }

  /** Where the name ends whose length is at {@code at}; -1 if there is none. */
  private static int idEnd(byte[] message, int at, int length) {
    int idLength = message[at] & 0xff;
    int nul = at + 1 + idLength;
    if (idLength == 0 || nul >= length || message[nul] != 0) return -1;
    for (int i = at + 1; i < nul; i++) if (message[i] == 0) return -1;
    return nul + 1;
  }

  private boolean store(HolderClient client, byte[] message) {
    int at = ID_AT_STORE;
    if (!endsWithId(client, message, at)) return false;
    int length = message[at] & 0xff;
    if (!client.rights.mayStore(message, at + 1, length)) client.answer(Errno.EPERM);
    else if (store.room() == 0) client.answer(Errno.ENFILE);
    else if (store.find(message, at + 1, length) != FdStore.NONE) client.answer(Errno.EBUSY);
    else {
      store.add(message, at + 1, length, client.descriptor(0), 1);
      client.keepReceived();
      client.answer(0);
    }
    return true;
  }

  private boolean delete(HolderClient client, byte[] message) {
    int at = ID_AT_DELETE;
    if (!endsWithId(client, message, at)) return false;
    int length = message[at] & 0xff;
    int place = store.find(message, at + 1, length);
    if (!client.rights.mayStore(message, at + 1, length)) client.answer(Errno.EPERM);
    else if (place == FdStore.NONE) client.answer(Errno.ENOENT);
    else {
      store.delete(place);
      client.answer(0);
    }
    return true;
  }

  private boolean retrieve(HolderClient client, byte[] message) {
    int at = ID_AT_RETRIEVE;
    if (!endsWithId(client, message, at)) return false;
    int length = message[at] & 0xff;
    boolean deletes = message[1] != 0;
    boolean allowed = client.rights.mayRetrieve(message, at + 1, length);
    if (deletes && allowed) allowed = client.rights.mayStore(message, at + 1, length);
    int place = store.find(message, at + 1, length);
    if (!allowed) client.answer(Errno.EPERM);
    else if (place == FdStore.NONE) client.answer(Errno.ENOENT);
    else {
      int error = client.answerDescriptor(store.descriptor(place));
      if (error < 0) client.answer(-error);
      else if (deletes) store.delete(place);
    }
    return true;
  }

  /** A list or dump waits for its turn. */
  private static boolean tell(HolderClient client, boolean allowed) {
    if (client.length() != 1 || client.descriptorCount() != 0) return false;
    if (allowed) client.waitsToTell = client.body()[0];
    else client.answer(Errno.EPERM);
    return true;
  }

  private boolean announceDump(HolderClient client, byte[] message) {
    if (client.length() != 5 || client.descriptorCount() != 0) return false;
    long count = BigEndian.get(message, 1, 4);
    if (!client.rights.setsDump) client.answer(Errno.EPERM);
    else if (count > store.room()) client.answer(Errno.ENFILE);
    else {
      client.announced = (int) count;
      int messages = ((int) count + DescriptorSet.CAPACITY - 1) / DescriptorSet.CAPACITY;
      client.answerNumber(messages);
    }
    return true;
  }

  /** All records are looked at before the first is taken: a bad message changes nothing. */
  private boolean takeDump(HolderClient client, byte[] message) {
    int count = client.descriptorCount();
    if (count == 0 || count > client.announced) return false;
    if (!isRecords(message, client.length(), count)) return false;
    if (count > store.room()) {
      client.answer(Errno.ENFILE);
      return true;
    }
    for (int i = 0, at = 1; i < count; i++) at = takeRecord(client, message, at, i);
    client.keepReceived();
    client.announced -= count;
    client.answer(client.announced > 0 ? Errno.EAGAIN : 0);
    return true;
  }

  private static boolean isRecords(byte[] message, int length, int count) {
    int at = 1;
    for (int i = 0; i < count; i++) {
      if (at + Tai64n.SIZE >= length) return false;
      at = idEnd(message, at + Tai64n.SIZE, length);
      if (at < 0) return false;
    }
    return at == length;
  }

  /** A name that is there already gets the new descriptor. Where the next record begins. */
  private int takeRecord(HolderClient client, byte[] message, int at, int number) {
    int idAt = at + Tai64n.SIZE + 1;
    int length = message[idAt - 1] & 0xff;
    int old = store.find(message, idAt, length);
    if (old != FdStore.NONE) store.delete(old);
    store.add(message, idAt, length, client.descriptor(number), at);
    return idAt + length + 1;
  }
}
