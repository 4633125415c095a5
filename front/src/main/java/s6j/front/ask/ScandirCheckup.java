package s6j.front.ask;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import s6j.front.run.Programs;
import s6j.front.run.Running;

/** Looks at a scan directory, its s6-svscan, and every service in it. */
final class ScandirCheckup {
  private static final int FEW_PERCENT = 100;
  private static final Path PROCESSES = Path.of("/proc/self");

  private static final Pattern OWN_SCRIPTS = Pattern.compile("finish|crash|SIG[A-Z0-9]+");

  private final Path scandir;
  private final List<Finding> findings;
  private final Set<Path> services = new HashSet<>();

  ScandirCheckup(Path scandir, List<Finding> findings) {
    this.scandir = scandir;
    this.findings = findings;
  }

  void look() throws IOException {
    if (!Files.isDirectory(scandir)) {
      problem("is no directory", "s6-svscan needs it; name another with -s");
      return;
    }
    lookAtScanner();
    if (Files.getPosixFilePermissions(scandir).contains(PosixFilePermission.OTHERS_WRITE))
      problem("everybody may write to it, and so start anything", "chmod o-w " + scandir);
    lookAtSpace();
    lookAtOwnScripts();
    for (Path entry : entries()) lookAt(entry);
    lookForOrphans();
  }

  private void problem(String text, String advice) {
    findings.add(Finding.problem(scandir.toString(), text, advice));
  }

  private void lookAtScanner() throws IOException {
    Path control = scandir.resolve(".s6-svscan/control");
    if (!Files.exists(control)) {
      problem("no s6-svscan has run on it", "s6-svscan " + scandir);
      return;
    }
    Running.Answer answer = Programs.run("s6-svscanctl", scandir.toString());
    if (answer.code() == 0) return;
    String said = answer.err().strip();
    if (said.contains("Permission")) problem("its s6-svscan is another user's", "run as that one");
    else problem("no s6-svscan works on it: " + said, "s6-svscan " + scandir);
  }

  private void lookAtSpace() {
    // Not Files.getFileStore, which fails where /proc/mounts does not tell of the root.
    File there = scandir.toFile();
    boolean isFull = there.getUsableSpace() < there.getTotalSpace() / FEW_PERCENT;
    if (isFull)
      problem("its file system is nearly full", "status files cannot be written without room");
  }

  /** What s6-svscan becomes at its end, and what it runs at signals. */
  private void lookAtOwnScripts() throws IOException {
    Path own = scandir.resolve(".s6-svscan");
    if (!Files.isDirectory(own)) return;
    try (Stream<Path> list = Files.list(own)) {
      for (Path file : list.sorted().toList())
        if (OWN_SCRIPTS.matcher(file.getFileName().toString()).matches())
          StartOfScript.trouble(file).ifPresent(trouble -> trouble.tell(file.toString(), findings));
    }
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> list = Files.list(scandir)) {
      return list.filter(entry -> !entry.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }

  private void lookAt(Path entry) throws IOException {
    String name = entry.getFileName().toString();
    if (Files.isSymbolicLink(entry) && !Files.exists(entry)) {
      findings.add(Finding.problem(name, "is a link that leads nowhere", "rm " + entry));
      return;
    }
    if (!Files.isDirectory(entry)) return;
    lookAtService(name, entry);
    if (Files.isDirectory(entry.resolve("log"))) lookAtService(name + "/log", entry.resolve("log"));
  }

  private void lookAtService(String name, Path directory) throws IOException {
    services.add(directory.toRealPath());
    new ServiceCheckup(scandir, name, findings).look();
  }

  /** Supervisors of directories that were here, or are below the services that are. */
  private void lookForOrphans() throws IOException {
    List<Path> parents = new ArrayList<>(List.of(scandir.toRealPath()));
    services.forEach(service -> parents.add(service.getParent()));
    if (!Files.isDirectory(PROCESSES)) {
      findings.add(
          Finding.note(
              scandir.toString(), "processes cannot be looked at", "mount -t proc proc /proc"));
      return;
    }
    ProcessHandle.allProcesses()
        .filter(process -> isSupervisor(process.pid()))
        .forEach(process -> lookAtSupervisor(process.pid(), parents));
  }

  private static boolean isSupervisor(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/comm")).strip().contains("supervise");
    } catch (IOException e) {
      return false;
    }
  }

  private void lookAtSupervisor(long pid, List<Path> parents) {
    try {
      Path works = Files.readSymbolicLink(Path.of("/proc/" + pid + "/cwd"));
      boolean isGone = works.toString().endsWith(" (deleted)");
      boolean isNear = parents.contains(works.getParent());
      if (!isNear || services.contains(works)) return;
      if (isGone || Files.isDirectory(works, LinkOption.NOFOLLOW_LINKS))
        findings.add(
            Finding.problem(
                works.toString(),
                "its supervisor, process "
                    + pid
                    + ", is at work, but it is not in the scan directory",
                "s6-svscanctl -n " + scandir + " lets it go"));
    } catch (IOException e) {
      // The process is gone, or another user's.
    }
  }
}
