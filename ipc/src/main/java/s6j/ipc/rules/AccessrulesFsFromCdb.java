package s6j.ipc.rules;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.formats.Cdb;
import s6j.formats.files.SmallFile;
import s6j.formats.files.TreeRemoval;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/**
 * s6-accessrules-fs-from-cdb: turns a constant database of access rules into a directory
 * (s6-accessrules-fs-from-cdb page).
 */
public final class AccessrulesFsFromCdb {
  private static final int DIRECTORY_MODE = 02755;
  private static final int MOST_PARTS = 8;
  private static final int LONGEST_KEY = 1024;
  private static final byte[] ALLOW = CString.of("allow");
  private static final byte[] DENY = CString.of("deny");
  private static final byte[] ENVIRONMENT = CString.of("env");
  private static final byte[] SCRIPT = CString.of("exec");

  private final Posix posix;
  private final Messages messages;
  private final byte[] base;
  private final byte[] database;
  private final AccessRule rule = new AccessRule(RuleSource.LONGEST, RuleSource.LONGEST);

  private AccessrulesFsFromCdb(Posix posix, Messages messages, byte[] base, byte[] database) {
    this.posix = posix;
    this.messages = messages;
    this.base = base;
    this.database = database;
  }

  public static Program declaration() {
    return new Program(
        "s6-accessrules-fs-from-cdb",
        "accessrules-fs-from-cdb",
        "dir cdbfile",
        "makes a directory of a constant database of access rules",
        AccessrulesFsFromCdb::run);
  }

  /** There are no options. */
  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    if (arguments.length < 3) return messages.usage(program);
    return new AccessrulesFsFromCdb(posix, messages, arguments[1], arguments[2]).run();
  }

  private int run() {
    WholeFile file = new WholeFile(posix);
    int size = file.read(Posix.CWD, database);
    if (size < 0)
      return messages.fatal().unableTo("read ").bytes(database).exit(ExitCode.SYSTEM, size);
    int error = makeDirectory(base);
    if (error < 0)
      return messages.fatal().unableTo("mkdir ").bytes(base).exit(ExitCode.SYSTEM, error);
    int code = writeAll(new Cdb(file.bytes(), size));
    if (code != 0) new TreeRemoval(posix).remove(base);
    return code;
  }

  private int writeAll(Cdb cdb) {
    int found = cdb.next();
    for (; found == 0; found = cdb.next()) {
      int code = writeRule(cdb);
      if (code != 0) return code;
    }
    return found == Cdb.ABSENT
        ? 0
        : messages.fatal().unableTo("cdb_traverse_next: invalid cdb").exit(ExitCode.SYSTEM);
  }

  private int writeRule(Cdb cdb) {
    if (cdb.keyLength() > LONGEST_KEY || cdb.dataLength() == 0) return invalid();
    int decision = decision(cdb);
    byte[] key = CString.slice(cdb.bytes(), cdb.keyAt(), cdb.keyAt() + cdb.keyLength());
    if (decision < 0 || !isKey(key)) return invalid();
    int error = makePath(key);
    byte[] path = CString.path(base, key);
    if (error >= 0 && decision == AccessRule.DENY) error = writeFile(path, DENY, DENY, 0);
    if (error >= 0 && decision == AccessRule.ALLOW) error = writeAllowed(path);
    if (error == -Errno.EPROTO) return invalid();
    return error < 0
        ? messages.fatal().unableTo("write ").bytes(path).exit(ExitCode.SYSTEM, error)
        : 0;
  }

  private int decision(Cdb cdb) {
    byte[] data = CString.slice(cdb.bytes(), cdb.dataAt(), cdb.dataAt() + cdb.dataLength());
    return RuleDatabase.read(data, data.length, rule.clear());
  }

  private int writeAllowed(byte[] path) {
    int error = writeFile(path, ALLOW, ALLOW, 0);
    if (error >= 0 && rule.environmentLength > 0)
      error = writeEnvironment(CString.path(path, ENVIRONMENT));
    if (error >= 0 && rule.scriptLength > 0)
      error = writeFile(path, SCRIPT, rule.script, rule.scriptLength);
    return error;
  }

  private int writeEnvironment(byte[] directory) {
    int error = makeDirectory(directory);
    for (int from = 0; from < rule.environmentLength && error >= 0; ) {
      int to = posix.indexOf(rule.environment, from, rule.environmentLength, 0);
      if (to < 0) return -Errno.EPROTO;
      error = writeVariable(directory, CString.slice(rule.environment, from, to));
      from = to + 1;
    }
    return error;
  }

  private int writeVariable(byte[] directory, byte[] variable) {
    int equals = CString.indexOf(variable, '=');
    byte[] name = equals < 0 ? variable : CString.slice(variable, 0, equals);
    if (!isPart(name, 0, name.length) || CString.indexOf(name, '/') >= 0) return -Errno.EPROTO;
    if (equals < 0) return writeFile(directory, name, name, 0);
    byte[] value = CString.slice(variable, equals + 1, variable.length);
    byte[] line = CString.concat(value, new byte[] {'\n'});
    return writeFile(directory, name, line, line.length);
  }

  /** A key must not lead out of the directory. */
  private static boolean isKey(byte[] key) {
    if (CString.length(key) != key.length) return false;
    int parts = 0;
    for (int from = 0; from <= key.length; parts++) {
      int to = from;
      while (to < key.length && key[to] != '/') to++;
      if (!isPart(key, from, to)) return false;
      from = to + 1;
    }
    return parts <= MOST_PARTS;
  }

  /** Names with a leading dot are no rules and no variables to any reader. */
  private static boolean isPart(byte[] path, int from, int to) {
    return from < to && path[from] != '.';
  }

  private int makePath(byte[] key) {
    int error = 0;
    for (int i = 0; i <= key.length && error >= 0; i++)
      if (i == key.length || key[i] == '/')
        error = makeDirectory(CString.path(base, CString.slice(key, 0, i)));
    return error;
  }

  /** 0 also for one that is there, below the new base. */
  private int makeDirectory(byte[] path) {
    int mask = posix.umask(0);
    int error = posix.mkdir(Posix.CWD, path, DIRECTORY_MODE);
    posix.umask(mask);
    return error == -Errno.EEXIST && path != base ? 0 : error;
  }

  private int writeFile(byte[] directory, byte[] name, byte[] content, int length) {
    return SmallFile.write(posix, Posix.CWD, CString.path(directory, name), content, length, 0666);
  }

  private int invalid() {
    return messages
        .fatal()
        .unableTo("handle cdb record: ")
        .bytes(database)
        .text(" does not contain valid accessrules data")
        .exit(ExitCode.SYSTEM);
  }
}
