package s6j.faults.simulation;

import static s6j.posix.OpenFlags.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import s6j.formats.LockFile;
import s6j.formats.ServiceStatus;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;

/**
 * svscan with its supervisors, services and loggers on a {@link Machine}, from a seed: faults
 * strike, then all is put right and the tree must be whole again.
 */
final class SimulatedTree implements AutoCloseable {
  /** What did not hold. */
  static final class BrokenInvariant extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenInvariant(String what) {
      super(what);
    }
  }

  private static final int SERVICES = 6;
  private static final long SETTLE_MILLIS = 60_000;

  /** After it, a scanner has tried again whatever failed while calls did. */
  private static final long RETRIES_MILLIS = 12_000;

  private static final byte[] UP = {'c', 'u'};

  private final Random random;
  final Machine machine;
  private final FakePosix init;
  private final Map<String, List<FakePosix>> copies = new TreeMap<>();
  private final Map<String, Integer> loggerKills = new HashMap<>();
  private FakePosix scanner;
  private int starts;
  private String lastFault = "none";

  SimulatedTree(long seed) {
    random = new Random(seed);
    machine = new Machine(seed);
    init = machine.init;
    init.directory("/scan").directory("/logs");
    for (int i = 0; i < SERVICES; i++) service("s" + i, i % 3 == 2);
    ensureScanner();
  }

  private void service(String name, boolean logged) {
    copies.put(name, new ArrayList<>());
    init.program("/scan/" + name + "/run", child -> live(name, logged, child));
    if (random.nextBoolean())
      init.program("/scan/" + name + "/finish", child -> child.after(20, () -> child.exit(0)));
    if (!logged) return;
    init.program("/scan/" + name + "/log/run", child -> becomeLogger(name, child));
  }

  private void live(String name, boolean logged, FakePosix child) {
    List<FakePosix> those = copies.get(name);
    those.removeIf(FakePosix::hasEnded);
    those.add(child);
    if (those.size() > 1) throw new BrokenInvariant(name + " runs twice, after " + lastFault);
    if (logged) write(child);
    else if (random.nextInt(4) == 0)
      child.after(random.nextInt(20_000), () -> child.exit(random.nextInt(3)));
  }

  /** Numbered lines, a few a second. */
  private void write(FakePosix child) {
    String prefix = child.getpid() + "." + ++starts + " ";
    Poller nothing = new Poller(1);
    for (int i = 1; ; i++) {
      byte[] line = CString.of(prefix + i + "\n");
      child.write(1, line, 0, line.length);
      child.poll(nothing, 50 + random.nextInt(400));
    }
  }

  private void becomeLogger(String name, FakePosix child) {
    byte[][] words = {
      CString.of("s6-log"),
      CString.of("-b"),
      CString.of("n10000"),
      CString.of("s4096"),
      CString.of("/logs/" + name)
    };
    child.exec(CString.of("/usr/bin/s6-log"), words, child.environment());
  }

  private void ensureScanner() {
    int[] status = new int[1];
    if (scanner != null && !scanner.hasEnded()) return;
    if (scanner != null) init.waitpid(scanner.getpid(), status, Posix.WNOHANG);
    Spawn spawn = new Spawn();
    spawn.file = CString.of("/usr/bin/svscan");
    spawn.arguments = new byte[][] {CString.of("/usr/bin/svscan"), CString.of("/scan")};
    scanner = init.process(init.spawn(spawn));
  }

  /** Some faults, then peace, then everything must be there. */
  void round() {
    for (int i = random.nextInt(4); i >= 0; i--) {
      fault();
      pass(random.nextInt(1500));
    }
    machine.callsAFailure = 0;
    settle();
  }

  private void pass(long millis) {
    long step = 100;
    for (long passed = 0; passed < millis; passed += step) {
      machine.turns.run(step);
      ensureScanner();
    }
  }

  private void fault() {
    switch (random.nextInt(8)) {
      case 0, 1 -> signal(Signal.SIGKILL);
      case 2 -> signal(Signal.SIGSTOP);
      case 3 -> signal(Signal.SIGTERM);
      case 4 -> letters();
      case 5 -> clock();
      case 6 -> machine.callsAFailure = 20 + random.nextInt(500);
      default -> {
        init.process(scanner.getpid()).signal(Signal.SIGKILL);
        lastFault = "KILL to svscan";
      }
    }
  }

  private void signal(int number) {
    List<FakePosix> all = init.others();
    FakePosix victim = all.get(random.nextInt(all.size()));
    lastFault = Signal.name(number) + " to " + victim.getpid() + " " + victim.line();
    if (victim.line().contains("s6-log") && number == Signal.SIGKILL)
      loggerKills.merge(
          victim.line().substring(victim.line().lastIndexOf('/') + 1), 1, Integer::sum);
    victim.signal(number);
  }

  private void letters() {
    byte[] letters = new byte[1 + random.nextInt(6)];
    random.nextBytes(letters);
    String service = "/scan/s" + random.nextInt(SERVICES);
    lastFault = "letters to " + service;
    send(
        random.nextInt(8) == 0 ? "/scan/.s6-svscan/control" : service + "/supervise/control",
        letters);
  }

  private void clock() {
    long jump = (random.nextInt(4000) - 2000) * 1_000_000_000L;
    init.setRealtime(init.realtimeNanos() + jump);
    lastFault = "the clock jumps by " + jump / 1_000_000_000L + " s";
  }

  private void send(String fifo, byte[] letters) {
    int fd = init.open(Posix.CWD, CString.of(fifo), O_WRONLY | O_NONBLOCK | O_CLOEXEC, 0);
    if (fd < 0) return;
    init.write(fd, letters, 0, letters.length);
    init.close(fd);
  }

  private void settle() {
    long passed = 0;
    do {
      ask();
      pass(500);
      passed += 500;
    } while (missing() != null && passed < SETTLE_MILLIS);
    String missing = missing();
    if (missing != null)
      throw new BrokenInvariant(
          missing + " does not come back, after " + lastFault + "; there: " + told(init.others()));
  }

  private void ask() {
    for (FakePosix process : init.others()) if (process.isStopped()) process.signal(Signal.SIGCONT);
    for (String service : supervised()) {
      init.unlink(Posix.CWD, CString.of(service + "/down"));
      send(service + "/supervise/control", UP);
    }
  }

  private List<String> supervised() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < SERVICES; i++) {
      all.add("/scan/s" + i);
      if (i % 3 == 2) all.add("/scan/s" + i + "/log");
    }
    return all;
  }

  /** The first that does not run, or null. */
  private String missing() {
    for (String service : supervised()) {
      byte[] bytes = init.bytes(service + "/supervise/status");
      if (bytes == null) return service;
      if (bytes.length != ServiceStatus.SIZE)
        throw new BrokenInvariant(service + ": a status of " + bytes.length + " bytes");
      ServiceStatus status = new ServiceStatus();
      status.decode(bytes, 0);
      if (!isSupervised(service)) return service;
      FakePosix process = status.isUp() ? init.process(status.pid) : null;
      if (process == null || process.hasEnded() || process.isStopped()) return service;
    }
    return null;
  }

  private boolean isSupervised(String service) {
    byte[] lock = CString.of(service + "/supervise/lock");
    return new LockFile(init).isHeld(Posix.CWD, lock) == 1;
  }

  /** Ends the tree, and looks at the lines. */
  void end() {
    pass(RETRIES_MILLIS);
    send("/scan/.s6-svscan/control", new byte[] {'t'});
    for (int i = 0; i < 600 && !scanner.hasEnded(); i++) machine.turns.run(100);
    List<FakePosix> left = init.others();
    if (!scanner.hasEnded())
      throw new BrokenInvariant("svscan goes on, after " + lastFault + "; left: " + told(left));
    if (!left.isEmpty()) throw new BrokenInvariant("left behind: " + left.get(0).line());
    for (int i = 2; i < SERVICES; i += 3) lines("s" + i);
  }

  private static String told(List<FakePosix> processes) {
    StringBuilder told = new StringBuilder();
    for (FakePosix process : processes) {
      told.append(process.getpid())
          .append(process.isStopped() ? " stopped " : " ")
          .append(process.line());
      told.append(process.openDescriptors()).append("; ");
    }
    return told.toString();
  }

  /**
   * Archives sort by their stamps, which a clock that jumps puts out of order: so do not count on
   * it.
   */
  private void lines(String name) {
    Map<String, TreeSet<Long>> numbers = new HashMap<>();
    for (String line : log(name).split("\n")) {
      int blank = line.indexOf(' ');
      if (blank < 0) throw new BrokenInvariant(name + ": half a line: " + line);
      TreeSet<Long> those = numbers.computeIfAbsent(line.substring(0, blank), n -> new TreeSet<>());
      if (!those.add(Long.parseLong(line.substring(blank + 1))))
        throw new BrokenInvariant(name + ": a line twice: " + line);
    }
    int gaps = 0;
    for (TreeSet<Long> those : numbers.values()) gaps += gaps(those);
    int kills = loggerKills.getOrDefault(name, 0);
    if (gaps > kills) throw new BrokenInvariant(name + ": " + gaps + " gaps, " + kills + " kills");
    if (numbers.isEmpty()) throw new BrokenInvariant(name + ": no lines");
  }

  private static int gaps(TreeSet<Long> numbers) {
    int gaps = 0;
    long before = 0;
    for (long number : numbers) {
      if (number > before + 1) gaps++;
      before = number;
    }
    return gaps;
  }

  private String log(String name) {
    StringBuilder all = new StringBuilder();
    for (String file : init.names("/logs/" + name))
      if (file.startsWith("@")) all.append(init.text("/logs/" + name + "/" + file));
    return all + init.text("/logs/" + name + "/current");
  }

  @Override
  public void close() {
    machine.close();
  }
}
