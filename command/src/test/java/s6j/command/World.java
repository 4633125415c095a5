package s6j.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    for (int i = 0; i < 3; i++) database.consumer[i] = i == 1 ? 2 : 3;
    database.producers = new int[] {1};
    database.producerCount[2] = 1;
    int[][] needs = {{1}, {3}, {}, {}};
    write(posix, path, database, NAMES, needs, Map.of("default", new int[] {0}));
    posix.directory(path + "/servicedirs/app").directory(path + "/servicedirs/log");
  }

  /** Longruns with what each needs, and bundles of them. */
  public static void set(
      FakePosix posix, String live, List<String> names, int[][] needs, Map<String, int[]> bundles) {
    RcDatabase database = new RcDatabase(names.size(), 0);
    for (int i = 0; i < names.size(); i++) database.consumer[i] = names.size();
    database.producers = new int[0];
    write(posix, live + "/compiled", database, names, needs, bundles);
  }

  private static void write(
      FakePosix posix,
      String path,
      RcDatabase database,
      List<String> names,
      int[][] needs,
      Map<String, int[]> bundles) {
    StringBuilder pool = new StringBuilder();
    CdbWriter index = new CdbWriter(100);
    List<Integer> needed = new ArrayList<>();
    List<Integer> needing = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      database.name[i] = pool.length();
      pool.append(names.get(i)).append('\0');
      put(index, names.get(i), i);
      database.needsStart[i] = needed.size();
      database.needsCount[i] = needs[i].length;
      for (int other : needs[i]) needed.add(other);
      database.neededByStart[i] = needing.size();
      for (int other = 0; other < needs.length; other++)
        for (int one : needs[other]) if (one == i) needing.add(other);
      database.neededByCount[i] = needing.size() - database.neededByStart[i];
    }
    bundles.forEach((name, members) -> put(index, name, members));
    database.strings = CString.of(pool.toString());
    database.stringLength = pool.length();
    database.needs = needed.stream().mapToInt(Integer::intValue).toArray();
    database.neededBy = needing.stream().mapToInt(Integer::intValue).toArray();
    posix.file(path + "/n", database.sizes(), 0644);
    posix.file(path + "/db", database.encode().copy(), 0644);
    posix.file(path + "/resolve.cdb", index.finish().copy(), 0644).file(path + "/lock", "");
  }

  private static void put(CdbWriter index, String name, int... members) {
    byte[] value = new byte[4 * members.length];
    for (int i = 0; i < members.length; i++) value[4 * i + 3] = (byte) members[i];
    index.add(CString.of(name), name.length(), value, value.length);
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
