package s6j.svscan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * A machine with a scan directory /scan, where s6-supervise does nothing but live until it gets
 * TERM or HUP. At every start it is checked that a directory has one supervisor, and not before its
 * time. Where there is no directory it ends at once, as the real one does.
 */
final class Scene {
  private static final long PAUSE_NANOS = 1_000_000_000L;

  final FakePosix posix = new FakePosix();

  /** The name that each supervisor was started with, in order. */
  final List<String> starts = new ArrayList<>();

  /** The last supervisor by name. */
  final Map<String, FakePosix> supervisors = new HashMap<>();

  /** Signals that supervisors got: "TERM a". */
  final List<String> signals = new ArrayList<>();

  /** Supervisors that found the lock of their directory taken. */
  int refused;

  private final Map<Long, FakePosix> byDirectory = new HashMap<>();
  private final Map<Long, Long> lastStarts = new HashMap<>();

  /** Another process, for what users do. */
  final FakePosix client = posix.another();

  /** Processes that are nobody's supervisors. */
  private final List<FakePosix> testers = new ArrayList<>(List.of(client));

  /** The process of another scanner on this machine. */
  FakePosix another() {
    FakePosix other = client.another();
    testers.add(other);
    return other;
  }

  Scene() {
    posix.directory("/scan").directory("/real");
    posix.program("/usr/bin/s6-supervise", this::supervise);
  }

  Scene service(String name) {
    posix.directory("/scan/" + name);
    return this;
  }

  Scene link(String target, String name) {
    client.symlink(CString.of(target), Posix.CWD, CString.of("/scan/" + name));
    return this;
  }

  Scene unlink(String name) {
    client.unlink(Posix.CWD, CString.of("/scan/" + name));
    return this;
  }

  private void supervise(FakePosix child) {
    String name = CString.text(child.arguments()[1]);
    FileStat stat = new FileStat();
    if (child.stat(Posix.CWD, child.arguments()[1], true, stat) < 0) {
      child.after(1, () -> child.end(111));
      return;
    }
    long now = child.monotonicNanos();
    FakePosix other = byDirectory.put(stat.inode, child);
    assertTrue(other == null || other.hasEnded(), "two supervisors for " + name);
    Long last = lastStarts.put(stat.inode, now);
    assertTrue(last == null || now - last >= PAUSE_NANOS, name + " started too early");
    starts.add(name);
    supervisors.put(name, child);
    child.on(Signal.SIGTERM, () -> ending(child, "TERM " + name));
    child.on(Signal.SIGHUP, () -> ending(child, "HUP " + name));
  }

  /** From now on supervisors hold their locks, as the real ones do, and stand in their places. */
  Scene locking() {
    posix.program("/usr/bin/s6-supervise", this::superviseLocking);
    return this;
  }

  void superviseLocking(FakePosix child) {
    byte[] name = child.arguments()[1];
    child.chdir(name);
    child.mkdir(Posix.CWD, CString.of("supervise"), 0700);
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_CLOEXEC;
    int lock = child.open(Posix.CWD, CString.of("supervise/lock"), flags, 0644);
    if (child.lock(lock, true, false) < 0) {
      refused++;
      child.after(1, () -> child.end(100));
      return;
    }
    String text = CString.text(name);
    starts.add(text);
    supervisors.put(text, child);
    child.on(Signal.SIGTERM, () -> ending(child, "TERM " + text));
    child.on(Signal.SIGHUP, () -> ending(child, "HUP " + text));
  }

  private void ending(FakePosix child, String signal) {
    signals.add(signal);
    child.after(5, () -> child.end(0));
  }

  /** A service that was forgotten may be started at once when it is back. */
  void forgetPauses() {
    lastStarts.clear();
  }

  boolean isUp(String name) {
    FakePosix supervisor = supervisors.get(name);
    return supervisor != null && !supervisor.hasEnded();
  }

  void kill(String name) {
    FakePosix supervisor = supervisors.get(name);
    if (supervisor != null) supervisor.endWith(Signal.SIGKILL);
  }

  /** Does something after so many milliseconds. */
  void at(long millis, Runnable action) {
    posix.after(millis, action);
  }

  /** What svscanctl does. */
  int send(String letters) {
    byte[] bytes = CString.of(letters);
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_NONBLOCK;
    int fd = client.open(Posix.CWD, CString.of("/scan/.s6-svscan/control"), flags, 0);
    if (fd < 0) return fd;
    int written = client.write(fd, bytes, 0, bytes.length);
    client.close(fd);
    return written == bytes.length ? 0 : -Errno.EAGAIN;
  }

  int run(String... options) {
    return runOn(posix, options);
  }

  int runOn(Posix kernel, String... options) {
    return runAs("s6-svscan", kernel, options);
  }

  int runAs(String name, Posix kernel, String... options) {
    byte[][] arguments = new byte[options.length + 2][];
    arguments[0] = CString.of(name);
    for (int i = 0; i < options.length; i++) arguments[i + 1] = CString.of(options[i]);
    arguments[options.length + 1] = CString.of("/scan");
    return SvscanMain.run(kernel, SvscanMain.declaration(null), arguments, null);
  }

  int count(String text) {
    return posix.errors().split(text, -1).length - 1;
  }

  /** The supervisors that live. */
  List<FakePosix> living() {
    return posix.others().stream().filter(other -> !testers.contains(other)).toList();
  }

  void leavesNothing() {
    assertEquals(List.of(), posix.complaints());
    assertEquals(List.of(), living());
  }
}
