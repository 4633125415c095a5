package s6j.rc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.Posix;
import s6j.rc.change.Services;

/** s6-rc -n: the programs of s6 that would be run, in order, and nothing else. */
class DryRunTest {
  private final Live live =
      new Live(
              new Services()
                  .longrun("s6rc-oneshot-runner")
                  .longrun("net", 2)
                  .oneshot("mounts", 0)
                  .oneshot("motd", 2))
          .supervised();

  private final List<String> shown = new ArrayList<>();
  private int exit;

  DryRunTest() {
    live.posix.program("/usr/bin/s6-rc-dryrun", this::show);
  }

  private void show(FakePosix child) {
    String line = child.line();
    shown.add(line.substring(line.indexOf("-v")));
    child.after(10, () -> child.exit(exit));
  }

  private int rc(String line) {
    shown.clear();
    return live.runApart(("s6-rc -l /live " + line).split(" "));
  }

  @Test
  void startsAreShownInTheirOrder() {
    live.database.timeoutUp[2] = 400;
    live.rewriteDatabase();
    live.posix.file("/live/servicedirs/net/notification-fd", "3\n");
    assertEquals(0, rc("-n 5 change net"));
    String dryrun = "-v 1 -t 5 -- ";
    assertEquals(
        List.of(
            dryrun + "s6-svc -uwu -T 0 -- /live/servicedirs/s6rc-oneshot-runner",
            dryrun
                + "s6-sudo -el0 -t 30000 -T 400 -- /live/servicedirs/s6rc-oneshot-runner/s up 2  #"
                + " mounts",
            dryrun + "s6-svc -uwU -T 0 -- /live/servicedirs/net"),
        shown);
    assertEquals("", live.heard("net"));
    assertEquals("0000", live.state());
  }

  @Test
  void stopsGoTheOtherWay() {
    live.posix.file("/live/state", new byte[] {1, 1, 1, 1}, 0644);
    live.database.timeoutDown[1] = 70;
    live.rewriteDatabase();
    assertEquals(0, rc("-v 4 -n 0 -d change mounts"));
    String dryrun = "-v 4 -t 0 -- ";
    String sudo = "s6-sudo -vel0 -t 30000 -T 0 -- /live/servicedirs/s6rc-oneshot-runner/s down ";
    assertEquals(
        List.of(
            dryrun + sudo + "3  # motd",
            dryrun + "s6-svc -dwD -T 70 -- /live/servicedirs/net",
            dryrun + sudo + "2  # mounts"),
        shown);
    assertEquals("1111", live.state());
  }

  @Test
  void aReloadIsShown() {
    assertEquals(0, rc("-n 0 reload net"));
    assertEquals(List.of("-v 1 -t 0 -- s6-svc -l -T 0 -- /live/servicedirs/net"), shown);
    assertEquals("", live.heard("net"));
  }

  @Test
  void theTimeOfTheCommandIsTheMostThatAServiceHas() {
    live.database.timeoutUp[0] = 300;
    live.rewriteDatabase();
    assertEquals(0, rc("-t 200 -n 0 change s6rc-oneshot-runner"));
    assertEquals(
        List.of("-v 1 -t 0 -- s6-svc -uwu -T 200 -- /live/servicedirs/s6rc-oneshot-runner"), shown);
    assertEquals(0, rc("-t 900 -n 0 change s6rc-oneshot-runner"));
    assertEquals(
        List.of("-v 1 -t 0 -- s6-svc -uwu -T 300 -- /live/servicedirs/s6rc-oneshot-runner"), shown);
  }

  @Test
  void whatFailsKeepsDownWhatNeedsIt() {
    exit = 3;
    assertEquals(1, rc("-n 0 change net"));
    assertEquals(1, shown.size());
    assertEquals(
        "s6-rc: warning: unable to (dry run) start service s6rc-oneshot-runner: command exited 3\n",
        live.posix.errors());
  }

  @Test
  void withoutTheProgramNothingIsShown() {
    live.posix.unlink(Posix.CWD, s6j.posix.CString.of("/usr/bin/s6-rc-dryrun"));
    assertEquals(1, rc("-v 2 -n 0 change net"));
    assertEquals(
        "s6-rc: warning: unable to spawn subprocess for s6rc-oneshot-runner: No such file or"
            + " directory\ns6-rc: info: service s6rc-oneshot-runner: failed to start\n",
        live.posix.errors());
    assertEquals(111, rc("-n 0 reload net"));
  }

  /** More than the loop has room for at first; then there is room for processes again. */
  @Test
  void ofManyThatCannotBeShownAtOnceEachGivesItsPlaceToAnother() {
    Services services = new Services().longrun("l");
    List<String> words =
        new ArrayList<>(List.of("s6-rc", "-l", "/live", "-n0", "--concurrency=20", "change"));
    StringBuilder said = new StringBuilder();
    for (int i = 0; i < 60; i++) services.oneshot("s" + i);
    for (int i = 59; i >= 0; i--) words.add("s" + i);
    for (int i = 59; i >= 40; i--) said.append(String.format(NO_PROCESS, i));
    Live many = new Live(services);
    int[] running = new int[1];
    List<Integer> most = new ArrayList<>();
    many.posix.program(
        "/usr/bin/s6-rc-dryrun",
        child -> {
          most.add(++running[0]);
          child.after(
              10,
              () -> {
                running[0]--;
                child.exit(0);
              });
        });
    assertEquals(1, Live.run(withoutProcesses(many.posix, 20), words.toArray(String[]::new)));
    assertEquals(said.toString(), many.posix.errors());
    assertEquals(40, most.size());
    assertEquals(20, most.stream().max(Integer::compare).get());
  }

  private static final String NO_PROCESS =
      "s6-rc: warning: unable to spawn subprocess for s%d: Resource temporarily unavailable\n";

  /** The first calls that make a process fail. */
  private static Posix withoutProcesses(FakePosix posix, int calls) {
    int[] left = {calls};
    InvocationHandler full =
        (proxy, method, arguments) ->
            method.getName().equals("spawn") && left[0]-- > 0
                ? (Object) (-Errno.EAGAIN)
                : method.invoke(posix, arguments);
    Class<?>[] seam = {Posix.class};
    return (Posix) Proxy.newProxyInstance(Posix.class.getClassLoader(), seam, full);
  }

  /** As with s6-rc: the children die of it, what does not need them is shown all the same. */
  @Test
  void aReaderThatLeavesFailsWhatItDidNotRead() {
    FakePosix process = live.posix.another();
    int[] ends = new int[2];
    assertEquals(0, process.pipe(ends, 0));
    process.inherit(ends[1], 1);
    process.close(ends[0]);
    live.posix.program("/usr/bin/s6-rc-dryrun", child -> child.exit(child.write(1, LINE, 0, 1)));
    assertEquals(1, Live.run(process, "s6-rc", "-v2", "-n0", "-l", "/live", "change", "net"));
    assertEquals(
        """
        s6-rc: info: dry run: service s6rc-oneshot-runner: starting
        s6-rc: warning: unable to (dry run) start service s6rc-oneshot-runner: command crashed with signal 13
        """,
        live.posix.errors());
  }

  private static final byte[] LINE = {'\n'};

  /** However long it takes to start them; what follows has what is left then. */
  @Test
  void whatIsShownAtOnceHasTheSameTimeLeft() {
    Live slow = new Live(new Services().longrun("a").longrun("b").longrun("c", 0, 1));
    List<String> times = new ArrayList<>();
    slow.posix.program(
        "/usr/bin/s6-rc-dryrun",
        child -> {
          String line = child.line();
          times.add(line.substring(line.indexOf("-T"), line.lastIndexOf(" --")));
          child.after(30, () -> child.exit(0));
        });
    String[] words = {"s6-rc", "-l", "/live", "-n0", "-t900", "change", "c"};
    assertEquals(0, Live.run(startingWithin(10, slow.posix), words));
    assertEquals(List.of("-T 900", "-T 900", "-T 860"), times);
  }

  /** A kernel that takes so many milliseconds for a new process. */
  private static Posix startingWithin(long millis, FakePosix posix) {
    InvocationHandler slow =
        (proxy, method, arguments) -> {
          Object answer = method.invoke(posix, arguments);
          if (method.getName().equals("spawn")) posix.pass(millis);
          return answer;
        };
    Class<?>[] seam = {Posix.class};
    return (Posix) Proxy.newProxyInstance(Posix.class.getClassLoader(), seam, slow);
  }

  /** Whoever ends first: each child is one service. */
  @Test
  void asManyAsAreReadyAreShownAtOnce() {
    Services services = new Services();
    String[] words = new String[205];
    System.arraycopy(new String[] {"s6-rc", "-l", "/live", "-n0", "change"}, 0, words, 0, 5);
    for (int i = 0; i < 200; i++) words[i + 5] = "s" + i;
    for (int i = 0; i < 100; i++) services.longrun("s" + i, i + 100);
    for (int i = 100; i < 200; i++) services.longrun("s" + i);
    Live many = new Live(services);
    Random random = new Random(1);
    List<String> order = new ArrayList<>();
    many.posix.program(
        "/usr/bin/s6-rc-dryrun",
        child -> {
          order.add(child.line().substring(child.line().lastIndexOf("/s") + 2));
          child.after(1 + random.nextInt(50), () -> child.exit(0));
        });
    assertEquals(0, many.run(words), many.posix::errors);
    assertEquals(200, order.stream().distinct().count());
    for (int i = 0; i < 100; i++)
      assertTrue(order.indexOf("" + (i + 100)) < order.indexOf("" + i), order::toString);
    assertEquals("", many.posix.errors());
  }
}
