package s6j.rc.live;

import org.jspecify.annotations.Nullable;
import s6j.formats.files.FileTree;
import s6j.formats.files.RandomName;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.RealPath;

/**
 * Makes a live directory beside its name, which is then a link to it (docs/specification/s6-rc.md,
 * D).
 */
public final class LiveCreation {
  private final Posix posix;
  private final FileTree tree;
  private final RandomName name;
  private @Nullable LiveDirectory live;

  public LiveCreation(Posix posix) {
    this.posix = posix;
    tree = new FileTree(posix);
    name = new RandomName(posix);
  }

  /** What was made. */
  public @Nullable LiveDirectory live() {
    return live;
  }

  /** The name it has in its parent: what the link says. */
  public byte[] target() {
    return CString.baseName(live.path());
  }

  /**
   * Makes {@code stem:XXXXXX} with everything but what is in {@code servicedirs}: 0, or the negated
   * errno, with nothing left behind.
   */
  public int create(
      byte[] stem, byte[] scanDirectory, byte[] prefix, byte[] compiled, byte[] state) {
    RealPath parent = new RealPath(posix);
    int answer = parent.findParent(stem);
    if (answer < 0) return answer;
    int mask = posix.umask(0);
    answer = name.directory(parent.path(), 0755);
    if (answer >= 0) {
      live = new LiveDirectory(posix, name.path());
      answer = posix.mkdir(Posix.CWD, live.file("servicedirs"), 0755);
    }
    posix.umask(mask);
    if (answer >= 0) answer = fill(scanDirectory, prefix, compiled, state);
    if (answer < 0 && live != null) remove();
    return answer < 0 ? answer : 0;
  }

  private int fill(byte[] scanDirectory, byte[] prefix, byte[] compiled, byte[] state) {
    int answer = posix.symlink(compiled, Posix.CWD, live.file("compiled"));
    if (answer >= 0) answer = posix.symlink(scanDirectory, Posix.CWD, live.file("scandir"));
    if (answer >= 0) answer = write("prefix", prefix, CString.length(prefix));
    if (answer >= 0) answer = write("state", state, state.length);
    return answer >= 0 ? write("lock", state, 0) : answer;
  }

  private int write(String file, byte[] content, int length) {
    return tree.write(Posix.CWD, live.file(file), content, length, 0666);
  }

  public int remove() {
    return tree.remove(live.path());
  }
}
