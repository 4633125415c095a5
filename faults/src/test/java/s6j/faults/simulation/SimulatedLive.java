package s6j.faults.simulation;

import static s6j.posix.OpenFlags.*;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import s6j.formats.RcDatabase;
import s6j.formats.ServiceStatus;
import s6j.formats.files.CompiledDirectory;
import s6j.formats.files.LockFile;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * The service manager on a {@link Machine}, from a seed: svscan with the supervisors of a live
 * directory, its oneshot runner and fd-holder, changes, and updates between two databases, of which
 * some are killed at one of their calls. Then all is put right, and the next commands must reach
 * what is wanted and leave nothing behind.
 */
final class SimulatedLive implements World {
  private static final String SCAN = "/scan";
  private static final String LIVE = "/run/live";
  private static final String PATIENCE = "40000";
  private static final long SETTLE_MILLIS = 60_000;

  /** When a command that has a timeout of {@link #PATIENCE} hangs. */
  private static final long HANGS_MILLIS = 120_000;

  private static final int UP = 1;

  private final Random random;
  private final Machine machine;
  private final FakePosix init;
  private final NumberedLines logs;
  private final Map<String, List<FakePosix>> copies = new TreeMap<>();
  private final List<FakePosix> commands = new ArrayList<>();
  private final int[] status = new int[1];
  private boolean disturbed;
  private String story = "";

  SimulatedLive(long seed) {
    random = new Random(seed);
    machine = new Machine(seed);
    machine.hosted = (int) (seed % 3);
    init = machine.init;
    logs = new NumberedLines(init, random);
    init.directory(SCAN).directory("/run");
    init.program("/usr/bin/work", this::work).interpreter(this::interpret);
    Definitions.write(init);
    machine.ensureScanner(SCAN);
    for (String version : List.of("a", "b"))
      demand("s6-rc-compile", "/database-" + version, "/source-" + version);
    demand("s6-rc-init", "-c", "/database-a", "-l", LIVE, SCAN);
    demand("s6-rc", "-l", LIVE, "-b", "-t", PATIENCE, "-u", "change", "all");
  }

  private void interpret(FakePosix child) {
    String text = child.text(child.ownFile());
    if (GeneratedScript.is(text)) GeneratedScript.run(child, text);
    String[] words = text.trim().split(" ");
    live(words[1], words[2], child);
  }

  private void live(String kind, String name, FakePosix child) {
    List<FakePosix> those = copies.computeIfAbsent(name, first -> new ArrayList<>());
    those.removeIf(FakePosix::hasEnded);
    those.add(child);
    if (those.size() > 1) throw new BrokenInvariant(name + " runs twice, after" + story);
    switch (kind) {
      case "writer" -> logs.write(child);
      case "logger" -> NumberedLines.log(name, child);
      case "ready" ->
          child.after(10 + random.nextInt(200), () -> child.write(3, "\n".getBytes(), 0, 1));
      default -> {
        if (disturbed && random.nextInt(4) == 0)
          child.after(random.nextInt(20_000), () -> child.exit(random.nextInt(3)));
      }
    }
  }

  /** What a oneshot does: it takes a while, and fails now and then in bad times. */
  private void work(FakePosix child) {
    int code = disturbed && random.nextInt(8) == 0 ? 1 : 0;
    child.after(10 + random.nextInt(300), () -> child.exit(code));
  }

  @Override
  public Machine machine() {
    return machine;
  }

  /** Commands and faults, then peace, then everything must be as wanted. */
  @Override
  public void round() {
    story = "";
    disturbed = true;
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      if (random.nextInt(3) > 0) command();
      else fault();
      machine.pass(random.nextInt(1500));
    }
    disturbed = false;
    machine.callsAFailure = 0;
    settle();
    reach();
    check();
  }

  /** Begins a change or an update; two in three are killed on their way. */
  private void command() {
    String version = random.nextBoolean() ? "a" : "b";
    String bundle = random.nextBoolean() ? "all" : "some";
    String[] words =
        switch (random.nextInt(5)) {
          case 0 -> change("-u", bundle);
          case 1 -> change("-d", bundle);
          case 2 -> change("-D", bundle);
          default -> update(version, random.nextBoolean());
        };
    FakePosix command = machine.start(words);
    commands.add(command);
    story += " " + String.join(" ", words) + ";";
    if (random.nextInt(3) == 0) return;
    int calls = random.nextInt(1 << (2 + random.nextInt(11)));
    machine.doom(command, calls);
    story += " killed at call " + calls + ";";
  }

  private static String[] change(String way, String bundle) {
    return new String[] {"s6-rc", "-l", LIVE, "-b", "-t", PATIENCE, way, "change", bundle};
  }

  private static String[] update(String version, boolean force) {
    String database = "/database-" + version;
    String way = force ? "-e" : "-E";
    return new String[] {"s6-rc-update", "-l", LIVE, "-b", "-t", PATIENCE, way, database};
  }

  private void fault() {
    switch (random.nextInt(6)) {
      case 0, 1 -> signal(Signal.SIGKILL);
      case 2 -> signal(Signal.SIGSTOP);
      case 3 -> signal(Signal.SIGTERM);
      case 4 -> story += " " + machine.setClock(random) + ";";
      default -> {
        machine.callsAFailure = 20 + random.nextInt(1000);
        story += " one call in " + machine.callsAFailure + " fails;";
      }
    }
  }

  private void signal(int number) {
    List<FakePosix> all = new ArrayList<>(init.others());
    // The holder's script would have to watch its own parts for that.
    all.removeIf(GeneratedScript::isFiller);
    FakePosix victim = all.get(random.nextInt(all.size()));
    story += " " + Signal.name(number) + " to " + victim.getpid() + " " + victim.line() + ";";
    if (number == Signal.SIGKILL) logs.killed(victim);
    victim.signal(number);
  }

  /** Lets everything go on and waits for the commands that were begun, and for the scanner. */
  private void settle() {
    long passed = 0;
    do {
      for (FakePosix process : init.others())
        if (process.isStopped()) process.signal(Signal.SIGCONT);
      machine.pass(500);
      passed += 500;
      commands.removeIf(this::isReaped);
    } while ((!commands.isEmpty() || !isManaged() && passed < SETTLE_MILLIS)
        && passed < 2 * HANGS_MILLIS);
    if (!commands.isEmpty()) fail(commands.get(0).line() + " does not end");
  }

  private boolean isReaped(FakePosix command) {
    if (command.hasEnded()) init.waitpid(command.getpid(), status, Posix.WNOHANG);
    return command.hasEnded();
  }

  /** Whether what the next commands need is there again, so that they need not wait for it. */
  private boolean isManaged() {
    for (String name : init.names(LIVE + "/servicedirs"))
      if (init.exists(SCAN + "/" + name) && !isSupervised(LIVE + "/servicedirs/" + name))
        return false;
    return isReady("s6rc-oneshot-runner") && isReady("s6rc-fdholder");
  }

  private boolean isSupervised(String service) {
    byte[] lock = CString.of(service + "/supervise/lock");
    return new LockFile(init).isHeld(Posix.CWD, lock) == 1;
  }

  /** The next commands find their way from wherever the last ones left off. */
  private void reach() {
    boolean down = random.nextInt(4) == 0;
    if (random.nextBoolean()) demand(update(random.nextBoolean() ? "a" : "b", true));
    demand(down ? change("-d", "some") : change("-u", "all"));
    // A stop leaves to the next start what an earlier one has failed to stop.
    if (down && init.exists(LIVE + "/.unfinished")) {
      demand(change("-u", "all"));
      down = false;
    }
    long passed = 0;
    for (; wrong(down) != null && passed < SETTLE_MILLIS; passed += 500) machine.pass(500);
    if (wrong(down) != null) fail(wrong(down));
  }

  /** Runs a command, which must succeed. */
  private void demand(String... words) {
    FakePosix command = machine.start(words);
    for (long passed = 0; !command.hasEnded() && passed < HANGS_MILLIS; passed += 100)
      machine.pass(100);
    String line = String.join(" ", words);
    if (!command.hasEnded()) fail(line + " hangs");
    init.waitpid(command.getpid(), status, Posix.WNOHANG);
    if (status[0] != 0) fail(line + " ends with " + Integer.toHexString(status[0]));
  }

  private RcDatabase database() {
    CompiledDirectory compiled = new CompiledDirectory(init, CString.of(LIVE + "/compiled"));
    if (compiled.readSizes() != 0 || compiled.readDatabase() != 0) fail("no database");
    return compiled.database();
  }

  /** What differs between the state file, what is wanted, and what supervisors say; or null. */
  private String wrong(boolean down) {
    RcDatabase database = database();
    byte[] state = init.bytes(LIVE + "/state");
    if (state == null || state.length != database.count()) return "a state file of another length";
    for (int i = 0; i < state.length; i++) {
      String name = CString.text(database.nameOf(i));
      boolean isUp = (state[i] & UP) != 0;
      if (!down && !isUp) return name + " is not up";
      if (i < database.longruns && isUp != runs(name))
        return name + (isUp ? " is up by the state file alone" : " runs");
    }
    return null;
  }

  private boolean runs(String name) {
    ServiceStatus found = status(name);
    FakePosix process = found.isUp() ? init.process(found.pid) : null;
    return process != null && !process.hasEnded();
  }

  private boolean isReady(String name) {
    return runs(name) && status(name).isUpAndReady();
  }

  private ServiceStatus status(String name) {
    byte[] bytes = init.bytes(LIVE + "/servicedirs/" + name + "/supervise/status");
    ServiceStatus found = new ServiceStatus();
    if (bytes == null) return found;
    if (bytes.length != ServiceStatus.SIZE) fail(name + ": a status of " + bytes.length + " bytes");
    found.decode(bytes, 0);
    return found;
  }

  /** What is there is what the database has, no more, and its supervisors are all there are. */
  private void check() {
    RcDatabase database = database();
    Set<String> longruns = new TreeSet<>();
    for (int i = 0; i < database.longruns; i++) longruns.add(CString.text(database.nameOf(i)));
    same("service directories", longruns, LIVE + "/servicedirs");
    Set<String> links = new TreeSet<>(longruns);
    links.add(".s6-svscan");
    same("the scan directory", links, SCAN);
    if (init.names("/run").size() != 2) fail("left over: " + init.names("/run"));
    for (String name : init.names(LIVE))
      if (name.equals(".unfinished") || name.equals("moves")) fail("left over: " + name);
    supervisors(longruns);
  }

  private void same(String what, Set<String> wanted, String directory) {
    Set<String> found = new TreeSet<>(init.names(directory));
    if (!found.equals(wanted)) fail(what + ": " + found + " instead of " + wanted);
  }

  private void supervisors(Set<String> longruns) {
    Set<Integer> holders = new HashSet<>();
    for (String name : longruns) {
      byte[] lock = CString.of(LIVE + "/servicedirs/" + name + "/supervise/lock");
      int fd = init.open(Posix.CWD, lock, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
      if (fd < 0) fail(name + " has no lock");
      holders.add(init.lockHolder(fd));
      init.close(fd);
      if (!isSupervised(LIVE + "/servicedirs/" + name)) fail(name + " has no supervisor");
    }
    for (FakePosix process : init.others())
      if (process.line().contains("s6-supervise") && !holders.contains(process.getpid()))
        fail("a supervisor of nothing: " + process.getpid() + " " + process.line());
  }

  private void fail(String what) {
    throw new BrokenInvariant(
        what + ", after" + story + " there: " + SimulatedTree.told(init.others()));
  }

  /** Brings all down, ends the tree, and looks at the lines. */
  @Override
  public void end() {
    story = "";
    demand("s6-rc", "-l", LIVE, "-b", "-t", PATIENCE, "-D", "-a", "change");
    for (List<FakePosix> those : copies.values())
      for (FakePosix copy : those) if (!copy.hasEnded()) fail(copy.line() + " goes on");
    machine.start("s6-svscanctl", "-t", SCAN);
    for (int i = 0; i < 600 && !machine.scanner().hasEnded(); i++) machine.turns.run(100);
    if (!machine.scanner().hasEnded()) fail("svscan goes on");
    machine.turns.run(1000);
    if (!init.others().isEmpty()) fail("left behind");
    logs.check("p0-log");
  }

  @Override
  public void close() {
    machine.close();
  }
}
