package s6j.ipc.rules;

import static s6j.posix.OpenFlags.*;

import s6j.formats.files.Transfer;
import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.Errno;
import s6j.posix.Posix;

/**
 * Reads an environment directory into a rule: a file's first line is the variable's value, without
 * blanks at its end and NUL read as newline; an empty file removes the variable (s6-envdir page).
 */
final class RuleEnvironment {
  private static final int LONGEST_VALUE = 4095;

  private final Posix posix;
  private final DirectoryReader names;
  private final byte[] value = new byte[LONGEST_VALUE];

  RuleEnvironment(Posix posix) {
    this.posix = posix;
    this.names = new DirectoryReader(posix, 4096);
  }

  /** 0, {@code -ENOENT} without such a directory, {@code -E2BIG} if the rule has no room. */
  int read(byte[] path, AccessRule rule) {
    int directory = posix.open(Posix.CWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (directory < 0) return directory;
    names.start(directory);
    int error = 0;
    while (error >= 0 && names.next())
      if (isVariable(names.name())) error = readVariable(directory, names.name(), rule);
    posix.close(directory);
    return error < 0 ? error : -names.error();
  }

  private static boolean isVariable(byte[] name) {
    return name[0] != '.' && CString.indexOf(name, '=') < 0;
  }

  private int readVariable(int directory, byte[] name, AccessRule rule) {
    int fd = posix.open(directory, name, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
    // Gone since it was listed: an error, but not that of a missing directory.
    if (fd == -Errno.ENOENT) return -Errno.EIDRM;
    if (fd < 0) return fd;
    int length = Transfer.readFully(posix, fd, value, LONGEST_VALUE);
    posix.close(fd);
    return length < 0 ? length : add(name, length, rule);
  }

  private int add(byte[] name, int size, AccessRule rule) {
    int nameLength = CString.length(name);
    int length = size == 0 ? 0 : valueLength(size);
    int at = rule.environmentLength;
    if (at + nameLength + length + 2 > rule.environment.length) return -Errno.E2BIG;
    System.arraycopy(name, 0, rule.environment, at, nameLength);
    at += nameLength;
    if (size > 0) rule.environment[at++] = '=';
    for (int i = 0; i < length; i++)
      rule.environment[at++] = value[i] == 0 ? (byte) '\n' : value[i];
    rule.environment[at++] = 0;
    rule.environmentLength = at;
    return 0;
  }

  private int valueLength(int size) {
    int length = posix.indexOf(value, 0, size, '\n');
    if (length < 0) length = size;
    while (length > 0 && isBlank(value[length - 1])) length--;
    return length;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }
}
