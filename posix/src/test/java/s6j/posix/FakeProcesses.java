package s6j.posix;

import static s6j.posix.OpenFlags.*;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Processes of the fake kernel, its clocks, and what a test sees of them. */
abstract class FakeProcesses extends FakeSignals implements Processes {
  private final Deque<FakePosix> deadChildren = new ArrayDeque<>();
  int group;
  int session;
  byte[][] environment = {CString.of("PATH=/usr/bin:/bin")};
  byte[] ownPath = {};
  byte[] builtPath;
  byte[] file = {};
  byte[][] arguments = {};
  int niceness;
  boolean subreaper;
  private static final int SAME = -1;
  private int seenPid = SAME;
  private int effectiveUid = SAME;
  private int effectiveGid = SAME;
  private int forkAnswer = -Errno.ENOSYS;
  final List<String> rights = new ArrayList<>();
  private byte[] filter = {};
  private int landlock;
  private final List<Integer> reboots = new ArrayList<>();
  private byte[] hostName = CString.of("fake");
  private boolean ownNamespace;
  ZoneId zone = ZoneId.of("UTC");

  FakeProcesses(FakeKernel kernel) {
    super(kernel);
  }

  /** What the process was started as; empty for the test's own. */
  public byte[][] arguments() {
    return arguments;
  }

  /** The file as asked for, and the arguments behind argv[0], blanks between. */
  public String line() {
    return CString.text(file) + words(arguments, 1);
  }

  public boolean isInOwnPidNamespace() {
    return ownNamespace;
  }

  public int session() {
    return session;
  }

  public boolean hasEnded() {
    return ended;
  }

  /** The nice value. */
  public int niceness() {
    return niceness;
  }

  /** The supplementary groups. */
  public Set<Integer> supplementaryGroups() {
    return new TreeSet<>(groups);
  }

  static String words(byte[][] words, int from) {
    StringBuilder line = new StringBuilder();
    for (int i = from; i < words.length && words[i] != null; i++)
      line.append(' ').append(CString.text(words[i]));
    return line.toString();
  }

  /** Raw wait status of a process that has ended. */
  int endSeen() {
    return ended ? waitStatus : 0;
  }

  /** What /proc has for it: it belongs to its user. */
  FakeInode ownDirectory() {
    FakeInode inode = kernel.newInode(FakeInode.DIRECTORY, 0555);
    inode.uid = uid;
    inode.gid = gid;
    return inode;
  }

  /** The file that the process runs, as asked for. */
  public String ownFile() {
    return CString.text(file);
  }

  FakeInode workingInode() {
    return workingDirectory;
  }

  FakePosix ownParent() {
    return parent;
  }

  long startNanos() {
    return startNanos;
  }

  /** Ends this child with a raw wait status, as {@link WaitStatus} reads it. */
  public void endWith(int status) {
    if (ended) return;
    ended = true;
    waitStatus = status;
    for (int fd : List.copyOf(slots.keySet())) release(fd);
    for (FakePosix orphan : List.copyOf(kernel.processes))
      if (orphan.parent == self()) orphan.adopt();
    if (parent == null) kernel.processes.remove(self());
    else parent.buries(self());
  }

  /** Ends this child with an exit code. */
  public void end(int code) {
    endWith((code & 255) << 8);
  }

  void buries(FakePosix child) {
    deadChildren.add(child);
    deliver(Signal.SIGCHLD);
  }

  void adopt() {
    FakePosix next = parent.parent;
    while (next != null && (next.ended || !next.subreaper)) next = next.parent;
    parent = next;
    if (!ended) return;
    if (next == null) kernel.processes.remove(self());
    else next.buries(self());
  }

  @Override
  public long monotonicNanos() {
    return kernel.monotonicNanos;
  }

  @Override
  public long realtimeNanos() {
    return kernel.realtimeNanos();
  }

  @Override
  public int localTime(long epochSeconds, int[] fields) {
    ZonedDateTime local = Instant.ofEpochSecond(epochSeconds).atZone(zone);
    fields[0] = local.getYear();
    fields[1] = local.getMonthValue();
    fields[2] = local.getDayOfMonth();
    fields[3] = local.getHour();
    fields[4] = local.getMinute();
    fields[5] = local.getSecond();
    return 0;
  }

  @Override
  public int random(byte[] buffer, int offset, int length) {
    for (int i = 0; i < length; i++) buffer[offset + i] = (byte) kernel.random.nextInt(256);
    return 0;
  }

  @Override
  public int getpid() {
    return seenPid == SAME ? pid : seenPid;
  }

  /** The number that the process sees as its own, as process 1 of a pid namespace does. */
  public FakePosix seeingPid(int number) {
    seenPid = number;
    return self();
  }

  /** The process is in another pid namespace than the machine's. */
  public FakePosix inPidNamespace() {
    ownNamespace = true;
    return self();
  }

  @Override
  public int getppid() {
    return parent == null ? 1 : parent.pid;
  }

  @Override
  public int getuid() {
    return uid;
  }

  @Override
  public int geteuid() {
    return effectiveUid == SAME ? uid : effectiveUid;
  }

  @Override
  public int getgid() {
    return gid;
  }

  @Override
  public int getegid() {
    return effectiveGid == SAME ? gid : effectiveGid;
  }

  @Override
  public byte[][] environment() {
    return environment;
  }

  @Override
  public byte[] variable(byte[] name) {
    return Environment.valueIn(environment, name);
  }

  @Override
  public int ownPath(byte[] buffer) {
    if (ownPath.length == 0) return -Errno.ENOENT;
    System.arraycopy(ownPath, 0, buffer, 0, ownPath.length);
    return ownPath.length;
  }

  @Override
  public int toldPath(byte[] buffer) {
    return ownPath(buffer);
  }

  @Override
  public byte[] builtPath() {
    return builtPath;
  }

  @Override
  public void exit(int code) {
    end(code);
    throw new FakePosix.Exited(code);
  }

  @Override
  public int spawn(Spawn spawn) {
    return answer(() -> start(spawn));
  }

  int start(Spawn spawn) {
    FakePosix child = new FakePosix(self());
    try {
      if (spawn.beginning != null) spawn.beginning.begin(child.pid);
      child.prepare(spawn, self());
    } catch (RuntimeException failure) {
      child.slots.keySet().stream().toList().forEach(child::release);
      kernel.processes.remove(child);
      throw failure;
    }
    FakeProgram program = child.programOf(spawn.file);
    Runnable life = () -> child.guarded(() -> program.start(child));
    if (program != null && kernel.turnTaking != null) kernel.turnTaking.start(child, life);
    else if (program != null) life.run();
    return child.pid;
  }

  /** Runs what a child does; its exit, exec and death by signal end just that. */
  void guarded(Runnable action) {
    try {
      action.run();
    } catch (FakePosix.Exited done) {
      if (ofTest) throw done;
    } catch (FakePosix.Killed killed) {
      if (ofTest) throw killed;
    } catch (FakePosix.Executed other) {
      if (ofTest) throw other;
      FakeProgram program = programOf(other.file);
      if (program != null) guarded(() -> program.start(self()));
    }
  }

  FakeProgram programOf(byte[] executable) {
    FakeProgram own = path(CWD, executable, true).existing().program;
    return own != null ? own : kernel.interpreter;
  }

  void prepare(Spawn spawn, FakePosix from) {
    from.slots.forEach((fd, slot) -> copySlot(fd, slot));
    for (int i = 0; i < spawn.moves; i++) move(spawn, i);
    if (spawn.directory != CWD) workingDirectory = from.slot(spawn.directory).file.inode;
    if (!workingDirectory.is(FakeInode.DIRECTORY)) throw fail(Errno.ENOTDIR);
    demand(workingDirectory, X_OK);
    if (spawn.descriptorLimit != Spawn.AS_HERE)
      softLimits[RLIMIT_NOFILE] = spawn.descriptorLimit(hardLimits[RLIMIT_NOFILE]);
    if (spawn.newPidNamespace && uid != 0) throw fail(Errno.EPERM);
    ownNamespace = spawn.newPidNamespace;
    if (spawn.newSession) session = pid;
    if (spawn.newSession || spawn.newGroup) group = pid;
    if (!spawn.keepsPipeSignal) ignored.remove(Signal.SIGPIPE);
    byte[][] variables = spawn.environment != null ? spawn.environment : from.environment;
    become(spawn.file, spawn.arguments, variables, 0);
    warnOfLeaks(spawn, from);
  }

  private void copySlot(int fd, Slot slot) {
    Slot copy = new Slot(slot.file, slot.closeOnExec);
    copy.inherited = slot.inherited;
    slots.put(fd, copy);
    if (fd <= 2 && slot.file.inode != null) inherited.put(fd, slot.file.inode);
  }

  private void move(Spawn spawn, int which) {
    int from = spawn.from[which];
    int to = spawn.to[which];
    for (int i = 0; i < which; i++)
      if (spawn.to[i] == from && spawn.from[i] != from)
        complain("spawn moves descriptor " + from + ", which an earlier move has replaced");
    if (from == to) slot(from).closeOnExec = false;
    else if (dup2(from, to) < 0) throw fail(Errno.EBADF);
    Slot moved = slot(to);
    moved.inherited = true;
    if (moved.file.inode != null) inherited.put(to, moved.file.inode);
  }

  private void warnOfLeaks(Spawn spawn, FakePosix from) {
    slots.forEach(
        (fd, slot) -> {
          if (fd > 2 && !slot.inherited)
            complain(
                "spawn of " + CString.text(spawn.file) + " passes on " + fd + " " + slot.file.name);
          slot.inherited = true;
        });
  }

  /** The exec itself, all but what the new program then does. */
  private void become(byte[] program, byte[][] words, byte[][] variables, long keptBlocked) {
    FakeInode inode = path(CWD, program, true).existing();
    if (!inode.is(FakeInode.REGULAR)) throw fail(Errno.EACCES);
    demand(inode, X_OK);
    String start = latin1(inode.bytes());
    if (!start.startsWith("#!") && !start.startsWith("\u007fELF")) throw fail(Errno.ENOEXEC);
    file = CString.slice(program, 0, CString.length(program));
    arguments = ended(words);
    environment = ended(variables);
    for (int fd : List.copyOf(slots.keySet())) if (slots.get(fd).closeOnExec) release(fd);
    handlers.clear();
    blocked = keptBlocked;
  }

  static byte[][] ended(byte[][] strings) {
    int count = 0;
    while (count < strings.length && strings[count] != null) count++;
    byte[][] copy = new byte[count][];
    for (int i = 0; i < count; i++)
      copy[i] = CString.slice(strings[i], 0, CString.length(strings[i]));
    return copy;
  }

  @Override
  public int exec(byte[] program, byte[][] words, byte[][] variables) {
    return answer(
        () -> {
          become(program, words, variables != null ? variables : environment, 0);
          LeftOpen.remove(self());
          throw new FakePosix.Executed(file, arguments, environment);
        });
  }

  /** What the next forks answer: 0 goes on as the child would, a pid as the parent. */
  public FakePosix forksAnswer(int answer) {
    forkAnswer = answer;
    return self();
  }

  @Override
  public int execBlocked(byte[] program, byte[][] words) {
    return answer(
        () -> {
          become(program, words, environment, blocked);
          LeftOpen.remove(self());
          throw new FakePosix.Executed(file, arguments, null);
        });
  }

  @Override
  public int fork() {
    return forkAnswer;
  }

  /** Has what {@link #reboot} is asked for noted in {@link #reboots}. */
  @Override
  public int reboot(int how) {
    reboots.add(how);
    return uid == 0 && how == RB_DISABLE_CAD ? 0 : -Errno.EPERM;
  }

  public List<Integer> reboots() {
    return List.copyOf(reboots);
  }

  @Override
  public int waitpid(int wanted, int[] status, int options) {
    return answer(
        () -> {
          FakePosix dead = deadChild(wanted);
          while (dead == null) {
            if (!hasChild(wanted)) throw fail(Errno.ECHILD);
            if ((options & WNOHANG) != 0) return 0;
            waitForEvent("waitpid", () -> deadChild(wanted) != null || !hasChild(wanted));
            dead = deadChild(wanted);
          }
          deadChildren.remove(dead);
          kernel.processes.remove(dead);
          status[0] = dead.waitStatus;
          return dead.pid;
        });
  }

  private FakePosix deadChild(int wanted) {
    for (FakePosix dead : deadChildren) if (dead.isAskedFor(wanted)) return dead;
    return null;
  }

  private boolean hasChild(int wanted) {
    for (FakePosix child : kernel.processes)
      if (child.parent == self() && child.isAskedFor(wanted)) return true;
    return false;
  }

  boolean isAskedFor(int wanted) {
    return wanted == -1 || wanted == pid || wanted < -1 && group == -wanted;
  }

  @Override
  public int openProcess(int number) {
    return answer(
        () -> {
          if (kernel.processDescriptorError != 0) throw fail(kernel.processDescriptorError);
          if (number <= 0) throw fail(Errno.EINVAL);
          FakePosix process = kernel.process(number);
          if (process == null) throw fail(Errno.ESRCH);
          int fd = lowestFree(0);
          FakeOpenFile file = new FakeOpenFile("process " + number, null, null, O_RDWR);
          file.process = process;
          put(fd, file, true);
          return fd;
        });
  }

  private FakePosix processOf(int fd, String call) {
    FakePosix process = used(fd, call).process;
    if (process == null) throw fail(Errno.EBADF);
    return process;
  }

  @Override
  public int signalProcess(int fd, int signal, boolean toGroup) {
    return answer(
        () -> {
          FakePosix process = processOf(fd, "signalProcess");
          if (!kernel.processes.contains(process)) throw fail(Errno.ESRCH);
          int target = toGroup ? -process.pid : process.pid;
          if (signal > 0) kernel.kills.add(Signal.name(signal).substring(3) + " " + target);
          int result = send(target, signal);
          goOn();
          return result;
        });
  }

  @Override
  public int endOfProcess(int fd, int[] status) {
    return answer(
        () -> {
          FakePosix process = processOf(fd, "endOfProcess");
          if (!kernel.tellsEndOfProcess) throw fail(Errno.ENOTTY);
          if (kernel.processes.contains(process)) throw fail(Errno.EAGAIN);
          status[0] = process.waitStatus;
          return 0;
        });
  }

  @Override
  public int setsid() {
    if (group == pid) return -Errno.EPERM;
    group = pid;
    session = pid;
    return session;
  }

  @Override
  public int getsid(int target) {
    FakePosix process = target == 0 ? self() : kernel.process(target);
    return process == null ? -Errno.ESRCH : process.session;
  }

  @Override
  public int getpgid(int target) {
    FakePosix process = target == 0 ? self() : kernel.process(target);
    return process == null ? -Errno.ESRCH : process.group;
  }

  @Override
  public int setpgid(int target, int newGroup) {
    FakePosix process = target == 0 ? self() : kernel.process(target);
    if (newGroup < 0) return -Errno.EINVAL;
    if (process == null || process != self() && process.parent != self()) return -Errno.ESRCH;
    if (process.session == process.pid) return -Errno.EPERM;
    process.group = newGroup == 0 ? process.pid : newGroup;
    return 0;
  }

  @Override
  public void expectManyDescriptors(int nothing) {}

  @Override
  public int becomeSubreaper() {
    subreaper = true;
    return 0;
  }

  /** What was given up or kept: "unshare 20000", "drop 7", "user 5", "raise 10". */
  public List<String> rights() {
    return List.copyOf(rights);
  }

  private int demandRoot(String deed) {
    if (uid != 0) return -Errno.EPERM;
    rights.add(deed);
    return 0;
  }

  @Override
  public int unshare(int namespaces) {
    return demandRoot("unshare " + Integer.toHexString(namespaces));
  }

  @Override
  public int forgoPrivileges() {
    rights.add("forgo");
    return 0;
  }

  @Override
  public int dropCapability(int capability) {
    return capability > 40 ? -Errno.EINVAL : demandRoot("drop " + capability);
  }

  @Override
  public int keepCapabilities() {
    return demandRoot("keep");
  }

  @Override
  public int setCapabilities(long permitted, long inheritable) {
    rights.add("set " + Long.toHexString(permitted) + " " + Long.toHexString(inheritable));
    return 0;
  }

  @Override
  public int raiseCapability(int capability) {
    if (capability > 40) return -Errno.EINVAL;
    rights.add("raise " + capability);
    return 0;
  }

  /** What {@link #filterSystemCalls} was given; empty if it was not called. */
  public byte[] filter() {
    return filter;
  }

  /** Of Landlock; 0 for a kernel without. */
  public FakePosix landlock(int version) {
    landlock = version;
    return self();
  }

  /** What its programs are made for, by its number in their files (elf page, e_machine). */
  public FakePosix machine(int number) {
    kernel.machine = number;
    return self();
  }

  private int demandLocked(String deed, int error) {
    if (uid != 0 && !rights.contains("forgo")) return -error;
    rights.add(deed);
    return 0;
  }

  @Override
  public int filterSystemCalls(byte[] program) {
    filter = program.clone();
    return demandLocked("filter", Errno.EACCES);
  }

  @Override
  public int landlockVersion() {
    return landlock == 0 ? -Errno.EOPNOTSUPP : landlock;
  }

  @Override
  public int createRuleset(long handled) {
    return answer(
        () -> {
          rights.add("ruleset " + Long.toHexString(handled));
          int fd = lowestFree(0);
          put(fd, new FakeOpenFile("ruleset", null, null, O_RDWR), true);
          return fd;
        });
  }

  @Override
  public int allowBeneath(int ruleset, int fd, long allowed) {
    return answer(
        () -> {
          used(ruleset, "allowBeneath");
          String file = used(fd, "allowBeneath").name;
          rights.add("beneath " + file + " " + Long.toHexString(allowed));
          return 0;
        });
  }

  @Override
  public int restrictSelf(int ruleset) {
    return answer(
        () -> {
          used(ruleset, "restrictSelf");
          return demandLocked("restrict", Errno.EPERM);
        });
  }

  @Override
  public int getLimit(int resource, long[] limits) {
    if (resource < 0 || resource >= LIMITS) return -Errno.EINVAL;
    limits[0] = softLimits[resource];
    limits[1] = hardLimits[resource];
    return 0;
  }

  @Override
  public int setLimit(int resource, long soft, long hard) {
    if (resource < 0 || resource >= LIMITS) return -Errno.EINVAL;
    if (Long.compareUnsigned(soft, hard) > 0) return -Errno.EINVAL;
    if (uid != 0 && Long.compareUnsigned(hard, hardLimits[resource]) > 0) return -Errno.EPERM;
    softLimits[resource] = soft;
    hardLimits[resource] = hard;
    return 0;
  }

  @Override
  public int nice(int increment) {
    if (increment < 0 && uid != 0) return -Errno.EACCES;
    niceness = Math.max(-20, Math.min(19, niceness + increment));
    return 0;
  }

  @Override
  public int setuid(int user) {
    if (uid != 0 && geteuid() != 0 && uid != user) return -Errno.EPERM;
    uid = user;
    return 0;
  }

  @Override
  public int setgid(int newGroup) {
    if (uid != 0 && gid != newGroup) return -Errno.EPERM;
    gid = newGroup;
    return 0;
  }

  @Override
  public int setEveryUid(int user) {
    int answer = setuid(user);
    if (answer == 0) effectiveUid = SAME;
    return answer;
  }

  @Override
  public int setEveryGid(int newGroup) {
    if (geteuid() != 0 && gid != newGroup) return -Errno.EPERM;
    gid = newGroup;
    effectiveGid = SAME;
    return 0;
  }

  /** As a file with the set-id bits would be started: other effective ids than the real ones. */
  public FakePosix effectiveIds(int user, int newGroup) {
    effectiveUid = user;
    effectiveGid = newGroup;
    return self();
  }

  @Override
  public int hostName(byte[] buffer) {
    System.arraycopy(hostName, 0, buffer, 0, hostName.length);
    return hostName.length;
  }

  @Override
  public int setHostName(byte[] name) {
    if (uid != 0) return -Errno.EPERM;
    int length = CString.length(name);
    if (length > 64) return -Errno.EINVAL;
    hostName = CString.slice(name, 0, length);
    return 0;
  }

  @Override
  public int setgroups(int[] numbers, int count) {
    if (uid != 0) return -Errno.EPERM;
    groups.clear();
    for (int i = 0; i < count; i++) groups.add(numbers[i]);
    return 0;
  }
}
