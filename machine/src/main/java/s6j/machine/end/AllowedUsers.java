package s6j.machine.end;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.files.Transfer;
import s6j.machine.utmp.UtmpFile;
import s6j.machine.utmp.UtmpRecord;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * Who may have the machine shut down by its keyboard and signals: if there is a list, one of it has
 * to be logged in. It has a name a line; a line that begins with {@code #} says nothing.
 */
final class AllowedUsers {
  private static final byte[] LIST = CString.of("/etc/shutdown.allow");
  private static final int ROOM = 4096;
  private static final int MOST = 64;

  /** So much of a name is in the record of a login. */
  private static final int NAME = 32;

  private static final int NOT_ALLOWED = 1;

  private final Posix posix;
  private final Messages messages;
  private final byte[][] users = new byte[MOST][];
  private int count;

  AllowedUsers(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
  }

  /** 0 if one of them is logged in, or there is no list; else the exit code. */
  int check() {
    int fd = posix.open(Posix.CWD, LIST, OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC, 0);
    if (fd == -Errno.ENOENT) return 0;
    if (fd < 0) return unable("open ", fd);
    int code = read(fd);
    posix.close(fd);
    if (code != 0) return code;
    if (count > 0 && isAnyLoggedIn()) return 0;
    return messages.fatal().text("no authorized users logged in").exit(NOT_ALLOWED);
  }

  private int read(int fd) {
    FileStat stat = new FileStat();
    int error = posix.fstat(fd, stat);
    if (error < 0) return unable("stat ", error);
    if (stat.size >= ROOM) {
      messages.fatal().bytes(LIST).text(" is too big: it needs to be ").number(ROOM - 1);
      return messages.text(" bytes or less").exit(NOT_ALLOWED);
    }
    byte[] text = new byte[ROOM];
    int got = Transfer.readFully(posix, fd, text, ROOM - 1);
    if (got < stat.size) return unable("read ", got < 0 ? got : -Errno.EPIPE);
    parse(text, CString.length(text));
    return 0;
  }

  private void parse(byte[] text, int length) {
    for (int from = 0; from < length; ) {
      int to = from;
      while (to < length && text[to] != '\n') to++;
      boolean isName = to > from && text[from] != '#';
      if (isName && count == MOST) {
        messages.warning().bytes(LIST).text(" lists more than ").number(MOST);
        messages.text(" authorized users - ignoring the extra ones").end();
        return;
      }
      if (isName) users[count++] = CString.slice(text, from, Math.min(to, from + NAME));
      from = to + 1;
    }
  }

  private boolean isAnyLoggedIn() {
    UtmpFile file = new UtmpFile(posix);
    if (file.open() < 0) return false;
    UtmpRecord record = new UtmpRecord();
    boolean found = false;
    while (!found && file.next(record) > 0)
      found = record.type() == UtmpRecord.USER_PROCESS && isListed(record.user());
    file.close();
    return found;
  }

  private boolean isListed(byte[] user) {
    for (int i = 0; i < count; i++) if (CString.equal(users[i], user)) return true;
    return false;
  }

  private int unable(String what, int error) {
    return messages.fatal().unableTo(what).bytes(LIST).exit(ExitCode.SYSTEM, error);
  }
}
