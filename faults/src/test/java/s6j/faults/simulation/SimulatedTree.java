package s6j.faults.simulation;

import static s6j.posix.OpenFlags.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import s6j.formats.ServiceStatus;
import s6j.formats.files.LockFile;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * svscan with its supervisors, services and loggers on a {@link Machine}, from a seed: faults
 * strike, then all is put right and the tree must be whole again.
 */
final class SimulatedTree implements World {
  private static final int SERVICES = 6;
  private static final long SETTLE_MILLIS = 60_000;

  /** After it, a scanner has tried again whatever failed while calls did. */
  private static final long RETRIES_MILLIS = 12_000;

  private static final byte[] UP = {'c', 'u'};

  private final Random random;
  private final Machine machine;
  private final FakePosix init;
  private final Map<String, List<FakePosix>> copies = new TreeMap<>();
  private final NumberedLines logs;
  private String lastFault = "none";

  SimulatedTree(long seed) {
    random = new Random(seed);
    machine = new Machine(seed);
    machine.hosted = (int) (seed % 3);
    init = machine.init;
    logs = new NumberedLines(init, random);
    init.directory("/scan");
    for (int i = 0; i < SERVICES; i++) service("s" + i, i % 3 == 2);
    machine.ensureScanner("/scan");
  }

  private void service(String name, boolean logged) {
    copies.put(name, new ArrayList<>());
    init.program("/scan/" + name + "/run", child -> live(name, logged, child));
    if (random.nextBoolean())
      init.program("/scan/" + name + "/finish", child -> child.after(20, () -> child.exit(0)));
    if (!logged) return;
    init.program("/scan/" + name + "/log/run", child -> NumberedLines.log(name, child));
  }

  private void live(String name, boolean logged, FakePosix child) {
    List<FakePosix> those = copies.get(name);
    those.removeIf(FakePosix::hasEnded);
    those.add(child);
    if (those.size() > 1) throw new BrokenInvariant(name + " runs twice, after " + lastFault);
    if (logged) logs.write(child);
    else if (random.nextInt(4) == 0)
      child.after(random.nextInt(20_000), () -> child.exit(random.nextInt(3)));
  }

  @Override
  public Machine machine() {
    return machine;
  }

  /** Some faults, then peace, then everything must be there. */
  @Override
  public void round() {
    for (int i = random.nextInt(4); i >= 0; i--) {
      fault();
      machine.pass(random.nextInt(1500));
    }
    machine.callsAFailure = 0;
    settle();
  }

  private void fault() {
    switch (random.nextInt(8)) {
      case 0, 1 -> signal(Signal.SIGKILL);
      case 2 -> signal(Signal.SIGSTOP);
      case 3 -> signal(Signal.SIGTERM);
      case 4 -> letters();
      case 5 -> lastFault = machine.setClock(random);
      case 6 -> machine.callsAFailure = 20 + random.nextInt(500);
      default -> {
        init.process(machine.scanner().getpid()).signal(Signal.SIGKILL);
        lastFault = "KILL to svscan";
      }
    }
  }

  private void signal(int number) {
    List<FakePosix> all = init.others();
    FakePosix victim = all.get(random.nextInt(all.size()));
    lastFault = Signal.name(number) + " to " + victim.getpid() + " " + victim.line();
    if (number == Signal.SIGKILL) logs.killed(victim);
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
      machine.pass(500);
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
  @Override
  public void end() {
    machine.pass(RETRIES_MILLIS);
    send("/scan/.s6-svscan/control", new byte[] {'t'});
    for (int i = 0; i < 600 && !machine.scanner().hasEnded(); i++) machine.turns.run(100);
    List<FakePosix> left = init.others();
    if (!machine.scanner().hasEnded())
      throw new BrokenInvariant("svscan goes on, after " + lastFault + "; left: " + told(left));
    if (!left.isEmpty()) throw new BrokenInvariant("left behind: " + left.get(0).line());
    for (int i = 2; i < SERVICES; i += 3) logs.check("s" + i);
  }

  static String told(List<FakePosix> processes) {
    StringBuilder told = new StringBuilder();
    for (FakePosix process : processes) {
      told.append(process.getpid())
          .append(process.isStopped() ? " stopped " : " ")
          .append(process.line());
      told.append(process.openDescriptors()).append("; ");
    }
    return told.toString();
  }

  @Override
  public void close() {
    machine.close();
  }
}
