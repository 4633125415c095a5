package s6j.rccompiler;

import s6j.cli.Messages;
import s6j.formats.Cdb;
import s6j.formats.RcDatabase;
import s6j.formats.RcDatabaseReader;
import s6j.formats.WholeFile;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** A compiled directory opened for reading, under a shared lock; says itself what is wrong. */
final class CompiledSet {
  private static final int LOCK_FLAGS =
      OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;
  private static final int INVALID = 4;

  private final Posix posix;
  private final Messages messages;
  private final byte[] path;
  private RcDatabase database;
  private Cdb names;

  CompiledSet(Posix posix, Messages messages, byte[] path) {
    this.posix = posix;
    this.messages = messages;
    this.path = path;
  }

  byte[] path() {
    return path;
  }

  RcDatabase database() {
    return database;
  }

  /** Locks and reads {@code n} and {@code db}: 0, or the exit code of what was said. */
  int open(boolean wait) {
    int fd = posix.open(Posix.CWD, CString.path(path, CString.of("lock")), LOCK_FLAGS, 0);
    int answer = fd < 0 ? fd : posix.lock(fd, false, wait);
    if (answer < 0) {
      int errno = answer == -Errno.EAGAIN ? Errno.EBUSY : answer;
      return messages.fatal().unableTo("take lock on ").bytes(path).exit(111, errno);
    }
    WholeFile sizes = new WholeFile(posix);
    int length = sizes.read(Posix.CWD, file("n"));
    if (length >= 0) length = RcDatabaseReader.checkSizes(length);
    if (length != 0) return unreadable("n", length);
    return readDatabase(sizes.bytes());
  }

  private int readDatabase(byte[] sizes) {
    WholeFile db = new WholeFile(posix);
    int length = db.read(Posix.CWD, file("db"));
    if (length < 0) return unreadable("db", length);
    RcDatabaseReader reader = RcDatabaseReader.of(db.bytes(), length);
    int verdict = reader.read(sizes);
    database = reader.database();
    if (verdict == RcDatabaseReader.INVALID)
      return messages.fatal().text("invalid service database in ").bytes(file("db")).exit(INVALID);
    return verdict == RcDatabaseReader.SOUND ? 0 : unreadable("db", verdict);
  }

  /** Reads {@code resolve.cdb}: 0, or the exit code of what was said. */
  int openNames() {
    WholeFile cdb = new WholeFile(posix);
    int length = cdb.read(Posix.CWD, file("resolve.cdb"));
    if (length == 0) length = -Errno.EINVAL;
    if (length < 0)
      return messages.fatal().unableTo("cdb_init ").bytes(file("resolve.cdb")).exit(111, length);
    names = new Cdb(cdb.bytes(), length);
    return 0;
  }

  /** The names, once {@link #openNames} has answered 0. */
  Cdb names() {
    return names;
  }

  /** Looks an identifier up in {@link #names}: 0, or the exit code of what was said. */
  int find(byte[] identifier) {
    int answer = names.find(identifier, CString.length(identifier));
    if (answer == Cdb.DAMAGED) return damagedNames();
    if (answer == Cdb.ABSENT)
      return messages
          .fatal()
          .bytes(identifier)
          .text(" is not a valid identifier in ")
          .bytes(path)
          .exit(3);
    if (names.dataLength() % 4 != 0) return invalid();
    for (int i = 0; i < found(); i++)
      if (found(i) < 0 || found(i) >= database.count()) return invalid();
    return 0;
  }

  /** How many services the identifier last looked up stands for. */
  int found() {
    return names.dataLength() / 4;
  }

  /** The number of one of them. */
  int found(int place) {
    int at = names.dataAt() + 4 * place;
    byte[] bytes = names.bytes();
    return (bytes[at] & 0xff) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | bytes[at + 3] & 0xff;
  }

  /** The number of the atomic service that the identifier last found is, or -1 for a bundle. */
  int atomic(byte[] identifier) {
    if (found() != 1) return -1;
    int service = found(0);
    return CString.equal(database.nameOf(service), identifier) ? service : -1;
  }

  int damagedNames() {
    return messages.fatal().text("invalid cdb in ").bytes(file("resolve.cdb")).exit(INVALID);
  }

  int invalid() {
    return messages.fatal().text("invalid database in ").bytes(path).exit(INVALID);
  }

  private int unreadable(String file, int why) {
    int errno = why == RcDatabaseReader.SHORT ? 0 : why;
    return messages.fatal().unableTo("read ").bytes(file(file)).exit(111, errno);
  }

  private byte[] file(String name) {
    return CString.path(path, CString.of(name));
  }
}
