package s6j.rc.live;

import s6j.formats.files.NameList;
import s6j.formats.files.RandomName;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.PathText;
import s6j.posix.Posix;
import s6j.posix.RealPath;

/**
 * The name of a live directory: a link to {@code NAME:s6-rc-KIND:XXXXXX} beside it, which an
 * s6-rc-init or an update made. Others that lie there were in use once, or never came to it.
 */
public final class LiveName {
  private static final byte[] KIND = CString.of(":s6-rc-");

  private final Posix posix;
  private final byte[] path;
  private final byte[] parent;
  private final byte[] stem;

  public LiveName(Posix posix, byte[] path) {
    this.posix = posix;
    this.path = absolute(posix, path);
    parent = above(this.path);
    stem = CString.concat(CString.baseName(this.path), KIND);
  }

  private static byte[] absolute(Posix posix, byte[] path) {
    byte[] bare = LiveDirectory.withoutSlashes(path);
    if (bare == null) return path;
    RealPath real = new RealPath(posix);
    return bare[0] == '/' || real.findParent(bare) < 0 ? bare : real.path();
  }

  /** What is above the last slash. */
  private static byte[] above(byte[] path) {
    int slash = CString.lastIndexOf(path, '/');
    return slash < 0
        ? CString.of(".")
        : slash == 0 ? CString.of("/") : CString.slice(path, 0, slash);
  }

  /** Absolute, if that could be found out. */
  public byte[] path() {
    return path;
  }

  /** The live directory that a name beside this one stands for. */
  public LiveDirectory beside(byte[] name) {
    return new LiveDirectory(posix, CString.path(parent, name));
  }

  /** Finds the live directories beside the one in use: 0, or the negated errno. */
  public int findOthers(NameList others) {
    PathText target = new PathText(posix);
    int length = target.readLink(Posix.CWD, path);
    // Who made a directory of that name has none beside it.
    if (length < 0) return length == -Errno.ENOENT || length == -Errno.EINVAL ? 0 : length;
    byte[] current = CString.baseName(target.bytes());
    NameList names = new NameList();
    int answer = names.addDirectory(posix, parent, true);
    byte[] unfinished = CString.baseName(RandomName.replacement(path));
    for (int i = 0; i < names.count() && answer >= 0; i++) {
      byte[] name = names.get(i);
      // The link that was to replace the name of the live directory.
      if (CString.startsWith(name, unfinished)) posix.unlink(Posix.CWD, CString.path(parent, name));
      if (CString.startsWith(name, stem) && !CString.equal(name, current)) others.add(name);
    }
    return answer;
  }

  /** Whether the text of a link says that it leads to a service of this or another of them. */
  public boolean hasService(byte[] text) {
    byte[] services = above(text);
    byte[] directory = above(services);
    byte[] name = CString.baseName(directory);
    if (!CString.equal(CString.baseName(services), LiveDirectory.SERVICES)) return false;
    if (!CString.equal(name, CString.baseName(path)) && !CString.startsWith(name, stem))
      return false;
    byte[] place = above(directory);
    return CString.equal(place, parent) || isSame(place, parent);
  }

  private boolean isSame(byte[] one, byte[] other) {
    return isSame(posix, one, other);
  }

  /** Whether two paths lead to the same file; not if one leads nowhere. */
  public static boolean isSame(Posix posix, byte[] one, byte[] other) {
    FileStat first = new FileStat();
    FileStat second = new FileStat();
    return posix.stat(Posix.CWD, one, true, first) >= 0
        && posix.stat(Posix.CWD, other, true, second) >= 0
        && first.device == second.device
        && first.inode == second.inode;
  }
}
