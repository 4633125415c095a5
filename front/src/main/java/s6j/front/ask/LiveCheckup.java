package s6j.front.ask;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import s6j.front.run.Programs;
import s6j.front.run.Running;

/** Looks at a live directory of s6-rc and the database behind it. */
final class LiveCheckup {
  private final LiveTree tree;
  private final Path live;
  private final List<Finding> findings;

  LiveCheckup(LiveTree tree, List<Finding> findings) {
    this.tree = tree;
    this.live = tree.live();
    this.findings = findings;
  }

  /** The scan directory that it works with, or null if that cannot be told. */
  @Nullable Path look() throws IOException {
    if (!Files.isDirectory(live)) {
      problem("is no live directory", "s6-rc-init -c DATABASE -l " + live + " SCANDIR");
      return null;
    }
    lookAtDatabase();
    lookAtLock();
    lookAtLeftovers();
    Path scandir = live.resolve("scandir");
    if (!Files.isDirectory(scandir))
      problem("its scan directory is gone: " + target(scandir), "s6-rc-init again");
    return Files.isDirectory(scandir) ? scandir.toRealPath() : null;
  }

  private void problem(String text, String advice) {
    findings.add(Finding.problem(live.toString(), text, advice));
  }

  private static String target(Path link) throws IOException {
    return Files.isSymbolicLink(link) ? Files.readSymbolicLink(link).toString() : link.toString();
  }

  private void lookAtDatabase() throws IOException {
    Path compiled = live.resolve("compiled");
    if (!Files.isDirectory(compiled)) {
      problem(
          "its database is gone: " + target(compiled),
          "compile it again to a new place, and s6-rc-update to that");
      return;
    }
    Running.Answer answer = Programs.run("s6-rc-db", "-l", live.toString(), "check");
    if (answer.code() == 0) lookAtServices();
    else
      problem(
          "its database is damaged or of another version: " + answer.err().strip(),
          "compile it again to a new place, and s6-rc-format-upgrade or s6-rc-update to that");
  }

  private void lookAtServices() throws IOException {
    for (ServiceState service : tree.services(List.of())) {
      String name = service.name();
      if (service.word() == ServiceState.Word.STOPPED)
        findings.add(
            Finding.problem(
                name,
                "is up for s6-rc, but was brought down past it",
                "s6-rc -l " + live + " stop " + name + ", then start it again"));
      if (service.word() == ServiceState.Word.SKIPPED)
        findings.add(Finding.note(name, "was skipped: " + service.skipped(), "nothing, if meant"));
      lookAtLogger(service);
    }
  }

  private void lookAtLogger(ServiceState service) throws IOException {
    Path file = tree.serviceDirectory(service.name()).resolve("run.user");
    if (!service.is("running") || !Files.exists(file)) return;
    Running.Answer answer =
        Programs.run("s6-rc-db", "-l", live.toString(), "pipeline", service.name());
    for (String line : answer.out().lines().toList())
      if (line.startsWith(service.name() + "/")) lookAtConsumer(service.name(), line);
  }

  private void lookAtConsumer(String producer, String line) throws IOException {
    String consumer = line.substring(producer.length() + 1);
    if (consumer.isEmpty() || tree.services(List.of(consumer)).get(0).is("running")) return;
    findings.add(
        Finding.problem(
            producer,
            "writes into the pipe of " + consumer + ", which is down",
            "it will block when the pipe is full: s6-rc -l " + live + " start " + consumer));
  }

  private void lookAtLock() {
    long holder = FileLocks.holder(live.resolve("lock"));
    if (holder == 0) return;
    String command =
        ProcessHandle.of(holder).flatMap(process -> process.info().commandLine()).orElse("?");
    String advice = "wait for it; if it hangs, end it: what it did is kept";
    findings.add(
        Finding.note(live.toString(), "locked by process " + holder + ": " + command, advice));
  }

  /** Directories of earlier runs that ended halfway. */
  private void lookAtLeftovers() throws IOException {
    String prefix = live.getFileName() + ":s6-rc-";
    Path parent = live.toAbsolutePath().getParent();
    Path present = live.toRealPath();
    try (Stream<Path> list = Files.list(parent)) {
      for (Path entry : list.sorted().toList())
        if (entry.getFileName().toString().startsWith(prefix)
            && !entry.toRealPath().equals(present))
          findings.add(
              Finding.note(
                  entry.toString(),
                  "is left over from an earlier live directory",
                  "rm -r it, once nothing in it is supervised"));
    }
  }
}
