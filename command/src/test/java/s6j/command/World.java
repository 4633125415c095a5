package s6j.command;

import java.util.List;
import s6j.formats.CdbWriter;
import s6j.formats.RcDatabase;
import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.files.LockFile;
import s6j.formats.files.StatusFile;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * Longruns app, web and log, and a oneshot net: app needs web, which needs net and writes into log;
 * and supervisors, played in processes of their own.
 */
public final class World {
  private static final List<String> NAMES = List.of("app", "web", "log", "net");

  private World() {}

  /** Writes the compiled database, and a live directory that has it, all down. */
  public static void live(FakePosix posix, String live) {
    database(posix, live + "/compiled");
    state(posix, live, 0, 0, 0, 0);
  }

  public static void state(FakePosix posix, String live, int app, int web, int log, int net) {
    byte[] bytes = {(byte) app, (byte) web, (byte) log, (byte) net};
    posix.file(live + "/state", bytes, 0644).file(live + "/lock", "");
  }

  public static void database(FakePosix posix, String path) {
    RcDatabase database = new RcDatabase(3, 1);
    StringBuilder pool = new StringBuilder();
    for (int i = 0; i < NAMES.size(); i++) {
      database.name[i] = pool.length();
      pool.append(NAMES.get(i)).append('\0');
    }
    database.strings = CString.of(pool.toString());
    database.stringLength = pool.length();
    for (int i = 0; i < 3; i++) database.consumer[i] = i == 1 ? 2 : 3;
    database.needs = new int[] {1, 3};
    database.neededBy = new int[] {0, 1};
    database.needsCount[0] = 1;
    database.needsCount[1] = 1;
    database.needsStart[1] = 1;
    database.neededByCount[1] = 1;
    database.neededByCount[3] = 1;
    database.neededByStart[3] = 1;
    database.producers = new int[] {1};
    database.producerCount[2] = 1;
    CdbWriter names = new CdbWriter(100);
    for (int i = 0; i < NAMES.size(); i++) {
      byte[] name = CString.of(NAMES.get(i));
      names.add(name, name.length, new byte[] {0, 0, 0, (byte) i}, 4);
    }
    names.add(CString.of("default"), 7, new byte[] {0, 0, 0, 0}, 4);
    posix.directory(path + "/servicedirs/app").directory(path + "/servicedirs/log");
    posix.file(path + "/n", database.sizes(), 0644);
    posix.file(path + "/db", database.encode().copy(), 0644);
    posix.file(path + "/resolve.cdb", names.finish().copy(), 0644).file(path + "/lock", "");
  }

  /** A supervisor of a service directory; with a pid of 0 its process is down. */
  public static void supervise(FakePosix machine, String path, int pid, boolean wanted) {
    machine.directory(path + "/supervise");
    FakePosix own = machine.another();
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
    int directory = own.open(Posix.CWD, CString.of(path), flags, 0);
    new LockFile(own).take(directory, ServiceDirectory.LOCK, 0644);
    ServiceStatus status = new ServiceStatus();
    status.begin(own.realtimeNanos(), wanted);
    status.pid = pid;
    status.paused = false;
    if (pid == 0) status.waitStatus = 7 << 8;
    new StatusFile(own).write(directory, status);
  }
}
