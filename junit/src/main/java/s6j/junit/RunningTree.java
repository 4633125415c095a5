package s6j.junit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import s6j.client.NotSupervisedException;
import s6j.client.Programs;
import s6j.client.ScanDirectory;
import s6j.client.Service;
import s6j.client.State;
import s6j.client.SupervisionException;

/**
 * A copy of a tree of services, under a scanner of its own, until it is closed. Then nothing is
 * left of it: its processes are asked to end, what does not is killed, the copy is removed. If the
 * virtual machine ends without that, be it killed, a process that waits for this does the same.
 */
public final class RunningTree implements AutoCloseable {
  private static final Duration ENDING = Duration.ofSeconds(20);
  private static final long PAUSE_MILLIS = 5;

  private final TreeCopy copy;
  private final Map<String, Integer> ports;
  private final Programs programs;
  private final ScanDirectory directory;
  private final Process scanner;
  private final TreeGuard guard;

  private RunningTree(Builder builder, TreeCopy copy) throws IOException {
    this.copy = copy;
    programs = builder.programs;
    ports = FreePorts.of(builder.ports);
    directory = ScanDirectory.at(copy.tree());
    Path program = programs.program("s6-svscan");
    List<String> line = new ArrayList<>();
    line.add(program.toString());
    line.addAll(builder.arguments);
    line.add(copy.tree().toString());
    ProcessBuilder process = new ProcessBuilder(line);
    Map<String, String> environment = process.environment();
    environment.merge("PATH", "/usr/bin:/bin", (own, usual) -> program.getParent() + ":" + own);
    environment.putAll(builder.environment);
    ports.forEach((name, port) -> environment.put(name, port.toString()));
    environment.put(TreeProcesses.MARK, copy.root().toString());
    scanner =
        process
            .directory(copy.root().toFile())
            .redirectInput(new File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(copy.output().toFile())
            .start();
    guard = new TreeGuard(copy, scanner.pid());
  }

  /** A tree to be started from a copy of a directory, relative to the working directory. */
  public static Builder of(Path source) {
    return new Builder(source);
  }

  /** How a tree is to be started. */
  public static final class Builder {
    private final Path source;
    private final List<String> arguments = new ArrayList<>();
    private final List<String> ports = new ArrayList<>();
    private final List<String> wanted = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Programs programs = Programs.found();
    private Duration timeout = Duration.ofSeconds(60);

    private Builder(Path source) {
      this.source = source;
    }

    /** The programs that run it. */
    public Builder programs(Programs others) {
      programs = others;
      return this;
    }

    /** Environment variables of the services that get a free port each. */
    public Builder ports(String... variables) {
      ports.addAll(List.of(variables));
      return this;
    }

    /** Another environment variable of the services. */
    public Builder variable(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** Services to wait for; without any, all that are not down by a file {@code down}. */
    public Builder waitFor(String... services) {
      wanted.addAll(List.of(services));
      return this;
    }

    /** Further arguments of the scanner. */
    public Builder arguments(String... words) {
      arguments.addAll(List.of(words));
      return this;
    }

    /** How long the services may take to be ready, together. */
    public Builder timeout(Duration longest) {
      timeout = longest;
      return this;
    }

    /**
     * Starts it and waits until its services are ready, or up if they never say so; {@link
     * AssertionError} with their logs if not.
     */
    public RunningTree start() throws InterruptedException {
      RunningTree tree = begin();
      boolean isReady = false;
      try {
        tree.awaitReady(wanted, timeout);
        isReady = true;
      } finally {
        if (!isReady) tree.close();
      }
      return tree;
    }

    private RunningTree begin() {
      try {
        TreeCopy copy = TreeCopy.of(source);
        boolean isBegun = false;
        try {
          RunningTree tree = new RunningTree(this, copy);
          isBegun = true;
          return tree;
        } finally {
          if (!isBegun) copy.remove();
        }
      } catch (IOException e) {
        throw new SupervisionException(source, "could not be started: " + e.getMessage(), e);
      }
    }
  }

  private void awaitReady(List<String> wanted, Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (!directory.isWatched()) pause(end, "the scanner does not listen");
    List<Service> services = new ArrayList<>();
    for (String name : wanted) services.add(service(name));
    if (wanted.isEmpty())
      for (Service one : directory.services()) if (one.isNormallyUp()) services.add(one);
    for (Service one : services) awaitReady(one, end);
  }

  private void awaitReady(Service service, long end) throws InterruptedException {
    State goal = service.tellsReadiness() ? State.READY : State.UP;
    boolean isReady = false;
    while (!isReady)
      try {
        while (!service.isSupervised()) pause(end, service + " has no supervisor");
        long left = Math.max(0, end - System.nanoTime());
        service.waitFor(goal, Duration.ofNanos(left));
        isReady = true;
      } catch (NotSupervisedException e) {
        // Its supervisor was killed, or is about to begin.
        pause(end, e.getMessage());
      } catch (SupervisionException e) {
        throw failure(e.getMessage());
      }
  }

  private void pause(long end, String trouble) throws InterruptedException {
    if (!scanner.isAlive())
      throw failure("the scanner ended with exit code " + scanner.exitValue());
    if (System.nanoTime() - end > 0) throw failure(trouble);
    Thread.sleep(PAUSE_MILLIS);
  }

  private AssertionError failure(String trouble) {
    return new AssertionError(trouble + "\n" + logs());
  }

  /** Its scan directory, which is a copy: it may be changed. */
  public ScanDirectory directory() {
    return directory;
  }

  /** A service of it; {@link SupervisionException} if there is no such directory. */
  public Service service(String name) {
    Service service = directory.service(name);
    if (Files.isDirectory(service.path())) return service;
    throw new SupervisionException(service.path(), "is not there, expected a service", null);
  }

  /** The port that an environment variable of the services names. */
  public int port(String variable) {
    Integer port = ports.get(variable);
    if (port != null) return port;
    throw new IllegalArgumentException(
        "no port is called " + variable + ", expected one of " + ports.keySet());
  }

  /** The programs that run it. */
  public Programs programs() {
    return programs;
  }

  /** The process of the scanner. */
  public ProcessHandle scanner() {
    return scanner.toHandle();
  }

  /** The file of what comes by no log: of the scanner, and of services without a logger. */
  public Path output() {
    return copy.output();
  }

  /** What its services are at, the ends of their logs, and what came by no log. */
  public String logs() {
    return new TreeReport(directory, copy.output()).text();
  }

  /** Ends it, and removes the copy. */
  @Override
  public void close() {
    try {
      directory.stop();
      if (scanner.waitFor(ENDING.toSeconds(), TimeUnit.SECONDS)) guard.let();
    } catch (SupervisionException e) {
      // It does not listen, and so is not to be asked.
      scanner.destroy();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      new TreeProcesses(copy.root(), scanner).end();
      copy.remove();
      guard.let();
    }
  }
}
