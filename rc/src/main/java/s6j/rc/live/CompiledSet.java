package s6j.rc.live;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.Cdb;
import s6j.formats.RcDatabase;
import s6j.formats.RcDatabaseReader;
import s6j.formats.RcRelations;
import s6j.formats.RcRelationsReader;
import s6j.formats.files.CompiledDirectory;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** A compiled database read by a program of this room, which says what is wrong with it. */
public final class CompiledSet {
  private static final int INVALID = 4;
  private static final String DAMAGED = "invalid service database in ";

  private final Messages messages;
  private final CompiledDirectory directory;

  /** What messages call the directory of {@code db} and {@code resolve.cdb}. */
  private final byte[] shown;

  public CompiledSet(Posix posix, Messages messages, byte[] path, byte[] shown) {
    this.messages = messages;
    this.directory = new CompiledDirectory(posix, path);
    this.shown = shown;
  }

  public CompiledDirectory directory() {
    return directory;
  }

  public RcDatabase database() {
    return directory.database();
  }

  /** Reads {@code n}: 0, or the exit code of what was said. */
  public int readSizes() {
    int answer = directory.readSizes();
    if (answer == RcDatabaseReader.FOREIGN) return foreign(messages, directory);
    if (answer == -Errno.EFBIG)
      return messages.fatal().text(DAMAGED).bytes(shown("db")).exit(INVALID);
    return answer == 0 ? 0 : unreadable(directory.file("n"), answer);
  }

  /** Tells of a database in a format that is not read here; the exit code. */
  public static int foreign(Messages messages, CompiledDirectory directory) {
    return messages
        .fatal()
        .text(DAMAGED)
        .bytes(directory.file("db"))
        .text(": written by ")
        .text(directory.foreign().writer)
        .exit(INVALID);
  }

  /** Reads {@code db}: 0, or the exit code of what was said. */
  public int readDatabase() {
    int answer = directory.readDatabase();
    if (answer == RcDatabaseReader.SOUND) return 0;
    if (answer == RcDatabaseReader.BAD_RELATIONS) return badRelations(directory.relations());
    byte[] file = shown("db");
    if (answer != RcDatabaseReader.INVALID) return unreadable(file, answer);
    return messages.fatal().text(DAMAGED).bytes(file).exit(INVALID);
  }

  private int badRelations(RcRelationsReader reader) {
    byte[] file = shown(RcRelations.FILE);
    if (reader.errno() < 0) return unreadable(file, reader.errno());
    messages.fatal().text("invalid relations in ").bytes(file).text(": ");
    return messages.bytes(reader.trouble()).exit(INVALID);
  }

  /** Reads {@code resolve.cdb}: 0, or the exit code of what was said. */
  public int readNames() {
    int answer = directory.readNames();
    if (answer == 0) return 0;
    return messages
        .fatal()
        .unableTo("cdb_init ")
        .bytes(shown("resolve.cdb"))
        .exit(ExitCode.SYSTEM, answer);
  }

  /** Looks an identifier up: 0, {@link Cdb#ABSENT}, or the exit code of what was said. */
  public int find(byte[] identifier) {
    int answer = directory.find(identifier);
    if (answer == Cdb.DAMAGED) return invalid("invalid cdb in ");
    if (answer == CompiledDirectory.INCONSISTENT) return invalid("invalid resolve database in ");
    return answer;
  }

  private int invalid(String what) {
    return messages.fatal().text(what).bytes(shown("resolve.cdb")).exit(INVALID);
  }

  public byte[] shown(String file) {
    return CString.path(shown, CString.of(file));
  }

  private int unreadable(byte[] file, int why) {
    int errno = why == RcDatabaseReader.SHORT ? 0 : why;
    return messages.fatal().unableTo("read ").bytes(file).exit(ExitCode.SYSTEM, errno);
  }
}
