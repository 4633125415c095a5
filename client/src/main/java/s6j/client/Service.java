package s6j.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import s6j.formats.ControlLetter;
import s6j.formats.ServiceStatus;

/**
 * A service: a directory with a {@code run} that a supervisor looks after. It may come and go; what
 * is asked of one that is not there is answered by a {@link NotSupervisedException}.
 *
 * <p>Safe for use by many threads. Two are equal if their directories are.
 */
public final class Service {
  private final Path path;
  private final String name;
  private final Control control;

  private Service(Path path, String name) {
    this.path = path;
    this.name = name;
    this.control = new Control(path, "supervise/control", "a supervisor that listens there");
  }

  /** The service of a service directory, which need not be there yet. */
  public static Service at(Path directory) {
    Path last = directory.getFileName();
    return new Service(directory, last == null ? "/" : last.toString());
  }

  /** A service that its scan directory knows by a name. */
  static Service named(Path directory, String name) {
    return new Service(directory, name);
  }

  /** The service directory. */
  public Path path() {
    return path;
  }

  /** The name within its scan directory, as {@code web} or {@code web/log}. */
  public String name() {
    return name;
  }

  /**
   * What the supervisor last wrote: one small file is read, by the JDK alone. It says nothing of
   * whether that supervisor lives; {@link #isSupervised} does.
   */
  public Status status() {
    Path file = path.resolve("supervise/status");
    try {
      // A fifo in its place would keep a reader for ever.
      if (!Files.isRegularFile(file)) throw irregular(file);
      byte[] bytes = new byte[ServiceStatus.SIZE];
      int length;
      try (InputStream in = Files.newInputStream(file)) {
        length = in.readNBytes(bytes, 0, bytes.length);
      }
      return Status.decode(file, bytes, length);
    } catch (IOException e) {
      throw SupervisionException.of(file, "the status of a supervised service", e);
    }
  }

  /** Why there is no file to read. */
  private static SupervisionException irregular(Path file) throws IOException {
    boolean isFile = Files.readAttributes(file, "isRegularFile").get("isRegularFile").equals(true);
    return new MalformedException(
        file, isFile ? "has just appeared, expected it to stay" : "is no file, expected a status");
  }

  /** Whether a supervisor is at work. */
  public boolean isSupervised() {
    return control.isHeard();
  }

  /** Whether the supervisor starts it by itself: there is no file {@code down}. */
  public boolean isNormallyUp() {
    return !Files.exists(path.resolve("down"), LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether it says when it is ready: there is a file {@code notification-fd}. */
  public boolean tellsReadiness() {
    return Files.exists(path.resolve("notification-fd"));
  }

  /** Has it started, and started again whenever it ends. Returns at once. */
  public void up() {
    send(ControlLetter.UP);
  }

  /** Has it started, and waits until it is ready, or up if it never says so. */
  public Status up(Duration timeout) throws InterruptedException {
    return new Wait(this, goal(), Wait.Effect.NONE).until(timeout, this::up);
  }

  /** Has it ended, and not started again. Returns at once. */
  public void down() {
    send(ControlLetter.DOWN);
  }

  /** Has it ended, and waits until its {@code finish} is over too. */
  public Status down(Duration timeout) throws InterruptedException {
    return new Wait(this, State.DOWN, Wait.Effect.STAYS).until(timeout, this::down);
  }

  /** Has it started, and not again when it ends. Returns at once. */
  public void once() {
    send(ControlLetter.ONCE);
  }

  /**
   * Has it ended by its down signal, so that the supervisor starts it again; nothing if it is down.
   * Returns at once.
   */
  public void restart() {
    send(ControlLetter.RESTART);
  }

  /** Has it started anew, and waits until the next run is ready, or up if it never says so. */
  public Status restart(Duration timeout) throws InterruptedException {
    return new Wait(this, goal(), Wait.Effect.ANEW).until(timeout, this::restartOrStart);
  }

  private void restartOrStart() {
    restart();
    up();
  }

  private State goal() {
    return tellsReadiness() ? State.READY : State.UP;
  }

  /** Has its process sent a signal. Returns at once. */
  public void signal(Signal signal) {
    send(signal.letter);
  }

  /**
   * Waits until the service is in a state, or beyond it as {@link State#isReachedBy} says; returns
   * at once if it is. {@link NotReachedException} if the time is over or the service gives up,
   * {@link NotSupervisedException} if the supervisor leaves.
   */
  public Status waitFor(State state, Duration timeout) throws InterruptedException {
    return new Wait(this, state, Wait.Effect.NONE).until(timeout, () -> {});
  }

  /**
   * What happens to the service from the moment of each subscription on. All services of a program
   * are heard by one thread; subscribers are told by the executor that {@code CompletableFuture}
   * uses, one event at a time. A subscriber that falls 1024 events behind is told of an error, as
   * is one whose service directory is removed. A supervisor that leaves ends nothing, as another
   * one may come.
   */
  public Flow.Publisher<ServiceEvent> events() {
    return new ServiceEvents(this);
  }

  /** Tells each event to a listener, until the answer is closed or the service is removed. */
  public Listening listen(Consumer<ServiceEvent> listener) {
    return Listener.of(this, listener);
  }

  private void send(ControlLetter letter) {
    send(letter.letter);
  }

  private void send(char letter) {
    control.send(String.valueOf(letter));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Service service && service.path.equals(path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  /** The name. */
  @Override
  public String toString() {
    return name;
  }
}
