package s6j.front.ask;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import s6j.front.run.Programs;
import s6j.front.run.Running;

/** Looks at one service directory and its supervisor. */
final class ServiceCheckup {
  /** In supervise/status: 8 bytes, the most significant first. */
  private static final int PID_AT = 24;

  private static final int STATUS_SIZE = 35;
  private static final int MANY_DEATHS = 5;
  private static final long SLOW_SECONDS = 60;
  private static final int MANY_FIFOS = 16;
  private static final String FIELDS = "up,wantedup,normallyup,ready,pid,exitcode,signal,updownfor";

  private final Path scandir;
  private final String name;
  private final Path directory;
  private final List<Finding> findings;
  private boolean canStart;

  /** {@code name} is what the scan directory calls it. */
  ServiceCheckup(Path scandir, String name, List<Finding> findings) {
    this.scandir = scandir;
    this.name = name;
    this.directory = scandir.resolve(name);
    this.findings = findings;
  }

  void look() throws IOException {
    lookAtScripts();
    lookAtPermissions();
    if (!isSupervised()) lookAtMissingSupervisor();
    else lookAtState();
  }

  private void problem(String text, String advice) {
    findings.add(Finding.problem(name, text, advice));
  }

  private void note(String text, String advice) {
    findings.add(Finding.note(name, text, advice));
  }

  private boolean isSupervised() throws IOException {
    return Programs.run("s6-svok", directory.toString()).code() == 0;
  }

  private void lookAtScripts() throws IOException {
    List<Finding> troubles = StartOfScript.troubles(name, directory);
    canStart = troubles.isEmpty();
    findings.addAll(troubles);
  }

  /** Who may write there may run anything as the supervisor's user. */
  private void lookAtPermissions() throws IOException {
    for (String file : List.of("", "run", "finish", "supervise/control")) {
      Path path = directory.resolve(file);
      if (!Files.exists(path)) continue;
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path);
      if (mode.contains(PosixFilePermission.OTHERS_WRITE))
        problem("everybody may write to " + path, "chmod o-w " + path);
    }
    Path control = directory.resolve("supervise/control");
    if (Files.exists(control) && Files.isRegularFile(control, LinkOption.NOFOLLOW_LINKS))
      problem("supervise/control is no fifo", "stop its supervisor and remove " + control);
  }

  private void lookAtMissingSupervisor() throws IOException {
    Path supervise = directory.resolve("supervise");
    if (!Files.exists(supervise)) {
      problem(
          "was never supervised here", "s6-svscanctl -a " + scandir + " looks for new services");
      return;
    }
    if (!Files.isReadable(supervise.resolve("control"))) {
      note("cannot be looked into by this user", "run s6j doctor as the tree's user");
      return;
    }
    long holder = FileLocks.holder(supervise.resolve("lock"));
    if (holder > 0) {
      problem(
          "its lock is held by process " + holder + ", but nobody reads its control fifo",
          "look at process " + holder + "; when it is gone the service can be supervised again");
      return;
    }
    problem("has no supervisor: nobody reads its control fifo", "s6-svscanctl -a " + scandir);
    lookAtOrphan(supervise.resolve("status"));
  }

  private void lookAtOrphan(Path status) throws IOException {
    if (!Files.isReadable(status)) return;
    byte[] bytes = Files.readAllBytes(status);
    if (bytes.length < STATUS_SIZE) {
      note("its status file is damaged", "the next supervisor writes a new one");
      return;
    }
    long pid = ByteBuffer.wrap(bytes).getLong(PID_AT);
    if (pid > 1 && ProcessHandle.of(pid).isPresent())
      problem(
          "process " + pid + " may be the service, left without a supervisor",
          "if it is, end it before the service is started again: kill " + pid);
  }

  private void lookAtState() throws IOException {
    Running.Answer answer = Programs.run("s6-svstat", "-o", FIELDS, directory.toString());
    String[] fields = answer.out().strip().split(" ");
    if (answer.code() != 0 || fields.length < 8) {
      note("its status cannot be read: " + answer.err().strip(), "s6-svstat " + directory);
      return;
    }
    boolean isUp = fields[0].equals("true");
    boolean isWanted = fields[1].equals("true");
    if (isWanted && !isUp && canStart) lookAtFailure(fields);
    if (isUp && !fields[3].equals("true")) lookAtReadiness(Long.parseLong(fields[7]));
    if (isUp && !isWanted)
      note("is still up though nobody wants it to be", "s6-svc -k " + directory);
    if (isWanted) lookAtDeaths();
    lookAtListeners();
  }

  private void lookAtFailure(String[] fields) {
    problem(
        "is down for " + fields[7] + " s though wanted up" + end(fields[5], fields[6]),
        "read its log; s6-svdt " + directory + " lists its deaths");
  }

  private static String end(String exitCode, String signal) {
    if (!signal.equals("NA")) return "; it died of " + signal;
    return exitCode.equals("-1") ? "; it was never started" : "; it exited " + exitCode;
  }

  private void lookAtReadiness(long seconds) {
    if (Files.exists(directory.resolve("notification-fd")) && seconds >= SLOW_SECONDS)
      problem(
          "is up for " + seconds + " s and has not told that it is ready",
          "does it write a newline to the descriptor in notification-fd?");
  }

  private void lookAtDeaths() throws IOException {
    Running.Answer answer = Programs.run("s6-svdt", "-n", "100", directory.toString());
    long recent = answer.out().lines().filter(Deaths::isRecent).count();
    if (recent >= MANY_DEATHS)
      problem(
          "died " + recent + " times within a minute",
          "read its log; restart-backoff makes the pauses longer");
  }

  private void lookAtListeners() throws IOException {
    Path event = directory.resolve("event");
    if (!Files.isReadable(event)) return;
    try (var fifos = Files.list(event)) {
      long count = fifos.count();
      if (count > MANY_FIFOS)
        note("has " + count + " fifos of listeners", "s6-cleanfifodir " + event);
    }
  }
}
