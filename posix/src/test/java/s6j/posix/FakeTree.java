package s6j.posix;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The tree of names of a fake machine, as its processes change it and as a test sees it. */
abstract class FakeTree extends FakeTask {
  int mask = 022;

  FakeTree(FakeKernel kernel) {
    super(kernel);
  }

  /** Makes a directory, 0755, and those above it. */
  public FakePosix directory(String path) {
    FakeInode at = path.startsWith("/") ? kernel.root : workingDirectory;
    for (String name : path.split("/+")) {
      if (name.isEmpty() || name.equals(".")) continue;
      FakeInode next = at.entries.get(name);
      if (next != null && next.is(FakeInode.LINK)) next = at(CString.text(next.target));
      at = next != null ? next : add(at, name, FakeInode.DIRECTORY, 0755);
    }
    return self();
  }

  /** Makes or replaces a file, 0644, and the directories above it. */
  public FakePosix file(String path, String text) {
    return file(path, CString.of(text), 0644);
  }

  public FakePosix file(String path, byte[] content, int permissions) {
    FakeInode inode = fresh(path);
    inode.content = content.clone();
    inode.size = content.length;
    inode.permissions = permissions;
    inode.modifiedNanos = kernel.realtimeNanos();
    kernel.tellWatches(inode, WatchEvents.MODIFY);
    return self();
  }

  /** Makes an executable file, 0755, that does {@code program} when started. */
  public FakePosix program(String path, FakeProgram program) {
    file(path, CString.of("#!fake\n"), 0755);
    at(path).program = program;
    return self();
  }

  /** The text of a file, Latin-1; null if there is none. */
  public String text(String path) {
    byte[] bytes = bytes(path);
    return bytes == null ? null : latin1(bytes);
  }

  public byte[] bytes(String path) {
    FakeInode inode = at(path);
    return inode == null ? null : inode.bytes();
  }

  /** The names in a directory, sorted; null if there is none. */
  public List<String> names(String path) {
    FakeInode inode = at(path);
    return inode == null ? null : List.copyOf(new TreeSet<>(inode.entries.keySet()));
  }

  public boolean exists(String path) {
    return at(path) != null;
  }

  /** Permission bits, 07777, or -1 without such a file. */
  public int permissions(String path) {
    FakeInode inode = at(path);
    return inode == null ? -1 : inode.permissions;
  }

  /** Sets what stat tells; uid and gid -1 to leave them. */
  public FakePosix permissions(String path, int permissions, int owner, int ownerGroup) {
    FakeInode inode = at(path);
    inode.permissions = permissions;
    if (owner >= 0) inode.uid = owner;
    if (ownerGroup >= 0) inode.gid = ownerGroup;
    return self();
  }

  FakeInode at(String path) {
    int realUid = uid;
    uid = 0;
    try {
      return new FakePath(self(), workingDirectory, CString.of(path), true).inode;
    } catch (FakeFailure none) {
      return null;
    } finally {
      uid = realUid;
    }
  }

  private FakeInode fresh(String path) {
    int slash = path.lastIndexOf('/');
    FakeInode in = slash < 0 ? workingDirectory : kernel.root;
    if (slash > 0) in = at(above(path, slash));
    String name = path.substring(slash + 1);
    FakeInode old = in.entries.get(name);
    return old != null ? old : add(in, name, FakeInode.REGULAR, 0644);
  }

  private String above(String path, int slash) {
    String above = path.substring(0, slash);
    directory(above);
    return above;
  }

  FakeInode add(FakeInode in, String name, int type, int permissions) {
    FakeInode inode = kernel.newInode(type, permissions);
    inode.uid = uid;
    inode.gid = gid;
    enterName(in, name, inode, WatchEvents.CREATE);
    return inode;
  }

  void enterName(FakeInode in, String name, FakeInode inode, int event) {
    in.entries.put(name, inode);
    in.modifiedNanos = kernel.realtimeNanos();
    kernel.watches.forEach(watch -> watch.tellName(in, name, event));
    inode.links++;
    if (!inode.is(FakeInode.DIRECTORY)) return;
    inode.parent = in;
    inode.links = Math.max(inode.links, 2);
  }

  FakeInode make(FakePath found, int type, int mode) {
    if (found.inode != null) throw fail(Errno.EEXIST);
    demand(found.directory, Posix.W_OK | Posix.X_OK);
    if (found.directory.links == 0) throw fail(Errno.ENOENT);
    FakeInode inode = add(found.directory, found.name, type, mode & ~mask & 07777);
    if ((found.directory.permissions & 02000) != 0) inode.gid = found.directory.gid;
    return inode;
  }

  void remove(FakePath found, int event) {
    found.directory.entries.remove(found.name);
    found.directory.modifiedNanos = kernel.realtimeNanos();
    found.inode.links--;
    kernel.watches.forEach(watch -> watch.tellName(found.directory, found.name, event));
    if (found.inode.links > 0 || event == WatchEvents.MOVED_FROM) return;
    kernel.watches.forEach(watch -> watch.tellEnd(found.inode));
  }

  void replace(FakePath target, FakeInode by) {
    boolean directory = target.inode.is(FakeInode.DIRECTORY);
    if (directory && !by.is(FakeInode.DIRECTORY)) throw fail(Errno.EISDIR);
    if (!directory && by.is(FakeInode.DIRECTORY)) throw fail(Errno.ENOTDIR);
    if (!target.inode.entries.isEmpty()) throw fail(Errno.ENOTEMPTY);
    demandRemoval(target.directory, target.inode);
    if (directory) target.inode.links = 1;
    remove(target, 0);
  }

  void demandRemoval(FakeInode directory, FakeInode inode) {
    demand(directory, Posix.W_OK | Posix.X_OK);
    boolean sticky = (directory.permissions & 01000) != 0;
    if (sticky && uid != 0 && directory.uid != uid && inode.uid != uid) throw fail(Errno.EPERM);
  }

  String pathOf(FakeInode directory) {
    if (directory == kernel.root) return "/";
    FakeInode above = directory.parent;
    for (Map.Entry<String, FakeInode> entry : above.entries.entrySet())
      if (entry.getValue() == directory)
        return (above == kernel.root ? "" : pathOf(above)) + "/" + entry.getKey();
    throw fail(Errno.ENOENT);
  }

  String nameOf(int directory, byte[] path) {
    String text = CString.text(path);
    if (text.startsWith("/")) return text;
    String in = directory == Posix.CWD ? pathOf(workingDirectory) : slot(directory).file.name;
    return in.endsWith("/") ? in + text : in + "/" + text;
  }

  /** The path of the working directory. */
  public String workingDirectory() {
    return pathOf(workingDirectory);
  }
}
