package s6j.rc;

import java.util.ArrayList;
import java.util.List;
import s6j.cli.Family;
import s6j.cli.Program;
import s6j.formats.CdbWriter;
import s6j.formats.RcDatabase;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/**
 * A live directory in the fake's /live, with a database in /db, and programs that do what it says.
 */
final class Live {
  final FakePosix posix = new FakePosix();
  final RcDatabase database;

  /** Command lines of the children, in order. */
  final List<String> children = new ArrayList<>();

  /** What ends a command line that shall fail. */
  String failing = "none";

  Live(Services services) {
    database = services.database();
    writeDatabase(posix, "/db", database);
    posix.directory("/live").file("/live/lock", "");
    posix.symlink(CString.of("/db"), Posix.CWD, CString.of("/live/compiled"));
    posix.file("/live/state", new byte[database.count()], 0644);
    for (int i = 0; i < database.longruns; i++)
      posix.file("/live/servicedirs/" + CString.text(database.nameOf(i)) + "/down", "");
    posix.program("/usr/bin/s6-svc", this::act).program("/usr/bin/s6-sudo", this::act);
  }

  /** A compiled directory, with the run scripts of its longruns. */
  static void writeDatabase(FakePosix posix, String path, RcDatabase database) {
    posix.file(path + "/lock", "").file(path + "/n", database.sizes(), 0644);
    posix.file(path + "/db", database.encode().copy(), 0644);
    posix.file(path + "/resolve.cdb", names(database), 0644);
    for (int i = 0; i < database.longruns; i++)
      posix.file(
          path + "/servicedirs/" + CString.text(database.nameOf(i)) + "/run", new byte[0], 0755);
  }

  private static byte[] names(RcDatabase database) {
    CdbWriter writer = new CdbWriter(256);
    for (int i = database.count() - 1; i >= 0; i--) {
      byte[] name = database.nameOf(i);
      writer.add(name, name.length, new byte[] {0, 0, 0, (byte) i}, 4);
    }
    return writer.finish().copy();
  }

  private void act(FakePosix child) {
    String line = child.line();
    children.add(line);
    child.after(10, () -> child.exit(line.endsWith(failing) ? 1 : 0));
  }

  int run(String... words) {
    return run(posix, words);
  }

  static int run(Posix posix, String... words) {
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) arguments[i] = CString.of(words[i]);
    Program program = Family.find(RcPrograms.all(), CString.baseName(arguments[0]));
    return program.main.run(posix, program, arguments);
  }

  /** The state bytes as digits. */
  String state() {
    StringBuilder text = new StringBuilder();
    for (byte b : posix.bytes("/live/state")) text.append(b);
    return text.toString();
  }
}
