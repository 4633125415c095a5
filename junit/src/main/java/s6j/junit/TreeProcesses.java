package s6j.junit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The processes of a tree: they have it in their environment, or work in it. */
final class TreeProcesses {
  /** The environment variable that names the directory of the tree. */
  static final String MARK = "S6J_SCAN_TREE";

  private static final int ROUNDS = 100;
  private static final int PAUSE_MILLIS = 20;

  private final Path root;
  private final Process scanner;

  TreeProcesses(Path root, Process scanner) {
    this.root = root;
    this.scanner = scanner;
  }

  /** Kills what is left; a supervisor before its service, which it would start again. */
  void end() {
    scanner.descendants().forEach(TreeProcesses::kill);
    scanner.destroyForcibly();
    for (int round = 0; round < ROUNDS; round++) {
      List<ProcessHandle> left = ProcessHandle.allProcesses().filter(this::isOfTree).toList();
      left.forEach(TreeProcesses::kill);
      if (left.isEmpty() && !scanner.isAlive()) return;
      pause();
    }
  }

  private static void kill(ProcessHandle process) {
    if (process.pid() > 1) process.destroyForcibly();
  }

  /** Of one that has ended, and of others' processes, nothing can be read. */
  private boolean isOfTree(ProcessHandle process) {
    Path files = Path.of("/proc/" + process.pid());
    try {
      if (Files.readSymbolicLink(files.resolve("cwd")).startsWith(root)) return true;
      String mark = "\0" + MARK + "=" + root + "\0";
      byte[] environment = Files.readAllBytes(files.resolve("environ"));
      return ("\0" + new String(environment, StandardCharsets.ISO_8859_1)).contains(mark);
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
