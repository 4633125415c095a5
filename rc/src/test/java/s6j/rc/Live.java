package s6j.rc;

import java.util.LinkedHashMap;
import java.util.Map;
import s6j.cli.Family;
import s6j.cli.Program;
import s6j.formats.CdbWriter;
import s6j.formats.RcDatabase;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;
import s6j.rc.change.Services;

/** A live directory in the fake's /live, with a database in /db, and its supervisors. */
public final class Live {
  public final FakePosix posix = new FakePosix();
  public final RcDatabase database;

  /** When supervisors look at their letters, in milliseconds. */
  private static final int LOOK_EVERY = 10;

  private static final int LOOKS = 1000;

  /** By the names of their services. */
  public final Map<String, Supervisor> supervisors = new LinkedHashMap<>();

  private final FakePosix supervising = posix.another();

  public Live(Services services) {
    this(services.database());
  }

  public Live(RcDatabase set) {
    database = set;
    writeDatabase(posix, "/db", database);
    posix.directory("/live").file("/live/lock", "");
    posix.symlink(CString.of("/db"), Posix.CWD, CString.of("/live/compiled"));
    posix.file("/live/state", new byte[database.count()], 0644);
    for (int i = 0; i < database.longruns; i++)
      posix.file("/live/servicedirs/" + CString.text(database.nameOf(i)) + "/down", "");
  }

  /** A compiled directory, with the run scripts of its longruns. */
  public static void writeDatabase(FakePosix posix, String path, RcDatabase database) {
    posix.file(path + "/lock", "").file(path + "/n", database.sizes(), 0644);
    posix.file(path + "/db", database.encode().copy(), 0644);
    writeNames(posix, path, database, Map.of());
    for (int i = 0; i < database.longruns; i++)
      posix.file(
          path + "/servicedirs/" + CString.text(database.nameOf(i)) + "/run", new byte[0], 0755);
  }

  /** What can be asked for by name: services, and bundles by their members. */
  public static void writeNames(
      FakePosix posix, String path, RcDatabase database, Map<String, int[]> bundles) {
    posix.file(path + "/resolve.cdb", names(database, bundles), 0644);
  }

  private static byte[] names(RcDatabase database, Map<String, int[]> bundles) {
    CdbWriter writer = new CdbWriter(256);
    for (Map.Entry<String, int[]> bundle : bundles.entrySet()) {
      byte[] name = CString.of(bundle.getKey());
      byte[] members = new byte[4 * bundle.getValue().length];
      for (int i = 0; i < bundle.getValue().length; i++)
        members[4 * i + 3] = (byte) bundle.getValue()[i];
      writer.add(name, name.length, members, members.length);
    }
    for (int i = database.count() - 1; i >= 0; i--) {
      byte[] name = database.nameOf(i);
      writer.add(name, name.length, new byte[] {0, 0, 0, (byte) i}, 4);
    }
    return writer.finish().copy();
  }

  /** Every longrun gets a supervisor that obeys. */
  public Live supervised() {
    for (int i = 0; i < database.longruns; i++) {
      String name = CString.text(database.nameOf(i));
      supervisors.put(name, Supervisor.of(supervising, "/live/servicedirs/" + name));
    }
    posix.after(LOOK_EVERY, () -> look(0));
    return this;
  }

  private void look(int looks) {
    for (Supervisor supervisor : supervisors.values()) supervisor.look();
    if (looks < LOOKS) posix.after(LOOK_EVERY, () -> look(looks + 1));
  }

  /** What a service's supervisor was told. */
  public String heard(String name) {
    supervisors.get(name).look();
    return supervisors.get(name).heard();
  }

  /** Writes the database anew, after a change of it. */
  public void rewriteDatabase() {
    posix.file("/db/db", database.encode().copy(), 0644);
  }

  /** Fifos that were left in event directories. */
  public int listeners() {
    int count = 0;
    for (String name : supervisors.keySet())
      count += posix.names("/live/servicedirs/" + name + "/event").size();
    return count;
  }

  public int run(String... words) {
    return run(posix, words);
  }

  /** In a process of its own, which gives its locks back: the exit code. */
  public int runApart(String... words) {
    FakePosix process = posix.another();
    int code = run(process, words);
    process.end(code);
    return code;
  }

  public static int run(Posix posix, String... words) {
    byte[][] arguments = words(words);
    Program program =
        Family.find(
            Family.joined(RcPrograms.ofManager(), RcPrograms.ofRunner()),
            CString.baseName(arguments[0]));
    return program.main.run(posix, program, arguments);
  }

  public static byte[][] words(String... texts) {
    byte[][] words = new byte[texts.length][];
    for (int i = 0; i < texts.length; i++) words[i] = CString.of(texts[i]);
    return words;
  }

  /** The state bytes as digits. */
  public String state() {
    StringBuilder text = new StringBuilder();
    for (byte b : posix.bytes("/live/state")) text.append(b);
    return text.toString();
  }
}
