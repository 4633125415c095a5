package s6j.rc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** What of a live directory survives an update. */
class RcUpdateStoriesTest {
  private static final String LIVE = "/run/live";

  private final FakePosix machine = new FakePosix();
  private final Scanner scanner = new Scanner(machine, "/scan");

  private static Services services(String... others) {
    Services services = new Services().longrun("s6rc-oneshot-runner").longrun("s6rc-fdholder");
    for (String other : others) services.longrun(other);
    return services;
  }

  private void begin(Services old, Services fresh) {
    Live.writeDatabase(machine, "/db", old.database());
    Live.writeDatabase(machine, "/db2", fresh.database());
    machine.directory("/run");
    machine.program(
        "/usr/bin/s6-rc",
        child -> {
          String[] words = child.line().split(" ");
          words[0] = "s6-rc";
          child.exit(Live.run(child, words));
        });
    assertEquals(0, run(RcInitTest.INIT), machine::errors);
  }

  private int run(String... words) {
    FakePosix process = machine.another();
    int code = Live.run(process, words);
    process.end(code);
    return code;
  }

  private int rc(String... words) {
    String[] line = new String[words.length + 3];
    System.arraycopy(new String[] {"s6-rc", "-l", LIVE}, 0, line, 0, 3);
    System.arraycopy(words, 0, line, 3, words.length);
    return run(line);
  }

  private String prints(String... words) {
    int before = machine.output().length();
    assertEquals(0, rc(words), machine::errors);
    return machine.output().substring(before);
  }

  /** The new database. */
  private String target = "/db2";

  private void update(String... options) {
    String[] line = new String[options.length + 6];
    System.arraycopy(new String[] {"s6-rc-update", "-t", "9000", "-l", LIVE}, 0, line, 0, 5);
    System.arraycopy(options, 0, line, 5, options.length);
    line[line.length - 1] = target;
    assertEquals(0, run(line), machine::errors);
    assertEquals(List.of(), scanner.clashes);
    assertEquals(2, machine.names("/run").size());
  }

  @Test
  void whoWasAskedForIsKnownAfterIt() {
    begin(services("a", "b", "c"), services("c", "b", "a"));
    assertEquals(0, rc("start", "a", "c"));
    String times = CString.text(machine.bytes(LIVE + "/.times"));
    update();
    assertEquals("a\nc\n", sorted(CString.text(machine.bytes(LIVE + "/.named"))));
    assertEquals(times, CString.text(machine.bytes(LIVE + "/.times")));
    assertFalse(machine.exists(LIVE + "/.unfinished"));
    assertEquals("c/up/explicit\nb/down/\na/up/explicit\n", prints("-c", "list", "a", "b", "c"));
  }

  private static String sorted(String lines) {
    return String.join("\n", lines.lines().sorted().toList()) + "\n";
  }

  @Test
  void anEssentialServiceThatVanishesGoesOnUntilItIsNotSpared() {
    begin(services("a").longrun("vital").essential(), services("a"));
    assertEquals(0, rc("start", "a", "vital"));
    Supervisor vital = scanner.supervisor("vital");
    update();
    assertSame(vital, scanner.supervisor("vital"));
    assertTrue(vital.isUp());
    assertEquals("a\n", prints("-a", "list"));
    // Back in the database it is adopted.
    target = "/db3";
    Live.writeDatabase(machine, target, services("a", "vital").database());
    update();
    assertSame(vital, scanner.supervisor("vital"));
    assertEquals("a\nvital\n", prints("-a", "list"));
  }

  @Test
  void anEssentialServiceGoesWhenItMay() {
    begin(services("a").longrun("vital").essential(), services("a"));
    assertEquals(0, rc("start", "vital"));
    Supervisor vital = scanner.supervisor("vital");
    update("-e");
    assertFalse(vital.isUp());
    assertFalse(machine.exists("/scan/vital"));
  }

  @Test
  void instancesGoAlong() {
    begin(services("a@"), services("a@"));
    for (String database : List.of("/db", "/db2"))
      machine.file(database + "/servicedirs/a@/template/run", database.getBytes(), 0755);
    assertEquals(0, rc("start", "a@"));
    String path = "/run/" + machine.names("/run").get(1) + "/servicedirs/a@/instances/one";
    machine.file(path + "/run", "/db".getBytes(), 0755);
    Supervisor one = Supervisor.of(machine.another(), path);
    update();
    assertEquals("/db2", CString.text(machine.bytes(LIVE + "/servicedirs/a@/instances/one/run")));
    one.look();
    assertEquals("", one.heard());
  }

  /** Nothing of it is seen in the directory that is in use. */
  @Test
  void withoutRoomItIsAsBefore() {
    begin(services("a", "gone"), services("a", "new"));
    assertEquals(0, rc("start", "a", "gone"));
    Supervisor a = scanner.supervisor("a");
    String there = machine.names("/run").get(1);
    FakePosix process = machine.another();
    FaultyPosix faulty = new FaultyPosix().failCall("symlink", 3, Errno.ENOSPC);
    String[] line = {"s6-rc-update", "-l", LIVE, "/db2"};
    assertEquals(111, Live.run(faulty.around(process), line), machine::errors);
    process.end(111);
    assertTrue(
        machine
            .errors()
            .contains("s6-rc-update: fatal: unable to make new live directory in /run/live"),
        machine::errors);
    assertEquals(List.of("live", there), machine.names("/run"));
    assertSame(a, scanner.supervisor("a"));
    assertTrue(a.isUp());
    assertTrue(machine.exists(LIVE + "/servicedirs/a/run"));
  }

  /** What no database has is moved along, and back with the rest. */
  @Test
  void withoutRoomALeftOverServiceIsAsBefore() {
    begin(services("a").longrun("vital").essential(), services("a"));
    assertEquals(0, rc("start", "a", "vital"));
    Supervisor vital = scanner.supervisor("vital");
    update();
    FakePosix process = machine.another();
    FaultyPosix faulty = new FaultyPosix().failCall("symlink", 3, Errno.ENOSPC);
    String[] line = {"s6-rc-update", "-l", LIVE, "/db"};
    assertEquals(111, Live.run(faulty.around(process), line), machine::errors);
    process.end(111);
    assertSame(vital, scanner.supervisor("vital"));
    assertTrue(vital.isUp());
    assertTrue(machine.exists(LIVE + "/servicedirs/vital/run"));
    assertEquals(2, machine.names("/run").size());
    target = "/db";
    update();
    assertSame(vital, scanner.supervisor("vital"));
    assertEquals("a\nvital\n", prints("-a", "list"));
  }

  /** On which no file of that name can be made. */
  private static Posix without(FakePosix process, String name) {
    InvocationHandler refusing =
        (proxy, method, arguments) -> {
          boolean opens = method.getName().equals("open");
          boolean makes = opens && ((Integer) arguments[2] & OpenFlags.O_CREAT) != 0;
          if (makes && CString.text((byte[]) arguments[1]).endsWith("/" + name))
            return -Errno.ENOSPC;
          return method.invoke(process, arguments);
        };
    Class<?>[] seam = {Posix.class};
    return (Posix) Proxy.newProxyInstance(Posix.class.getClassLoader(), seam, refusing);
  }

  /** What must be known after a switch is written before it. */
  @Test
  void withoutItsNotesAnUpdateDoesNotBegin() {
    begin(services("a"), services("a"));
    assertEquals(0, rc("start", "a"));
    Supervisor a = scanner.supervisor("a");
    a.manner = Supervisor.Manner.TRIES;
    assertEquals(2, rc("-t", "100", "stop", "a"));
    String there = machine.names("/run").get(1);
    for (String note : List.of(".unfinished", "moves", "prefix", "state", "lock")) {
      FakePosix process = machine.another();
      String[] line = {"s6-rc-update", "-l", LIVE, "/db2"};
      assertEquals(111, Live.run(without(process, note), line), note);
      process.end(111);
      assertEquals(List.of("live", there), machine.names("/run"), note);
      assertEquals("a\n", CString.text(machine.bytes(LIVE + "/.unfinished")), note);
    }
    assertSame(a, scanner.supervisor("a"));
  }

  /** Its name leads to the same place, by another way. */
  @Test
  void aPrefixIsKept() {
    Live.writeDatabase(machine, "/db", services("a").database());
    begin(services("a"), services("a", "b"));
    assertEquals(
        0, run("s6-rc-init", "-t", "3000", "-p", "x-", "-c", "/db", "-l", "/run/second", "/scan"));
    assertEquals(
        0, run("s6-rc-update", "-t", "9000", "-l", "/run/second", "/db2"), machine::errors);
    assertEquals("x-", CString.text(machine.bytes("/run/second/prefix")));
    assertTrue(machine.names("/scan").containsAll(List.of("a", "x-a", "x-b")));
    assertFalse(machine.names("/scan").contains("b"));
    byte[] text = new byte[100];
    int length = machine.readlink(Posix.CWD, CString.of("/run/second/scandir"), text);
    assertEquals("/scan", CString.text(CString.slice(text, 0, length)));
  }
}
