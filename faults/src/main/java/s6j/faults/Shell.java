package s6j.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import s6j.formats.files.LockFile;
import s6j.posix.CString;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.jnr.JnrPosix;

/** Runs programs of the suite under test, sends signals and letters. */
final class Shell {
  private static final long PATIENCE_SECONDS = 60;

  final Path bin;
  private final Path output;
  private final JnrPosix posix = new JnrPosix();

  /** Null: everything goes by the clock of the machine. */
  final Clock clock;

  /** What the programs say is appended to {@code output}. */
  Shell(Path bin, Path output, Clock clock) {
    this.bin = bin;
    this.clock = clock;
    this.output = output;
  }

  Process start(String program, Object... words) {
    List<String> line = new ArrayList<>();
    line.add(bin.resolve(program).toString());
    for (Object word : words) line.add(word.toString());
    return start(line);
  }

  private Process start(List<String> line) {
    ProcessBuilder builder = new ProcessBuilder(line).directory(output.getParent().toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.redirectErrorStream(true).environment().put("PATH", bin + ":/usr/bin:/bin");
    if (clock != null) clock.addTo(builder.environment());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IllegalStateException("unable to start " + line, e);
    }
  }

  /** Runs a program to its end: its exit code, or -1 if it had to be killed after a minute. */
  int run(String program, Object... words) {
    Process process = start(program, words);
    try {
      if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) return process.exitValue();
      process.destroyForcibly().waitFor();
      return -1;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The last lines that programs have said. */
  String lastWords() {
    try {
      List<String> lines = Files.readAllLines(output, StandardCharsets.ISO_8859_1);
      return String.join(" / ", lines.subList(Math.max(0, lines.size() - 4), lines.size()));
    } catch (IOException none) {
      return "";
    }
  }

  /** Runs any command line. */
  int command(String... words) {
    Process process = start(List.of(words));
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a signal to one process of the tree; never to process 1, a group or all. */
  void signal(int pid, int number) {
    if (pid > 1 && pid != ProcessHandle.current().pid()) posix.kill(pid, number);
  }

  /** Whether a supervisor holds the lock of a service directory. */
  boolean isSupervised(Path service) {
    return LockFile.isSupervised(posix, CString.of(service.toString())) == 1;
  }

  /** Writes bytes into a fifo if somebody reads it. */
  void letters(Path fifo, byte[] bytes) {
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;
    int fd = posix.open(Posix.CWD, CString.of(fifo.toString()), flags, 0);
    if (fd < 0) return;
    posix.write(fd, bytes, 0, bytes.length);
    posix.close(fd);
  }
}
