package s6j.formats.files;

import org.jspecify.annotations.Nullable;
import s6j.formats.BigEndian;
import s6j.formats.Cdb;
import s6j.formats.RcDatabase;
import s6j.formats.RcDatabaseReader;
import s6j.formats.RcFormat;
import s6j.formats.RcRelations;
import s6j.formats.RcRelationsReader;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/**
 * A compiled service database on disk (s6-rc: {@code lock}, {@code n}, {@code db}, {@code
 * resolve.cdb}), opened for reading. Answers, never messages: each room words its own.
 */
public final class CompiledDirectory {
  /** Answer of {@link #find}: an identifier's services are not those of the database. */
  public static final int INCONSISTENT = -3;

  private static final int MOST_SERVICES = WholeFile.LARGEST / 45;
  private static final int LOCK_FLAGS =
      OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;

  private final Posix posix;
  private final byte[] path;
  private byte[] sizes;
  private RcDatabase database;
  private Cdb names;
  private @Nullable RcFormat foreign;
  private @Nullable RcRelationsReader relations;

  public CompiledDirectory(Posix posix, byte[] path) {
    this.posix = posix;
    this.path = path;
  }

  public byte[] path() {
    return path;
  }

  /** A path inside. */
  public byte[] file(String name) {
    return CString.path(path, CString.of(name));
  }

  public RcDatabase database() {
    return database;
  }

  /** The identifiers, once {@link #readNames} has answered 0. */
  public Cdb names() {
    return names;
  }

  /**
   * Takes the shared lock: its descriptor, or the negated errno, {@code -EBUSY} if it is taken and
   * not {@code wait}.
   */
  public @Descriptor @OrErrno int lock(boolean wait) {
    int fd = posix.open(Posix.CWD, file("lock"), LOCK_FLAGS, 0);
    if (fd < 0) return fd;
    int answer = posix.lock(fd, false, wait);
    if (answer >= 0) return fd;
    posix.close(fd);
    return answer == -Errno.EAGAIN ? -Errno.EBUSY : answer;
  }

  /**
   * Reads {@code n}: 0, {@link RcDatabaseReader#SHORT}, {@link RcDatabaseReader#FOREIGN}, or the
   * negated errno.
   */
  public int readSizes() {
    WholeFile file = new WholeFile(posix);
    int length = file.read(Posix.CWD, file("n"));
    if (length < 0) return length;
    sizes = file.bytes();
    int answer = RcDatabaseReader.checkSizes(length);
    if (answer == 0) return tooMany() ? -Errno.EFBIG : 0;
    WholeFile db = new WholeFile(posix);
    int dbLength = db.read(Posix.CWD, file("db"));
    if (dbLength > 0) foreign = RcFormat.of(sizes, length, db.bytes(), dbLength);
    return foreign == null ? answer : RcDatabaseReader.FOREIGN;
  }

  /**
   * Whether {@code n} promises more services than {@code db} can hold: nothing is made for them.
   */
  private boolean tooMany() {
    return BigEndian.get(sizes, 0, 4) + BigEndian.get(sizes, 4, 4) > MOST_SERVICES;
  }

  /** The format of a database that is {@link RcDatabaseReader#FOREIGN}. */
  public RcFormat foreign() {
    return foreign;
  }

  /** The 24 bytes of {@code n}, once {@link #readSizes} has answered 0. */
  public byte[] sizes() {
    return sizes;
  }

  /** Longruns and oneshots together, once {@link #readSizes} has answered 0. */
  public int serviceCount() {
    return (int) (BigEndian.get(sizes, 0, 4) + BigEndian.get(sizes, 4, 4));
  }

  /** Reads {@code db}: the verdict of {@link RcDatabaseReader#read}, or the negated errno. */
  public int readDatabase() {
    WholeFile file = new WholeFile(posix);
    int length = file.read(Posix.CWD, file("db"));
    if (length < 0) return length;
    RcDatabaseReader reader = RcDatabaseReader.of(file.bytes(), length);
    int verdict = reader.read(sizes);
    database = reader.database();
    return verdict == RcDatabaseReader.SOUND ? readRelations() : verdict;
  }

  /** A set without relations has no such file; s6-rc-compile of the reference writes none. */
  private int readRelations() {
    WholeFile file = new WholeFile(posix);
    int length = file.read(Posix.CWD, file(RcRelations.FILE));
    if (length == -Errno.ENOENT) return RcDatabaseReader.SOUND;
    relations = new RcRelationsReader(file.bytes(), length, database.count());
    if (length < 0 || !relations.read()) return RcDatabaseReader.BAD_RELATIONS;
    database.relations = relations.relations();
    return RcDatabaseReader.SOUND;
  }

  /** What is wrong where {@link #readDatabase} answers {@link RcDatabaseReader#BAD_RELATIONS}. */
  public @Nullable RcRelationsReader relations() {
    return relations;
  }

  /** Reads {@code resolve.cdb}: 0, or the negated errno; an empty file is {@code -EINVAL}. */
  public @OrErrno int readNames() {
    WholeFile file = new WholeFile(posix);
    int length = file.read(Posix.CWD, file("resolve.cdb"));
    if (length <= 0) return length == 0 ? -Errno.EINVAL : length;
    names = new Cdb(file.bytes(), length);
    return 0;
  }

  /**
   * Looks an identifier up: 0 with its services at {@link #found(int)}, {@link Cdb#ABSENT}, {@link
   * Cdb#DAMAGED} or {@link #INCONSISTENT}.
   */
  public int find(byte[] identifier) {
    int answer = names.find(identifier, CString.length(identifier));
    return answer == 0 && !isConsistent() ? INCONSISTENT : answer;
  }

  /** Whether the record last met in {@link #names} holds numbers of services. */
  public boolean isConsistent() {
    if (names.dataLength() % 4 != 0) return false;
    for (int i = 0; i < found(); i++)
      if (found(i) < 0 || found(i) >= database.count()) return false;
    return true;
  }

  /** How many services the record last met stands for. */
  public int found() {
    return names.dataLength() / 4;
  }

  /** The number of one of them. */
  public int found(int place) {
    int at = names.dataAt() + 4 * place;
    byte[] bytes = names.bytes();
    return (bytes[at] & 0xff) << 24
        | (bytes[at + 1] & 0xff) << 16
        | (bytes[at + 2] & 0xff) << 8
        | bytes[at + 3] & 0xff;
  }

  /** The number of the atomic service that the identifier last found is, or -1 for a bundle. */
  public int atomic(byte[] identifier) {
    if (found() != 1) return -1;
    int service = found(0);
    return CString.equal(database.nameOf(service), identifier) ? service : -1;
  }
}
