package s6j.faults.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import s6j.chain.ChainPrograms;
import s6j.cli.Family;
import s6j.cli.Program;
import s6j.ipc.IpcPrograms;
import s6j.log.LogPrograms;
import s6j.log.LogTools;
import s6j.packages.PackagesPrograms;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.rc.RcPrograms;
import s6j.rc.change.OneshotRun;
import s6j.rccompiler.RcCompilerPrograms;
import s6j.supervise.SupervisePrograms;
import s6j.svc.SvcPrograms;

/** Runs the command lines of a specimen on the fake kernel, where nothing may be thrown. */
final class FakeRun {
  private static final int LETTERS_AFTER_MILLIS = 500;

  /** What runs longer does not end by itself; it is killed. */
  private static final int LONGEST_MILLIS = 60_000;

  private static final Program[] PROGRAMS = programs();

  private FakeRun() {}

  static void of(Specimen specimen) {
    for (byte[][] words : specimen.commands()) run(specimen, words);
  }

  private static Program[] programs() {
    List<Program> all = new ArrayList<>();
    for (Program[] family :
        List.of(
            SupervisePrograms.all(),
            SvcPrograms.all(),
            LogPrograms.all(),
            LogTools.all(),
            ChainPrograms.all(),
            IpcPrograms.all(OneshotRun::foresee),
            RcPrograms.ofManager(),
            RcPrograms.ofRunner(),
            RcCompilerPrograms.all(),
            PackagesPrograms.all())) all.addAll(List.of(family));
    return all.toArray(Program[]::new);
  }

  private static void run(Specimen specimen, byte[][] words) {
    if (words.length == 0) return;
    Program program = Family.find(PROGRAMS, words[0]);
    if (program == null) return;
    FakePosix posix = kernel(specimen);
    words[0] = CString.concat(CString.of("/usr/bin/"), words[0]);
    try {
      program.main.run(posix, program, words);
    } catch (FakePosix.Exited | FakePosix.Executed | FakePosix.Killed | FakePosix.Quiet end) {
      // All of them are ways to end.
    } catch (RuntimeException | Error wrong) {
      throw new AssertionError(specimen.name() + ": " + CString.text(words[0]), wrong);
    }
  }

  private static FakePosix kernel(Specimen specimen) {
    FakePosix posix = new FakePosix();
    for (Map.Entry<String, byte[]> file : specimen.tree().entrySet()) {
      boolean executable = specimen.executable().getOrDefault(file.getKey(), false);
      if (executable) posix.program("/" + file.getKey(), child -> child.exit(0));
      posix.file("/" + file.getKey(), file.getValue(), executable ? 0755 : 0644);
    }
    FakePosix other = posix.another();
    for (String lock : specimen.lines(".locks")) {
      int fd = other.open(Posix.CWD, CString.of("/" + lock), OpenFlags.O_RDWR, 0);
      other.lock(fd, true, false);
    }
    for (String fifo : specimen.lines(".fifos")) fifo(posix, fifo);
    input(posix, specimen.stdin());
    posix.after(LETTERS_AFTER_MILLIS, () -> send(other, specimen.files().get(".letters")));
    return posix.after(LONGEST_MILLIS, () -> posix.signal(Signal.SIGKILL));
  }

  private static void fifo(FakePosix posix, String path) {
    posix.directory("/" + path.substring(0, Math.max(0, path.indexOf('/'))));
    posix.mkfifo(Posix.CWD, CString.of("/" + path), 0622);
  }

  private static void input(FakePosix posix, byte[] bytes) {
    posix.file("/.stdin", bytes, 0644);
    posix.inherit(posix.open(Posix.CWD, CString.of("/.stdin"), OpenFlags.O_RDONLY, 0), 0);
  }

  private static void send(FakePosix other, byte[] letters) {
    if (letters == null) return;
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_NONBLOCK;
    int fd = other.open(Posix.CWD, CString.of("/svc/supervise/control"), flags, 0);
    if (fd >= 0) other.write(fd, letters, 0, Math.min(letters.length, 4096));
  }
}
