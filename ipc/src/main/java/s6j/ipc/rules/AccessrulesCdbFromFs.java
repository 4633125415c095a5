package s6j.ipc.rules;

import static s6j.posix.OpenFlags.*;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.ByteSink;
import s6j.formats.CdbWriter;
import s6j.formats.files.NameList;
import s6j.formats.files.RandomName;
import s6j.formats.files.Transfer;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/**
 * s6-accessrules-cdb-from-fs: turns a directory of access rules into a constant database
 * (s6-accessrules-cdb-from-fs page). Records are in directory order, as in the reference.
 */
public final class AccessrulesCdbFromFs {
  private static final int NO_MODE = -2;
  private static final int LONGEST_ENVIRONMENT = 1 << 17;
  private static final byte[] SUFFIX = CString.of(":s6-accessrules-cdb-from-fs");
  private static final byte[] ALLOW = CString.of("/allow");
  private static final byte[] DENY = CString.of("/deny");
  private static final byte[] ENVIRONMENT = CString.of("/env");
  private static final byte[] SCRIPT = CString.of("/exec");
  private static final byte[] DENIED = {'D'};

  private static final Option MODE =
      Option.value('m', "mode", "mode", "permissions of the database, octal (default 0600)")
          .octal()
          .complaint("mode needs to be an unsigned integer (in octal)");

  private final Posix posix;
  private final Messages messages;
  private final CdbWriter writer = new CdbWriter(1 << 16);
  private final AccessRule rule = new AccessRule(LONGEST_ENVIRONMENT, RuleSource.LONGEST);
  private final RuleEnvironment environment;
  private final long mode;

  private AccessrulesCdbFromFs(Posix posix, Messages messages, long mode) {
    this.posix = posix;
    this.messages = messages;
    this.mode = mode;
    this.environment = new RuleEnvironment(posix);
  }

  public static Program declaration() {
    return new Program(
            "s6-accessrules-cdb-from-fs",
            "accessrules-cdb-from-fs",
            "[ -m mode ] cdbfile dir",
            "makes a constant database of a directory of access rules",
            AccessrulesCdbFromFs::run)
        .options(MODE);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 2);
    long mode = line.number(MODE, NO_MODE);
    if (line.refused()) return line.exitCode();
    AccessrulesCdbFromFs maker = new AccessrulesCdbFromFs(posix, messages, mode);
    int code = maker.readKinds(line.operand(1));
    return code == 0 ? maker.write(line.operand(0)) : code;
  }

  /** uid, gid and whatever other kind of key there is. */
  private int readKinds(byte[] directory) {
    NameList kinds = new NameList();
    int error = kinds.addDirectory(posix, directory);
    if (error < 0) return fail("opendir ", directory, error);
    for (int i = 0; i < kinds.count(); i++) {
      int code = readKeys(directory, kinds.get(i));
      if (code != 0) return code;
    }
    return 0;
  }

  private int readKeys(byte[] directory, byte[] kind) {
    byte[] path = CString.path(directory, kind);
    NameList keys = new NameList();
    int error = keys.addDirectory(posix, path);
    if (error < 0) return fail("opendir ", path, error);
    for (int i = 0; i < keys.count(); i++) {
      byte[] key = CString.path(kind, keys.get(i));
      int code = addRule(CString.path(directory, key), key);
      if (code != 0) return code;
    }
    return 0;
  }

  private int addRule(byte[] path, byte[] key) {
    int allowed = exists(CString.concat(path, ALLOW));
    if (allowed < 0) return -allowed;
    if (allowed > 0) return addAllowed(path, key);
    int denied = exists(CString.concat(path, DENY));
    if (denied > 0) writer.add(key, key.length, DENIED, DENIED.length);
    return denied < 0 ? -denied : 0;
  }

  /** 1, 0, or the negated exit code. */
  private int exists(byte[] file) {
    int answer = posix.access(Posix.CWD, file, Posix.F_OK);
    if (answer >= 0) return 1;
    if (answer == -Errno.ENOENT || answer == -Errno.EACCES) return 0;
    return -fail("access ", file, answer);
  }

  private int addAllowed(byte[] path, byte[] key) {
    rule.clear();
    byte[] directory = CString.concat(path, ENVIRONMENT);
    int error = environment.read(directory, rule);
    if (error == -Errno.E2BIG || rule.environmentLength > RuleSource.LONGEST)
      return messages.fatal().bytes(directory).text(" too big").exit(ExitCode.USAGE);
    if (error < 0 && error != -Errno.ENOENT) return fail("envdir ", directory, error);
    byte[] script = CString.concat(path, SCRIPT);
    error = readScript(script);
    if (error < 0) return fail("read ", script, error);
    if (rule.scriptLength == RuleSource.LONGEST)
      messages.warning().text("possibly truncated file ").bytes(script).end();
    ByteSink data = new ByteSink(256).put('A');
    data.put(rule.environmentLength >> 8).put(rule.environmentLength);
    data.put(rule.environment, 0, rule.environmentLength);
    data.put(rule.scriptLength >> 8).put(rule.scriptLength);
    data.put(rule.script, 0, rule.scriptLength);
    writer.add(key, key.length, data.array(), data.length());
    return 0;
  }

  private int readScript(byte[] file) {
    int fd = posix.open(Posix.CWD, file, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
    if (fd == -Errno.ENOENT) return 0;
    if (fd < 0) return fd;
    int length = Transfer.readFully(posix, fd, rule.script, RuleSource.LONGEST);
    posix.close(fd);
    rule.scriptLength = length < 0 ? 0 : length;
    return length;
  }

  /** A reader sees the old database or the new one, never a part. */
  private int write(byte[] database) {
    RandomName name = new RandomName(posix);
    int fd = name.file(CString.concat(database, SUFFIX));
    byte[] temporary = name.path();
    if (fd < 0) return fail("mkstemp ", temporary, fd);
    int error = fill(fd);
    posix.close(fd);
    if (error >= 0) error = posix.rename(Posix.CWD, temporary, Posix.CWD, database);
    if (error >= 0) return 0;
    posix.unlink(Posix.CWD, temporary);
    return fail("write ", database, error);
  }

  private int fill(int fd) {
    ByteSink file = writer.finish();
    int error = Transfer.writeFully(posix, fd, file.array(), file.length());
    if (error == 0 && mode != NO_MODE) error = posix.fchmod(fd, (int) mode & 07777);
    return error < 0 ? error : posix.fsync(fd);
  }

  private int fail(String what, byte[] file, int error) {
    return messages.fatal().unableTo(what).bytes(file).exit(ExitCode.SYSTEM, error);
  }
}
