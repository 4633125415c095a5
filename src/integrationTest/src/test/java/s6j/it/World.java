package s6j.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.Assertions;

/**
 * A temporary directory with real processes in it. Whatever was started in it, or still works in
 * it, is ended when the world is closed. Every wait has a deadline.
 */
final class World implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(90);

  final Path directory;
  final Suite daemons;
  final Suite commands;
  private final List<Process> started = new ArrayList<>();

  World(Suite suite) {
    this(new Suite.Pairing(suite, suite));
  }

  World(Suite.Pairing pairing) {
    daemons = pairing.daemons();
    commands = pairing.commands();
    try {
      directory = Files.createTempDirectory("s6j-it").toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a finished command said. */
  record Answer(int code, String out, String err) {
    String line() {
      return out.strip();
    }
  }

  /** Makes a service directory whose run is a shell script with this body. */
  Path service(String name, String body) {
    Path service = directory.resolve(name);
    script(service.resolve("run"), body);
    return service;
  }

  Path script(Path file, String body) {
    write(file, "#!/bin/sh\n" + body + "\n");
    try {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  Path write(Path file, String content) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, content, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The content of a file, empty if it is not there (yet). */
  String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** Starts a program of the daemons' suite; its output goes to files named after it. */
  Process start(String program, String... arguments) {
    return startCommand(line(daemons, program, arguments));
  }

  Process startCommand(List<String> line) {
    try {
      ProcessBuilder builder = builder(line, daemons);
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(out().toFile()));
      builder.redirectError(ProcessBuilder.Redirect.appendTo(err().toFile()));
      Process process = builder.start();
      started.add(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the daemons' standard output is collected. */
  Path out() {
    return directory.resolve(".daemons.out");
  }

  /** Where the daemons' standard error is collected. */
  Path err() {
    return directory.resolve(".daemons.err");
  }

  /** Runs a command of the commands' suite to its end. */
  Answer run(String program, String... arguments) {
    return runCommand(line(commands, program, arguments));
  }

  Answer shell(String script) {
    return runCommand(List.of("/bin/sh", "-c", script));
  }

  /** For what takes long by itself. */
  Answer shell(String script, Duration patience) {
    return runCommand(List.of("/bin/sh", "-c", script), patience);
  }

  Answer runCommand(List<String> line) {
    return runCommand(line, PATIENCE);
  }

  Answer runCommand(List<String> line, Duration patience) {
    try {
      Path out = Files.createTempFile("s6j-out", "");
      Path err = Files.createTempFile("s6j-err", "");
      ProcessBuilder builder = builder(line, commands);
      builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
      Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        Assertions.fail(line + " did not end in " + patience);
      }
      Answer answer = new Answer(process.exitValue(), read(out), read(err));
      Files.delete(out);
      Files.delete(err);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Fields of s6-svstat -o, as one line. */
  String status(String service, String fields) {
    return run("s6-svstat", "-o", fields, service).line();
  }

  void await(String what, BooleanSupplier condition) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(end))
        Assertions.fail("waited in vain: " + what + "\ndaemons said:\n" + read(err()));
      pause();
    }
  }

  void awaitStatus(String service, String fields, String wanted) {
    await(service + " " + fields + " = " + wanted, () -> wanted.equals(status(service, fields)));
  }

  int awaitEnd(Process process) {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        Assertions.fail("process " + process.pid() + " goes on");
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a signal to one process; the pid must be a real one. */
  void signal(String signal, long pid) {
    if (pid <= 1) throw new IllegalArgumentException("pid " + pid);
    runCommand(List.of("/bin/sh", "-c", "kill -" + signal + " " + pid));
  }

  /** The pids of the children of a process. */
  List<Long> children(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMap(ProcessHandle::children)
        .map(ProcessHandle::pid)
        .toList();
  }

  static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /** The modes of a file, as in 600. */
  String mode(Path file) {
    try {
      int mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return Integer.toOctalString(mode & 07777);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    started.forEach(process -> process.descendants().forEach(this::end));
    started.forEach(Process::destroyForcibly);
    for (int round = 0; round < 50 && endThoseInside(); round++) pause();
    delete();
  }

  /** Not FileUtils, which opens every file, and so waits for the other end of each fifo. */
  private void delete() {
    try {
      PathUtils.deleteDirectory(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end(ProcessHandle process) {
    if (process.pid() > 1) process.destroyForcibly();
  }

  /** Ends what works below the directory, orphans included; whether there was something. */
  private boolean endThoseInside() {
    List<ProcessHandle> inside = ProcessHandle.allProcesses().filter(this::worksInside).toList();
    inside.forEach(this::end);
    return !inside.isEmpty();
  }

  private boolean worksInside(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"))
          .startsWith(directory);
    } catch (IOException | UnsupportedOperationException | SecurityException e) {
      return false;
    }
  }

  private ProcessBuilder builder(List<String> line, Suite suite) {
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.directory(directory.toFile());
    builder.environment().put("PATH", suite.bin() + ":/usr/bin:/bin:/usr/sbin:/sbin");
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  private static List<String> line(Suite suite, String program, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(suite.program(program));
    line.addAll(List.of(arguments));
    return line;
  }
}
