package s6j.rc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.formats.TransitionTimes;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.SocketAddress;
import s6j.rc.change.Services;

/** What s6-rc meets rarely: runners that speak nonsense, signals in a reload, files that grow. */
class LoopEdgesTest {
  private static final String RUNNER = "/live/servicedirs/s6rc-oneshot-runner";

  private static Live scripts() {
    return new Live(new Services().longrun("s6rc-oneshot-runner").oneshot("a"));
  }

  /** Something that listens where the runner should, and says this. */
  private static void impostor(Live live, byte[] greeting) {
    FakePosix own = live.posix.another();
    int listening = own.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, OpenFlags.O_NONBLOCK);
    SocketAddress address = new SocketAddress();
    address.unix(CString.of(RUNNER + "/s"), RUNNER.length() + 2);
    own.bind(listening, address);
    own.listen(listening, 10);
    live.posix.after(5, () -> greet(own, listening, greeting));
  }

  private static void greet(FakePosix own, int listening, byte[] greeting) {
    int fd = own.accept(listening, new SocketAddress(), OpenFlags.O_NONBLOCK);
    assertTrue(fd >= 0);
    own.write(fd, greeting, 0, greeting.length);
    own.close(fd);
  }

  private static void startsNot(Live live, int code, String why) {
    assertEquals(1, live.run("s6-rc", "-l", "/live", "change", "a"));
    assertEquals(
        why + "\ns6-rc: warning: unable to start service a: command exited " + code + "\n",
        live.posix.errors());
    assertEquals(0, live.state().charAt(1) - '0');
  }

  @Test
  void whoDoesNotSpeakTheProtocolIsToldApart() {
    Live live = scripts();
    impostor(live, CString.of("s6-sudo b v2.0\n"));
    startsNot(
        live,
        100,
        "s6-sudoc: fatal: wrong banner - check that you are connecting to a s6-sudod server");
  }

  @Test
  void whoHangsUpInTheMiddleIsTold() {
    Live live = scripts();
    impostor(live, CString.of("s6-sudo"));
    startsNot(live, 111, "s6-sudoc: fatal: unable to read banner from s6-sudod: Broken pipe");
  }

  @Test
  void aRefusalHasItsReason() {
    Live live = scripts();
    byte[] banner = CString.of("s6-sudo b v1.0\n");
    byte[] greeting = CString.concat(banner, new byte[] {Errno.EPERM});
    impostor(live, greeting);
    assertEquals(1, live.run("s6-rc", "-l", "/live", "change", "a"));
    assertTrue(live.posix.errors().startsWith("s6-sudoc: fatal: unable to "), live.posix.errors());
  }

  @Test
  void aFileOfTimesThatGrewLongIsReducedToWhatCounts() {
    Live live = new Live(new Services().longrun("l")).supervised();
    assertEquals(0, live.runApart("s6-rc", "-l", "/live", "start", "l"));
    String line = CString.text(live.posix.bytes("/live/.times"));
    int times = 70_000 / line.length();
    live.posix.file("/live/.times", line.repeat(times));
    assertEquals(0, live.runApart("s6-rc", "-l", "/live", "stop", "l"));
    String[] lines = CString.text(live.posix.bytes("/live/.times")).split("\n");
    assertEquals(2, lines.length);
    byte[] all = live.posix.bytes("/live/.times");
    TransitionTimes read = new TransitionTimes().read(all, all.length);
    assertEquals(0, read.damaged());
    assertTrue(read.of(CString.of("l"), TransitionTimes.Way.DOWN).succeeded);
    assertFalse(live.posix.exists("/live/.times.new"));
    live.posix.file("/live/.times", line.repeat(20));
    assertEquals(0, live.runApart("s6-rc", "-l", "/live", "start", "l"));
    assertEquals(21, CString.text(live.posix.bytes("/live/.times")).split("\n").length);
  }

  /** On a full disk the long file stays, rather than lose what counts. */
  @Test
  void aFileOfTimesThatCannotBeReducedStays() {
    Live live = new Live(new Services().longrun("l")).supervised();
    assertEquals(0, live.runApart("s6-rc", "-l", "/live", "start", "l"));
    String line = CString.text(live.posix.bytes("/live/.times"));
    String all = line.repeat(70_000 / line.length());
    live.posix.file("/live/.times", all);
    FakePosix process = live.posix.another();
    int[] fresh = {-1};
    InvocationHandler full =
        (proxy, method, arguments) -> {
          if (method.getName().equals("write") && arguments[0].equals(fresh[0]))
            return -Errno.ENOSPC;
          Object answer = method.invoke(process, arguments);
          if (isOf("open", "/.times.new", method.getName(), arguments)) fresh[0] = (int) answer;
          return answer;
        };
    assertEquals(0, Live.run(seam(full), "s6-rc", "-l", "/live", "stop", "l"));
    process.end(0);
    assertTrue(fresh[0] >= 0);
    assertEquals(all, CString.text(live.posix.bytes("/live/.times")));
    assertEquals(0, live.runApart("s6-rc", "-l", "/live", "start", "l"));
    assertEquals(2, CString.text(live.posix.bytes("/live/.times")).split("\n").length);
  }

  private static boolean isOf(String name, String path, String call, Object[] arguments) {
    return call.equals(name) && CString.text((byte[]) arguments[1]).endsWith(path);
  }

  private static Posix seam(InvocationHandler handler) {
    Class<?>[] seam = {Posix.class};
    return (Posix) Proxy.newProxyInstance(Posix.class.getClassLoader(), seam, handler);
  }

  /** Whether a service notifies is asked before it is told anything. */
  @Test
  void aDirectoryThatCannotBeLookedAtIsTold() {
    Live live = new Live(new Services().longrun("l")).supervised();
    InvocationHandler blind =
        (proxy, method, arguments) ->
            isOf("access", "/notification-fd", method.getName(), arguments)
                ? (Object) (-Errno.EACCES)
                : method.invoke(live.posix, arguments);
    assertEquals(1, Live.run(seam(blind), "s6-rc", "-l", "/live", "start", "l"));
    assertEquals(
        "s6-svc: fatal: unable to access /live/servicedirs/l/notification-fd: Permission denied\n"
            + "s6-rc: warning: unable to start service l: command exited 111\n",
        live.posix.errors());
    assertEquals("0", live.state());
  }

  @Test
  void aSignalEndsAReloadOfScripts() {
    Live live = scripts();
    Runner runner = new Runner(live.posix, RUNNER + "/s");
    runner.exitCode = -1;
    live.posix.after(100, () -> live.posix.signal(Signal.SIGTERM));
    live.posix.after(150, runner::die);
    assertEquals(1, live.run("s6-rc", "-v2", "-l", "/live", "reload", "a"));
    assertTrue(
        live.posix
            .errors()
            .contains(
                "s6-rc: warning: received TERM, aborting pending processes and exiting asap\n"),
        live.posix.errors());
    assertEquals("reload 1, 3 descriptors", runner.requests.get(0));
  }

  @Test
  void reloadsWaitForAPlace() {
    Services services = new Services().longrun("s6rc-oneshot-runner");
    for (int i = 0; i < 4; i++) services.oneshot("s" + i);
    Live live = new Live(services);
    Runner runner = new Runner(live.posix, RUNNER + "/s");
    assertEquals(
        0, live.run("s6-rc", "--concurrency=2", "-l", "/live", "reload", "s0", "s1", "s2", "s3"));
    assertEquals(4, runner.requests.size());
    assertEquals(2, runner.most);
  }

  @Test
  void theTimeOfAReloadIsLimited() {
    Live live = scripts();
    new Runner(live.posix, RUNNER + "/s").exitCode = -1;
    long began = live.posix.monotonicNanos();
    assertEquals(2, live.run("s6-rc", "-t", "200", "-l", "/live", "reload", "a"));
    assertEquals(200, (live.posix.monotonicNanos() - began) / 1_000_000);
  }

  @Test
  void aDownFileThatCannotBeRemovedIsToldAndTheServiceIsUp() {
    StringBuilder said = new StringBuilder();
    for (int call = 1; call <= 4; call++) {
      Live live = new Live(new Services().longrun("l")).supervised();
      FaultyPosix faulty = new FaultyPosix().failCall("unlink", call, Errno.EACCES);
      assertEquals(0, Live.run(faulty.around(live.posix), "s6-rc", "-l", "/live", "start", "l"));
      assertEquals("3", live.state());
      said.append(live.posix.errors());
    }
    assertEquals(
        "s6-rc: warning: unable to unlink /live/servicedirs/l/down: Permission denied\n",
        said.toString());
  }

  @Test
  void thePollThatFailsEndsTheCommand() {
    Live live = new Live(new Services().longrun("l")).supervised();
    FaultyPosix faulty = new FaultyPosix().failCall("poll", 1, Errno.ENOMEM);
    assertEquals(111, Live.run(faulty.around(live.posix), "s6-rc", "-l", "/live", "start", "l"));
    assertTrue(
        live.posix.errors().contains("s6-rc: fatal: unable to poll: Cannot allocate memory\n")
            || live.posix.errors().contains("s6-rc: fatal: unable to poll: Out of memory\n"),
        live.posix.errors());
  }

  /** The machine with a terminal as standard error. */
  private static Posix onTerminal(FakePosix posix) {
    posix.setEnvironment("TERM=xterm");
    InvocationHandler terminal =
        (proxy, method, arguments) ->
            method.getName().equals("isTerminal") ? true : method.invoke(posix, arguments);
    return seam(terminal);
  }

  @Test
  void onATerminalItShowsWhatIsUnderWayAndWhatFailed() {
    Services services = new Services().longrun("slow").longrun("bad").longrun("late", 0, 1);
    services.longrun("last", 2);
    Live live = new Live(services).supervised();
    live.supervisors.get("bad").manner = Supervisor.Manner.FAILS;
    Supervisor slow = live.supervisors.get("slow");
    slow.manner = Supervisor.Manner.TRIES;
    live.posix.after(800, () -> slow.become(true));
    Posix terminal = onTerminal(live.posix);
    assertEquals(1, Live.run(terminal, "s6-rc", "-l", "/live", "start", "last"));
    String shown = live.posix.errors();
    assertTrue(shown.contains("\nstarting: 0 of 4 up, 1 under way, 1 failed, 0.3 s"), shown);
    assertTrue(shown.contains("\n  bad: failed, exit code 1\n  slow: starting, 0.3 s\n"), shown);
    assertTrue(shown.contains("\n  late: waits for slow, bad\n  last: waits for late\r"), shown);
    assertTrue(shown.endsWith("\u001b[J"), shown);
    for (String option : new String[] {"--no-progress", "-v0"}) {
      int before = live.posix.errors().length();
      Live.run(terminal, "s6-rc", option, "-l", "/live", "start", "last");
      assertFalse(live.posix.errors().substring(before).contains("\u001b"), option);
    }
  }

  /** More than one look can tell. */
  @Test
  void ofManyThatFailAtOnceEachIsTold() {
    Services services = new Services();
    List<String> words = new ArrayList<>(List.of("s6-rc", "-l", "/live", "change"));
    StringBuilder said = new StringBuilder();
    for (int i = 0; i < 40; i++) services.longrun("s" + i);
    for (int i = 39; i >= 0; i--) {
      words.add("s" + i);
      said.append("s6-rc: warning: unable to start service s" + i + ": command exited 111\n");
    }
    Live live = new Live(services);
    for (int i = 0; i < 40; i++) {
      String path = "/live/servicedirs/s" + i;
      live.posix.unlink(Posix.CWD, CString.of(path + "/down"));
      live.posix.rmdir(Posix.CWD, CString.of(path));
    }
    assertEquals(1, live.run(words.toArray(String[]::new)));
    String errors = live.posix.errors();
    assertEquals(said.toString(), errors.replaceAll("(?m)^s6-sv.*\n", ""));
    assertEquals("0".repeat(40), live.state());
  }

  /** Three descriptors are sent with each request; a lock would be none that a script may have. */
  @Test
  void whoeverIsStartedWithoutThemGivesScriptsNothingElse() {
    Live live = scripts();
    Runner runner = new Runner(live.posix, RUNNER + "/s");
    FakePosix process = live.posix.another();
    for (int fd = 0; fd < 3; fd++) process.close(fd);
    assertEquals(0, Live.run(process, "s6-rc", "-l", "/live", "change", "a"));
    assertEquals(List.of("up 1, 3 descriptors"), runner.requests);
    assertEquals(List.of("/dev/null", "/dev/null", "/dev/null"), runner.attached);
    assertEquals("03", live.state());
  }

  /** A socket's name is shorter than a path may be. */
  @Test
  void aRunnerWithTooLongAPathIsTold() {
    Live live = scripts();
    String deep = "/" + "d".repeat(100);
    live.posix.symlink(CString.of("/live"), Posix.CWD, CString.of(deep));
    assertEquals(1, live.run("s6-rc", "-l", deep, "change", "a"));
    assertTrue(
        live.posix
            .errors()
            .startsWith(
                "s6-ipcclient: fatal: unable to connect to "
                    + deep
                    + "/servicedirs/s6rc-oneshot-runner/s: File name too long\n"),
        live.posix.errors());
  }

  @Test
  void whatIsWrongWithASupervisorIsTold() {
    Live live = new Live(new Services().longrun("l")).supervised();
    live.posix.unlink(Posix.CWD, CString.of("/live/servicedirs/l/supervise/control"));
    assertEquals(1, live.run("s6-rc", "-l", "/live", "reload", "l"));
    assertEquals(
        "s6-svc: warning: something is wrong with the /live/servicedirs/l/supervise directory: No"
            + " such file or directory\n"
            + "s6-rc: warning: unable to reload service l: command exited 1\n",
        live.posix.errors());
  }
}
