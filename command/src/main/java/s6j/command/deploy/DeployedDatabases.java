package s6j.command.deploy;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.command.call.CommandCall;
import s6j.formats.Tai64n;
import s6j.formats.files.FileTree;
import s6j.formats.files.RandomName;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.PathText;
import s6j.posix.Posix;

/**
 * The databases of deployments: the one that the link of the boot leads to, and the one before,
 * which the link {@code :last} beside it leads to. Older ones are removed.
 */
final class DeployedDatabases {
  private final CommandCall call;
  private final Posix posix;
  private final byte[] link;
  private final byte[] lastLink;

  /** What the paths of databases made here begin with. */
  private final byte[] stem;

  DeployedDatabases(CommandCall call) {
    this.call = call;
    posix = call.posix;
    link = call.settings.bootdb;
    lastLink = CString.concat(link, CString.of(":last"));
    byte[] directory = CString.slice(link, 0, CString.lastIndexOf(link, '/') + 1);
    byte[] name = CString.concat(CString.of("."), CString.baseName(link));
    stem = CString.concat(CString.concat(directory, name), CString.of(":deploy:"));
  }

  /** 0 if the link can be switched, else an exit code once it is said why not. */
  int check() {
    if (link.length == 0 || link[0] != '/')
      return call.messages.fatal().text("bootdb needs to be an absolute path").exit(ExitCode.USAGE);
    new FileTree(posix).makeParents(link, 0755);
    FileStat stat = new FileStat();
    int answer = posix.stat(Posix.CWD, link, false, stat);
    if (answer == -Errno.ENOENT || answer >= 0 && stat.isLink()) return 0;
    call.messages.fatal().bytes(link).text(" is no link, and so cannot be switched");
    return answer < 0
        ? call.messages.exit(ExitCode.SYSTEM, answer)
        : call.messages.exit(ExitCode.UNFIT);
  }

  /** A path for a new one. */
  byte[] fresh() {
    byte[] label = new byte[Tai64n.LABEL_SIZE];
    Tai64n.label(posix.realtimeNanos(), label, 0);
    return new RandomName(posix).unused(CString.concat(stem, label));
  }

  /** The database before the present one; null if there is none. */
  byte @Nullable [] last() {
    return target(lastLink);
  }

  private byte @Nullable [] target(byte[] of) {
    byte[] target = PathText.ofLink(posix, of);
    if (target == null || target[0] == '/') return target;
    return CString.concat(CString.slice(of, 0, CString.lastIndexOf(of, '/') + 1), target);
  }

  /**
   * Makes a database the present one: 0, or 111. {@code before} is what the live directory had, the
   * one to go back to if the link leads nowhere yet; or null.
   */
  int take(byte[] database, byte @Nullable [] before) {
    byte[] present = target(link);
    if (present == null) present = before;
    byte[] last = last();
    int answer = present == null ? 0 : new RandomName(posix).replaceLink(present, lastLink);
    if (answer >= 0) answer = new RandomName(posix).replaceLink(database, link);
    if (answer < 0)
      return call.messages.fatal().unableTo("switch ").bytes(link).exit(ExitCode.SYSTEM, answer);
    boolean isLeft = last != null && !CString.equal(last, database);
    if (isLeft && present != null && !CString.equal(last, present)) remove(last);
    return 0;
  }

  /** Removes a database, if it was made here. */
  void remove(byte[] database) {
    if (CString.startsWith(database, stem)) new FileTree(posix).remove(database);
  }
}
