package s6j.posix;

import org.jspecify.annotations.Nullable;

/**
 * The directories in which this program lies: that of its own file and those of the links that led
 * to it, the file's first, then the same of the name it was called by. Its companions lie there.
 */
public final class Installation {
  private static final int MOST_LINKS = 40;
  private static final byte[] USUAL = CString.of("/usr/bin");
  private static final byte[] COMMAND = CString.of("/command");
  private static final byte[] PACKAGE = CString.of("/package/");

  /** In the tree of this suite images are in the first, their links as programs in the second. */
  private static final byte[] IMAGES = CString.of("/libexec/s6j");

  private static final byte[] LINKS = CString.of("/bin");

  /** Programs with names of the shell lie here, beside the others' directory. */
  private static final byte[] EXECLINE = CString.of("execline");

  private final Posix posix;
  private byte[][] directories = new byte[8][];
  private int count;
  private byte @Nullable [] calledAs;
  private byte @Nullable [] outermost;
  private byte @Nullable [] innermost;

  /** {@code calledAs} is argv[0], or null if it is not known. */
  public Installation(Posix posix, byte @Nullable [] calledAs) {
    this.posix = posix;
    PathText text = new PathText(posix);
    byte[] own = text.readOwn() > 0 ? text.bytes() : null;
    if (own != null) addAll(own);
    boolean isOwn = own != null && calledAs != null && CString.equal(own, calledAs);
    this.calledAs = isOwn ? null : calledAs;
  }

  /** The absolute path of a program: beside this one, else on PATH; null if it is nowhere. */
  public byte @Nullable [] find(byte[] name) {
    byte[] beside = beside(name);
    if (beside != null) return asCalled(name, beside);
    byte[] directory = SearchPath.directoryOf(posix, SearchPath.of(posix), name);
    if (directory == null) return isSlashpackage() ? ofExecline(name) : null;
    return CString.path(plain(directory), name);
  }

  /** The same path, but the bare name of what is nowhere: it may be there by the time it is run. */
  public byte[] companion(byte[] name) {
    byte[] found = find(name);
    return found == null ? name : found;
  }

  /**
   * The same program where the link lies that this one was called by: what it leads to may have a
   * version in its path, and be another one by the time that the path is used again.
   */
  private byte[] asCalled(byte[] name, byte[] found) {
    if (outermost == null || isSlashpackage()) return found;
    byte[] path = in(outermost, name);
    return !CString.equal(path, found) && isSame(path, found) ? path : found;
  }

  /** The path of another image of this suite, which lies where this one does; or null. */
  public byte @Nullable [] image(byte[] name) {
    return innermost != null && has(innermost, name) ? in(innermost, name) : null;
  }

  /** The same, but the path where it should be if it is nowhere: what a script can name. */
  public byte[] place(byte[] name) {
    byte[] found = find(name);
    if (found != null) return published(name, found);
    return CString.path(outermost == null ? USUAL : plain(outermost), name);
  }

  /** The same, but of two that are here the one that lies among execline's programs. */
  public byte[] placeAmongExecline(byte[] name) {
    byte[] found = ofExecline(name);
    return found == null ? place(name) : published(name, found);
  }

  /**
   * Where everybody finds a program that lies in {@code /package}: there the path has a version.
   */
  private byte[] published(byte[] name, byte[] found) {
    if (!isSlashpackage()) return found;
    byte[] command = CString.path(COMMAND, name);
    return isSame(command, found) ? command : found;
  }

  /** Whether a program is nowhere, so that a script that names it will fail. */
  public boolean lacks(byte[] name) {
    return find(name) == null;
  }

  /**
   * How s6's own scripts name a program: by its name if PATH leads to the one that {@link #find}
   * finds, else by the path. One in {@code /package} by the path in any case: the scripts may be
   * called with any PATH, and {@code /command} is on few.
   */
  public byte[] word(byte[] name) {
    return word(name, SearchPath.of(posix));
  }

  /** The same for a script that will have another PATH. */
  public byte[] word(byte[] name, byte[] path) {
    byte[] place = place(name);
    if (isSlashpackage()) return place;
    byte[] directory = SearchPath.directoryOf(posix, path, name);
    if (directory == null) return place;
    return isSame(CString.path(directory, name), place) ? name : place;
  }

  /** The path of a program of this suite, which lies where this one does; null if it is none. */
  byte @Nullable [] own(byte[] name) {
    byte[] path = count == 0 ? null : beside(name);
    if (path == null) path = ofExecline(name);
    if (path == null) return null;
    byte[][] its = new byte[MOST_LINKS][];
    int links = follow(path, its);
    return links > 0 && isSame(its[links - 1], innermost) ? path : null;
  }

  /** Whether the program at a path is one of this suite, and in the file of this one. */
  boolean isOwn(byte[] path) {
    byte[] own = own(CString.baseName(path));
    return own != null && isSame(path, own);
  }

  /** Whether programs lie in {@code /package}, with links to them in {@code /command}. */
  boolean isSlashpackage() {
    for (int i = 0; i < count; i++)
      if (CString.equal(directories[i], COMMAND) || CString.startsWith(directories[i], PACKAGE))
        return true;
    return false;
  }

  /** The name is looked up when the own file's directories do not have it: that allocates. */
  private byte @Nullable [] beside(byte[] name) {
    byte[] found = beside(name, 0);
    if (found != null || calledAs == null) return found;
    int seen = count;
    addAll(calledAs);
    calledAs = null;
    return beside(name, seen);
  }

  private byte @Nullable [] beside(byte[] name, int from) {
    for (int i = from; i < count; i++)
      if (has(directories[i], name)) return in(directories[i], name);
    return null;
  }

  /** Scripts name these by their plain names, as s6's do, and PATH may not lead to them. */
  private byte @Nullable [] ofExecline(byte[] name) {
    for (int i = 0; i < count; i++) {
      byte[] directory = CString.path(directoryOf(directories[i]), EXECLINE);
      if (has(directory, name)) return in(directory, name);
    }
    return null;
  }

  private boolean has(byte[] directory, byte[] name) {
    return posix.access(Posix.CWD, CString.path(directory, name), Posix.X_OK) >= 0;
  }

  private byte[] in(byte[] directory, byte[] name) {
    return CString.path(plain(directory), name);
  }

  private boolean isSame(byte[] one, byte[] other) {
    FileStat first = new FileStat();
    FileStat second = new FileStat();
    if (posix.stat(Posix.CWD, one, true, first) < 0) return false;
    if (posix.stat(Posix.CWD, other, true, second) < 0) return false;
    return first.inode == second.inode && first.device == second.device;
  }

  /** Adds the directories of a file, named by a path or on PATH, and of what it leads to. */
  private void addAll(byte[] name) {
    byte[] file = CString.indexOf(name, '/') >= 0 ? name : onPath(name);
    if (file == null) return;
    byte[][] its = new byte[MOST_LINKS][];
    int links = follow(file, its);
    if (outermost == null) outermost = searched(its[0]);
    if (innermost == null) innermost = its[links - 1];
    for (int i = links - 1; i >= 0; i--) add(searched(its[i]));
  }

  /** Images are found by their links, which have the names of programs. */
  private static byte[] searched(byte[] directory) {
    int length = CString.length(directory) - IMAGES.length;
    if (length < 0 || !CString.equal(CString.slice(directory, length, directory.length), IMAGES))
      return directory;
    return CString.concat(CString.slice(directory, 0, length), LINKS);
  }

  private byte @Nullable [] onPath(byte[] name) {
    byte[] path = new Environment(posix).get("PATH");
    if (path == null) return null;
    byte[] directory = SearchPath.directoryOf(posix, path, name);
    return directory == null ? null : CString.path(directory, name);
  }

  /** The directories of a file and of the links it leads through: how many. */
  private int follow(byte[] file, byte[][] its) {
    int links = 0;
    for (byte[] path = file; path != null && links < its.length; path = target(path))
      its[links++] = directoryOf(path);
    return links;
  }

  /** Null for what is no link. */
  private byte @Nullable [] target(byte[] path) {
    byte[] target = PathText.ofLink(posix, path);
    if (target == null || target[0] == '/') return target;
    return CString.path(directoryOf(path), target);
  }

  private static byte[] directoryOf(byte[] path) {
    int slash = CString.lastIndexOf(path, '/');
    if (slash < 0) return CString.of(".");
    return slash == 0 ? CString.of("/") : CString.slice(path, 0, slash);
  }

  private void add(byte[] directory) {
    if (count == directories.length) {
      byte[][] more = new byte[2 * count][];
      System.arraycopy(directories, 0, more, 0, count);
      directories = more;
    }
    directories[count++] = directory;
  }

  /** An absolute path of a directory, without the steps that following links left in it. */
  private byte[] plain(byte[] directory) {
    if (directory[0] == '/' && !hasSteps(directory)) return directory;
    byte[] real = RealPath.of(posix, directory);
    return real == null ? PathText.absolute(posix, directory) : real;
  }

  private static boolean hasSteps(byte[] path) {
    int length = CString.length(path);
    for (int i = 0; i + 1 < length; i++)
      if (path[i] == '/' && path[i + 1] == '.' && isStep(path, i + 2, length)) return true;
    return false;
  }

  /** Whether what begins with a dot is {@code .} or {@code ..}. */
  private static boolean isStep(byte[] path, int from, int length) {
    int at = from < length && path[from] == '.' ? from + 1 : from;
    return at == length || path[at] == '/';
  }
}
