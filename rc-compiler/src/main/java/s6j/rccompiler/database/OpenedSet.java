package s6j.rccompiler.database;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.Cdb;
import s6j.formats.RcDatabase;
import s6j.formats.RcDatabaseReader;
import s6j.formats.RcRelations;
import s6j.formats.RcRelationsReader;
import s6j.formats.files.CompiledDirectory;
import s6j.posix.Posix;

/** A compiled directory opened for s6-rc-db, which says what is wrong with it. */
final class OpenedSet {
  private static final int INVALID = 4;

  private final Posix posix;
  private final Messages messages;
  private final CompiledDirectory directory;
  private int lock = -1;

  OpenedSet(Posix posix, Messages messages, byte[] path) {
    this.posix = posix;
    this.messages = messages;
    this.directory = new CompiledDirectory(posix, path);
  }

  byte[] path() {
    return directory.path();
  }

  RcDatabase database() {
    return directory.database();
  }

  Cdb names() {
    return directory.names();
  }

  /** Locks and reads {@code n} and {@code db}: 0, or the exit code of what was said. */
  int open(boolean wait) {
    lock = directory.lock(wait);
    if (lock < 0)
      return messages.fatal().unableTo("take lock on ").bytes(path()).exit(ExitCode.SYSTEM, lock);
    int answer = directory.readSizes();
    if (answer != 0) return unreadable("n", answer);
    answer = directory.readDatabase();
    if (answer == RcDatabaseReader.INVALID)
      return messages
          .fatal()
          .text("invalid service database in ")
          .bytes(directory.file("db"))
          .exit(INVALID);
    if (answer == RcDatabaseReader.BAD_RELATIONS) return badRelations(directory.relations());
    return answer == RcDatabaseReader.SOUND ? 0 : unreadable("db", answer);
  }

  private int badRelations(RcRelationsReader reader) {
    if (reader.errno() < 0) return unreadable(RcRelations.FILE, reader.errno());
    messages.fatal().text("invalid relations in ").bytes(directory.file(RcRelations.FILE));
    return messages.text(": ").bytes(reader.trouble()).exit(INVALID);
  }

  /** Others may change it again. */
  void close() {
    if (lock >= 0) posix.close(lock);
    lock = -1;
  }

  /** Reads {@code resolve.cdb}: 0, or the exit code of what was said. */
  int openNames() {
    int answer = directory.readNames();
    if (answer == 0) return 0;
    return messages
        .fatal()
        .unableTo("cdb_init ")
        .bytes(directory.file("resolve.cdb"))
        .exit(ExitCode.SYSTEM, answer);
  }

  /** Looks an identifier up: 0, or the exit code of what was said. */
  int find(byte[] identifier) {
    return switch (directory.find(identifier)) {
      case Cdb.DAMAGED -> damagedNames();
      case CompiledDirectory.INCONSISTENT -> invalid();
      case Cdb.ABSENT ->
          messages
              .fatal()
              .bytes(identifier)
              .text(" is not a valid identifier in ")
              .bytes(path())
              .exit(3);
      default -> 0;
    };
  }

  boolean isConsistent() {
    return directory.isConsistent();
  }

  int found() {
    return directory.found();
  }

  int found(int place) {
    return directory.found(place);
  }

  int atomic(byte[] identifier) {
    return directory.atomic(identifier);
  }

  int damagedNames() {
    return messages
        .fatal()
        .text("invalid cdb in ")
        .bytes(directory.file("resolve.cdb"))
        .exit(INVALID);
  }

  int invalid() {
    return messages.fatal().text("invalid database in ").bytes(path()).exit(INVALID);
  }

  private int foreign() {
    return messages
        .fatal()
        .text("invalid service database in ")
        .bytes(directory.file("db"))
        .text(": written by ")
        .text(directory.foreign().writer)
        .exit(INVALID);
  }

  private int unreadable(String file, int why) {
    if (why == RcDatabaseReader.FOREIGN) return foreign();
    int errno = why == RcDatabaseReader.SHORT ? 0 : why;
    return messages
        .fatal()
        .unableTo("read ")
        .bytes(directory.file(file))
        .exit(ExitCode.SYSTEM, errno);
  }
}
