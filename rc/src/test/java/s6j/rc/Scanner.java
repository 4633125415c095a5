package s6j.rc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import s6j.formats.ScanDirectory;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * A scanner played by the test: told to scan, it has every linked service supervised, by {@link
 * Supervisor}s. As the real one it knows directories by their inodes, and starts supervisors by the
 * names they had in the last scan.
 */
public final class Scanner {
  private static final int LOOK_EVERY = 20;
  private static final int LOOKS = 2000;
  private final FakePosix machine;
  private final FakePosix own;
  private final Letters control;
  private final int directory;
  private final String path;
  private final Map<Long, Slot> slots = new LinkedHashMap<>();
  private int scans;

  /** Names by which a second supervisor was started, in the same directory or another. */
  public final List<String> clashes = new ArrayList<>();

  /** A directory that was seen. */
  private static final class Slot {
    String name;
    long inode;
    Supervisor supervisor;
    int scan;

    boolean isStray;
  }

  public Scanner(FakePosix machine, String path) {
    this.machine = machine;
    this.path = path;
    machine.directory(path + "/.s6-svscan");
    own = machine.another();
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
    directory = own.open(Posix.CWD, CString.of(path), flags, 0);
    control = new Letters(own, directory, ScanDirectory.CONTROL);
    machine.after(LOOK_EVERY, () -> look(0));
  }

  private void look(int looks) {
    boolean told = false;
    for (int letter = control.next(); letter >= 0; letter = control.next()) told |= letter == 'a';
    if (told) scan();
    for (Slot slot : slots.values()) if (slot.supervisor == null && !slot.isStray) start(slot);
    for (Slot slot : slots.values()) if (slot.supervisor != null) leave(slot);
    slots.values().removeIf(slot -> slot.isStray && slot.supervisor == null);
    if (looks < LOOKS) machine.after(LOOK_EVERY, () -> look(looks + 1));
  }

  private void scan() {
    scans++;
    for (String name : machine.names(path)) if (!name.startsWith(".")) see(name);
    for (Slot slot : slots.values()) {
      boolean dangles = machine.names(path).contains(slot.name) && inode(slot.name) < 0;
      slot.isStray = slot.scan != scans && !dangles;
    }
  }

  private void see(String name) {
    long inode = inode(name);
    if (inode < 0) return;
    Slot slot = slots.computeIfAbsent(inode, found -> new Slot());
    slot.name = name;
    slot.scan = scans;
  }

  private long inode(String name) {
    FileStat stat = new FileStat();
    return own.stat(Posix.CWD, place(name), true, stat) < 0 ? -1 : stat.inode;
  }

  private byte[] place(String name) {
    return CString.path(CString.of(path), CString.of(name));
  }

  private void start(Slot slot) {
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
    int fd = own.open(Posix.CWD, place(slot.name), flags, 0);
    if (fd < 0) return;
    long inode = inode(slot.name);
    for (Slot other : slots.values()) {
      if (other.supervisor == null) continue;
      if (other.inode != inode && !other.name.equals(slot.name)) continue;
      clashes.add(slot.name);
      own.close(fd);
      return;
    }
    slot.inode = inode;
    slot.supervisor = Supervisor.start(own, fd);
  }

  /** The supervisor that was started by a name. */
  public Supervisor supervisor(String name) {
    for (Slot slot : slots.values())
      if (name.equals(slot.name) && slot.supervisor != null) return slot.supervisor;
    throw new AssertionError(name + " has no supervisor");
  }

  private static void leave(Slot slot) {
    slot.supervisor.look();
    if (slot.supervisor.heard().indexOf('x') < 0 || slot.supervisor.isUp()) return;
    slot.supervisor.leave();
    slot.supervisor = null;
  }
}
