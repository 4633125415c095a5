package s6j.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import s6j.client.system.ByteNames;
import s6j.formats.ServiceStatus;
import s6j.formats.talk.ControlFifo;
import s6j.formats.talk.EventNotifier;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.jnr.JnrPosix;

/** A service directory whose supervisor the test plays. Not to be used by two threads at once. */
final class PlayedService implements AutoCloseable {
  private static final byte[] CONTROL = CString.of("supervise/control");

  final Path directory;
  final Service service;
  final ServiceStatus status = new ServiceStatus();
  private final Posix posix = new JnrPosix();
  private final byte[] path;
  private final ControlFifo control = new ControlFifo(posix);
  private final AtomicBoolean listens = new AtomicBoolean();

  PlayedService(Path directory) {
    this.directory = directory;
    service = Service.at(directory);
    path = ByteNames.bytes(directory);
    try {
      Files.createDirectories(directory.resolve("supervise"));
      Files.createDirectories(directory.resolve("event"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    status.begin(1_000_000_000L, false);
    write();
  }

  PlayedService listening() {
    int opened = control.open(Posix.CWD, CString.path(path, CONTROL));
    if (opened < 0) throw new IllegalStateException("control: " + opened);
    listens.set(true);
    return this;
  }

  void write() {
    byte[] bytes = new byte[ServiceStatus.SIZE];
    status.encode(bytes, 0);
    try {
      Path fresh = directory.resolve("supervise/status.new");
      Files.write(fresh, bytes);
      Files.move(
          fresh,
          directory.resolve("supervise/status"),
          java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The service comes up; a supervisor writes the status before it tells. */
  void comesUp(int pid) {
    status.stampNanos += 1_000_000_000;
    status.pid = pid;
    status.paused = false;
    status.finishing = false;
    status.ready = false;
    status.wantUp = true;
    write();
    tell("u");
  }

  void getsReady() {
    status.ready = true;
    status.readyNanos = status.stampNanos;
    write();
    tell("U");
  }

  void ends(int waitStatus) {
    status.stampNanos += 1_000_000_000;
    status.pid = 0;
    status.waitStatus = waitStatus;
    status.ready = true;
    write();
    tell("dD");
  }

  /** Letters to whoever listens; how many did. */
  int tell(String letters) {
    byte[] event = CString.path(path, CString.of("event"));
    return new EventNotifier(posix)
        .announce(Posix.CWD, event, CString.of(letters), letters.length());
  }

  /** The letters that came since. */
  String taken() {
    StringBuilder letters = new StringBuilder();
    for (int letter = control.next(); letter >= 0; letter = control.next())
      letters.append((char) letter);
    return letters.toString();
  }

  void leaves() {
    if (listens.getAndSet(false)) control.close();
  }

  @Override
  public void close() {
    leaves();
  }
}
