package s6j.rc.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.formats.RcDatabase;
import s6j.formats.files.FileTree;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.OpenFlags;
import s6j.posix.Pause;
import s6j.posix.Posix;
import s6j.rc.Live;
import s6j.rc.Scanner;
import s6j.rc.Supervisor;
import s6j.rc.change.Services;
import s6j.rc.live.Control;
import s6j.rc.live.RcInitTest;

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
    begin(old.database(), fresh.database());
  }

  private void begin(RcDatabase old, RcDatabase fresh) {
    Live.writeDatabase(machine, "/db", old);
    Live.writeDatabase(machine, "/db2", fresh);
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

  /** The second finds them in the file that the first has left. */
  @Test
  void whoWasAskedForIsKnownAfterTwo() {
    begin(services("a", "b", "c"), services("c", "b", "a"));
    assertEquals(0, rc("start", "a", "c"));
    update();
    target = "/db";
    update();
    assertEquals("a\nc\n", sorted(CString.text(machine.bytes(LIVE + "/.named"))));
    assertEquals("a/up/explicit\nb/down/\nc/up/explicit\n", prints("-c", "list", "a", "b", "c"));
  }

  /** The first holds it down for a moment, and that must not look like the second's doing. */
  @Test
  void whatSomebodyStopsBetweenTwoUpdatesStaysStopped() {
    begin(services("a"), services("a"));
    assertEquals(0, rc("start", "a"));
    update();
    Supervisor a = scanner.supervisor("a");
    Control.sendService(machine, CString.of(LIVE + "/servicedirs/a"), "d");
    a.look();
    target = "/db";
    update();
    a.look();
    assertSame(a, scanner.supervisor("a"));
    assertFalse(a.isUp() || a.wantsUp(), a.heard());
  }

  /** What is left to do is little: links of services that are gone. */
  @Test
  void aScannerThatCannotBeToldAtTheEndIsNoFailure() {
    begin(services("a", "gone"), services("a", "new"));
    assertEquals(0, rc("start", "a"));
    FakePosix process = machine.another();
    Posix kernel = failing(process, "open", "/scandir/.s6-svscan/control");
    assertEquals(0, Live.run(kernel, "s6-rc-update", "-t", "9000", "-l", LIVE, "/db2"));
    process.end(0);
    assertEquals(
        "s6-rc-update: warning: unable to send command to s6-svscan on /run/live/scandir:"
            + " Input/output error\n",
        machine.errors());
    assertEquals("a\n", prints("-a", "list"));
    assertEquals(2, machine.names("/run").size());
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

  // ---- killed on its way -----------------------------------------------------------------------

  private interface Moment {
    boolean is(String call, Object[] arguments);
  }

  /** The process is no more. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** An update that is killed before a call. */
  private void updateUntil(Moment moment) {
    FakePosix process = machine.another();
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (moment.is(method.getName(), arguments)) throw new Killed();
          return method.invoke(process, arguments);
        };
    Class<?>[] seam = {Posix.class};
    Posix mortal = (Posix) Proxy.newProxyInstance(Posix.class.getClassLoader(), seam, handler);
    String[] line = {"s6-rc-update", "-t", "9000", "-l", LIVE, target};
    assertThrows(Killed.class, () -> Live.run(mortal, line));
    process.end(137);
  }

  /** It was told to leave, and its successor comes after the directories are linked. */
  @Test
  void whatLosesItsSupervisorIsStartedByTheNext() {
    beginWithScripts();
    Supervisor a = scanner.supervisor("a");
    FakePosix process = machine.another();
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().equals("mkdir")
              && CString.text((byte[]) arguments[1]).endsWith("/a/old")) tellToLeave(a);
          Object answer = method.invoke(process, arguments);
          if (renames(method.getName(), arguments, LIVE)) Pause.millis(machine, 20);
          return answer;
        };
    Class<?>[] seam = {Posix.class};
    Posix kernel = (Posix) Proxy.newProxyInstance(Posix.class.getClassLoader(), seam, handler);
    assertEquals(0, Live.run(kernel, "s6-rc-update", "-t", "9000", "-l", LIVE, "-e", target));
    process.end(0);
    assertEquals("uxd", a.heard());
    assertNotSame(a, scanner.supervisor("a"));
    assertTrue(scanner.supervisor("a").isUp());
    assertFalse(machine.exists(LIVE + "/servicedirs/a/down"));
  }

  private void tellToLeave(Supervisor supervisor) {
    Control.sendService(machine, CString.of(LIVE + "/servicedirs/a"), "xd");
    supervisor.look();
  }

  private static boolean renames(String call, Object[] arguments, String to) {
    return call.equals("rename") && CString.text((byte[]) arguments[3]).endsWith(to);
  }

  /** Files of a service in use, which tell the database that they are from. */
  private String run(String service) {
    byte[] bytes = machine.bytes(LIVE + "/servicedirs/" + service + "/run");
    return bytes == null ? "none" : CString.text(bytes);
  }

  private void beginWithScripts() {
    begin(services("a", "gone").longrun("vital").essential(), services("a", "new"));
    for (String database : List.of("/db", "/db2"))
      machine.file(database + "/servicedirs/a/run", database.getBytes(), 0755);
    assertEquals(0, rc("start", "a", "gone", "vital"));
    target = "/db2";
  }

  private void setRight(Supervisor goesOn, String database, String... scanned) {
    assertEquals(0, rc("change", "a"), machine::errors);
    Pause.millis(machine, 100);
    assertTrue(
        machine.errors().contains("warning: an unfinished update was set right in " + LIVE),
        machine::errors);
    assertSame(goesOn, scanner.supervisor("a"));
    assertTrue(goesOn.isUp() && goesOn.wantsUp());
    assertEquals(database, run("a"));
    assertFalse(machine.exists(LIVE + "/servicedirs/a/.s6j-held"));
    assertFalse(machine.exists(LIVE + "/servicedirs/a/down"));
    assertFalse(machine.exists(LIVE + "/moves"));
    assertEquals(2, machine.names("/run").size(), () -> "" + machine.names("/run"));
    for (String name : scanned) assertTrue(machine.exists("/scan/" + name), name);
    assertEquals(List.of(), scanner.clashes);
  }

  /** Everything has been moved into the new directory, and comes back. */
  @Test
  void killedBeforeTheSwitchItIsUndone() {
    beginWithScripts();
    Supervisor a = scanner.supervisor("a");
    Supervisor vital = scanner.supervisor("vital");
    updateUntil((call, arguments) -> renames(call, arguments, LIVE));
    assertFalse(machine.exists(LIVE + "/servicedirs/vital"));
    setRight(a, "/db", "a", "vital", "gone");
    assertSame(vital, scanner.supervisor("vital"));
    assertTrue(vital.isUp());
    assertFalse(machine.exists("/scan/new"));
    update();
    assertEquals("/db2", run("a"));
    assertSame(a, scanner.supervisor("a"));
  }

  /** While its files are exchanged a service is held down, and somebody has to let go of it. */
  @Test
  void killedWhileAServiceIsHeldItIsUndone() {
    beginWithScripts();
    Supervisor a = scanner.supervisor("a");
    updateUntil((call, arguments) -> renames(call, arguments, "/a/old/run"));
    assertTrue(machine.exists(LIVE + "/servicedirs/a/.s6j-held"));
    setRight(a, "/db", "a", "vital", "gone");
  }

  /** Its files are the new ones already, and it has not been moved yet. */
  @Test
  void killedBeforeTheFirstMoveItIsUndone() {
    beginWithScripts();
    Supervisor a = scanner.supervisor("a");
    updateUntil((call, arguments) -> renames(call, arguments, "/servicedirs/a"));
    assertEquals("/db2", run("a"));
    setRight(a, "/db", "a", "vital", "gone");
  }

  /** Its pipe cannot be asked for: the holder has no socket yet. Who needs it notices. */
  @Test
  void withoutAnAnswerOfTheHolderItIsFinishedToo() {
    RcDatabase piped = services("a", "b").database();
    piped.consumer[2] = 3;
    piped.producers = new int[] {2};
    piped.producerCount[3] = 1;
    begin(piped, piped);
    assertEquals(0, rc("start", "a", "b"));
    Supervisor a = scanner.supervisor("a");
    boolean[] switched = new boolean[1];
    updateUntil(
        (call, arguments) -> {
          if (switched[0]) return true;
          switched[0] = renames(call, arguments, LIVE);
          return false;
        });
    setRight(a, "", "a", "b");
  }

  /** What was left to do is done: the last start is the next command's. */
  @Test
  void killedAfterTheSwitchItIsFinished() {
    beginWithScripts();
    Supervisor a = scanner.supervisor("a");
    boolean[] switched = new boolean[1];
    updateUntil(
        (call, arguments) -> {
          if (switched[0]) return true;
          switched[0] = renames(call, arguments, LIVE);
          return false;
        });
    assertTrue(machine.exists(LIVE + "/servicedirs/a/.s6j-held"));
    setRight(a, "/db2", "a", "new", "vital");
    assertFalse(machine.exists("/scan/gone"));
    assertFalse(scanner.supervisor("new").isUp());
  }

  /** A process in which the calls of a name on such a path fail. */
  private static Posix failing(FakePosix process, String failing, String path) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          boolean isMeant = method.getName().equals(failing);
          if (isMeant && CString.text((byte[]) arguments[1]).endsWith(path)) return -Errno.EIO;
          return method.invoke(process, arguments);
        };
    Class<?>[] seam = {Posix.class};
    return (Posix) Proxy.newProxyInstance(Posix.class.getClassLoader(), seam, handler);
  }

  /** What cannot be moved back now is moved back by the next, and told. */
  @ParameterizedTest
  @CsvSource({"rename, /servicedirs/a", "access, /servicedirs/a", "open, /moves", "unlink, /moves"})
  void whatCannotBeUndoneNowIsUndoneLater(String call, String path) {
    beginWithScripts();
    Supervisor a = scanner.supervisor("a");
    updateUntil((name, arguments) -> renames(name, arguments, LIVE));
    FakePosix process = machine.another();
    String[] line = {"s6-rc", "-l", LIVE, "change", "a"};
    assertEquals(111, Live.run(failing(process, call, path), line));
    process.end(111);
    String told = "s6-rc: fatal: unable to set right what was left unfinished in ";
    assertTrue(machine.errors().contains(told), machine::errors);
    setRight(a, "/db", "a", "vital", "gone");
    assertEquals("a\nvital\n", sorted(prints("-a", "list")));
  }

  /** It was killed in the middle of its notes, and had moved nothing yet. */
  @Test
  void halfALineOfItsNotesIsNoService() {
    beginWithScripts();
    Supervisor a = scanner.supervisor("a");
    updateUntil((call, arguments) -> renames(call, arguments, "/a/old/run"));
    for (String name : machine.names("/run"))
      if (machine.exists("/run/" + name + "/moves"))
        machine.file("/run/" + name + "/moves", "a/a\nvita");
    setRight(a, "/db", "a", "vital", "gone");
    assertTrue(scanner.supervisor("vital").isUp());
  }

  /** Somebody has removed it meanwhile: there is nothing to move back. */
  @Test
  void aDirectoryThatIsGoneIsPassedOver() {
    beginWithScripts();
    Supervisor a = scanner.supervisor("a");
    updateUntil((call, arguments) -> renames(call, arguments, LIVE));
    for (String name : machine.names("/run"))
      new FileTree(machine).remove(CString.of("/run/" + name + "/servicedirs/vital"));
    assertEquals(0, rc("change", "a"), machine::errors);
    assertSame(a, scanner.supervisor("a"));
    assertEquals("/db", run("a"));
  }

  /** The last moment at which it may fail: all is as it was, and nothing is held down. */
  @Test
  void whatCannotBeSwitchedIsAsBefore() {
    beginWithScripts();
    Supervisor a = scanner.supervisor("a");
    Supervisor vital = scanner.supervisor("vital");
    FakePosix process = machine.another();
    InvocationHandler handler =
        (proxy, method, arguments) ->
            renames(method.getName(), arguments, LIVE)
                ? (Object) (-Errno.EROFS)
                : method.invoke(process, arguments);
    Class<?>[] seam = {Posix.class};
    Posix kernel = (Posix) Proxy.newProxyInstance(Posix.class.getClassLoader(), seam, handler);
    assertEquals(111, Live.run(kernel, "s6-rc-update", "-t", "9000", "-l", LIVE, target));
    process.end(111);
    Pause.millis(machine, 100);
    assertSame(a, scanner.supervisor("a"));
    assertSame(vital, scanner.supervisor("vital"));
    assertTrue(a.isUp() && a.wantsUp() && vital.isUp() && vital.wantsUp());
    assertEquals("/db", run("a"));
    assertFalse(machine.exists(LIVE + "/servicedirs/a/.s6j-held"));
    assertEquals(2, machine.names("/run").size(), () -> "" + machine.names("/run"));
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
