package s6j.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import s6j.client.system.ByteNames;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.jnr.JnrPosix;

/** A service as a client sees it; the test is its supervisor. */
class ServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void theStatusIsWhatTheSupervisorWrote() {
    try (PlayedService played = new PlayedService(directory.resolve("web"))) {
      Status never = played.service.status();
      assertEquals(State.DOWN, never.state());
      assertEquals(OptionalLong.empty(), never.pid());
      assertEquals(OptionalInt.empty(), never.exitCode());
      assertFalse(never.wantedUp());

      played.comesUp(77);
      Status up = played.service.status();
      assertEquals(State.UP, up.state());
      assertEquals(OptionalLong.of(77), up.pid());
      assertEquals(Instant.ofEpochSecond(2), up.since());
      assertEquals(Optional.empty(), up.ready());
      assertTrue(up.wantedUp());

      played.getsReady();
      assertEquals(State.READY, played.service.status().state());
      assertEquals(Optional.of(Instant.ofEpochSecond(2)), played.service.status().ready());

      played.ends(3 << 8);
      Status down = played.service.status();
      assertEquals(State.DOWN, down.state());
      assertEquals(OptionalInt.of(3), down.exitCode());
      assertEquals("DOWN (exit code 3) since 1970-01-01T00:00:03Z", down.toString());
      played.ends(9);
      assertEquals(OptionalInt.of(9), played.service.status().signal());

      played.status.finishing = true;
      played.status.ready = false;
      played.status.pid = 78;
      played.write();
      assertEquals(State.FINISHING, played.service.status().state());
    }
  }

  @Test
  void commandsAreLettersInTheFifo() {
    try (PlayedService played = new PlayedService(directory.resolve("web")).listening()) {
      Service web = played.service;
      assertTrue(web.isSupervised());
      web.up();
      web.down();
      web.once();
      web.restart();
      for (Signal signal : Signal.values()) web.signal(signal);
      assertEquals("udor" + "abqhkti12pcy", played.taken());
    }
  }

  @Test
  void withoutASupervisorNothingIsSentAndNobodyWaits() {
    try (PlayedService played = new PlayedService(directory.resolve("web")).listening()) {
      played.leaves();
      Service web = played.service;
      assertFalse(web.isSupervised());
      NotSupervisedException told = assertThrows(NotSupervisedException.class, web::up);
      assertEquals(web.path().resolve("supervise/control"), told.path());
      assertTrue(told.getMessage().contains("expected a supervisor"), told.getMessage());
      assertThrows(NotSupervisedException.class, () -> web.waitFor(State.UP, PATIENCE));
      assertThrows(NotSupervisedException.class, () -> web.waitFor(State.DOWN, PATIENCE));
    }
    Service none = Service.at(directory.resolve("none"));
    assertFalse(none.isSupervised());
    assertThrows(NotSupervisedException.class, none::status);
    assertThrows(NotSupervisedException.class, none::down);
    NotSupervisedException told =
        assertThrows(NotSupervisedException.class, () -> none.listen(event -> {}));
    assertEquals(none.path().resolve("event"), told.path());
    assertThrows(NotSupervisedException.class, () -> none.waitFor(State.UP, PATIENCE));
  }

  /** A stopped supervisor reads nothing; whoever tells it does not wait for that. */
  @Test
  void aFullFifoIsToldOf() {
    try (PlayedService played = new PlayedService(directory.resolve("web")).listening()) {
      SupervisionException told =
          assertThrows(
              SupervisionException.class,
              () -> {
                for (int i = 0; i < 100_000; i++) played.service.up();
              });
      assertTrue(told.getMessage().contains("the fifo is full"), told.getMessage());
    }
  }

  @Test
  void aStatusThatIsNoneIsToldOf() throws IOException {
    try (PlayedService played = new PlayedService(directory.resolve("web"))) {
      Path file = directory.resolve("web/supervise/status");
      Files.write(file, new byte[12]);
      MalformedException told = assertThrows(MalformedException.class, played.service::status);
      assertEquals(file, told.path());
      assertEquals(file + ": has 12 bytes, expected 35", told.getMessage());
      Files.write(file, new byte[0]);
      assertThrows(MalformedException.class, played.service::status);
      byte[] wrong = new byte[35];
      wrong[0] = -1;
      Files.write(file, wrong);
      assertThrows(MalformedException.class, played.service::status);
      Files.delete(file);
      Files.createDirectory(file);
      assertThrows(MalformedException.class, played.service::status);
      Files.delete(file);
      new JnrPosix().mkfifo(Posix.CWD, ByteNames.bytes(file), 0600);
      assertThrows(MalformedException.class, played.service::status);
    }
    Files.write(directory.resolve("file"), new byte[1]);
    assertThrows(NotSupervisedException.class, Service.at(directory.resolve("file"))::status);
  }

  @Test
  void whatIsForbiddenIsToldOf() throws IOException {
    Assumptions.assumeFalse("root".equals(System.getProperty("user.name")), "root may all");
    try (PlayedService played = new PlayedService(directory.resolve("web")).listening()) {
      Path event = directory.resolve("web/event");
      Files.setPosixFilePermissions(event, PosixFilePermissions.fromString("r-xr-xr-x"));
      assertThrows(AccessRefusedException.class, () -> played.service.listen(one -> {}));
      Path inner = directory.resolve("web/supervise");
      Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("---------"));
      assertThrows(AccessRefusedException.class, played.service::status);
      assertThrows(AccessRefusedException.class, played.service::isSupervised);
      AccessRefusedException told = assertThrows(AccessRefusedException.class, played.service::up);
      assertTrue(told.getMessage().contains("permission denied, expected"), told.getMessage());
      Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Letters must not get into whatever stands there. */
  @Test
  void nothingIsWrittenIntoAFileOrALink() throws IOException {
    try (PlayedService played = new PlayedService(directory.resolve("web")).listening()) {
      Path control = directory.resolve("web/supervise/control");
      Path moved = directory.resolve("moved");
      Files.move(control, moved);
      Files.createSymbolicLink(control, moved);
      assertThrows(NotSupervisedException.class, played.service::up);
      Files.delete(control);
      Files.createFile(control);
      assertThrows(NotSupervisedException.class, played.service::up);
      assertEquals(0, Files.size(control));
      assertEquals("", played.taken());
    }
  }

  @Test
  void aWaitEndsByWhatIsTold() throws Exception {
    try (PlayedService played = new PlayedService(directory.resolve("web")).listening()) {
      var up = waiting(() -> played.service.waitFor(State.UP, PATIENCE));
      played.comesUp(5);
      assertEquals(State.UP, up.get().state());
      var ready = waiting(() -> played.service.waitFor(State.READY, PATIENCE));
      played.getsReady();
      assertEquals(State.READY, ready.get().state());
      Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
      assertEquals(State.READY, played.service.waitFor(State.UP, forEver).state());
      assertEquals(State.READY, played.service.waitFor(State.READY, Duration.ZERO).state());
      var down = waiting(() -> played.service.waitFor(State.DOWN, PATIENCE));
      played.ends(0);
      assertEquals(State.DOWN, down.get().state());
    }
  }

  @Test
  void commandsThatWaitSeeTheirOwnEffect() throws Exception {
    try (PlayedService played = new PlayedService(directory.resolve("web")).listening()) {
      var up = waiting(() -> played.service.up(PATIENCE));
      awaitTaken(played, "u");
      played.comesUp(5);
      assertEquals(State.UP, up.get().state());

      var again = waiting(() -> played.service.restart(PATIENCE));
      awaitTaken(played, "ru");
      assertFalse(again.isDone());
      played.ends(15);
      played.comesUp(6);
      assertEquals(OptionalLong.of(6), again.get().pid());

      // Down for a moment, to be started again: that is not what was asked for.
      played.ends(0);
      var down = waiting(() -> played.service.down(PATIENCE));
      awaitTaken(played, "d");
      assertFalse(down.isDone());
      played.status.wantUp = false;
      played.write();
      assertEquals(State.DOWN, down.get().state());
    }
  }

  @Test
  void aWaitIsGivenUpForAReason() throws Exception {
    try (PlayedService played = new PlayedService(directory.resolve("web")).listening()) {
      NotReachedException late =
          assertThrows(
              NotReachedException.class,
              () -> played.service.waitFor(State.UP, Duration.ofMillis(1)));
      assertEquals(State.DOWN, late.status().state());
      assertTrue(late.getMessage().contains("waited PT0.001S, expected UP, is DOWN"));

      var failing = waiting(() -> played.service.waitFor(State.UP, PATIENCE));
      played.tell("O");
      assertTrue(failure(failing) instanceof NotReachedException);
      var left = waiting(() -> played.service.waitFor(State.UP, PATIENCE));
      played.tell("x");
      assertTrue(failure(left) instanceof NotSupervisedException);
      var gone = waiting(() -> played.service.waitFor(State.UP, PATIENCE));
      try (var fifos = Files.list(directory.resolve("web/event"))) {
        for (Path fifo : fifos.toList()) Files.delete(fifo);
      }
      assertTrue(failure(gone) instanceof NotSupervisedException);
    }
  }

  /** What came by no letter is seen nonetheless. */
  @Test
  void aLostLetterIsNoLoss() throws Exception {
    try (PlayedService played = new PlayedService(directory.resolve("web")).listening()) {
      var up = waiting(() -> played.service.waitFor(State.UP, PATIENCE));
      played.status.pid = 9;
      played.status.ready = false;
      played.write();
      assertEquals(State.UP, up.get().state());
    }
  }

  @Test
  void namesAndFilesOfAService() throws IOException {
    Service web = Service.at(directory.resolve("web"));
    assertEquals("web", web.toString());
    assertEquals(web, Service.at(directory.resolve("web")));
    assertEquals(web.hashCode(), Service.at(directory.resolve("web")).hashCode());
    assertTrue(web.isNormallyUp());
    assertFalse(web.tellsReadiness());
    Files.createDirectories(directory.resolve("web"));
    Files.createFile(directory.resolve("web/down"));
    Files.createFile(directory.resolve("web/notification-fd"));
    assertFalse(web.isNormallyUp());
    assertTrue(web.tellsReadiness());
    assertEquals("/", Service.at(Path.of("/")).name());
  }

  private interface Waiting {
    Status get() throws InterruptedException;
  }

  /** The wait in a thread of its own, once it listens. */
  private CompletableFuture<Status> waiting(Waiting wait) throws Exception {
    Path event = directory.resolve("web/event");
    CompletableFuture<Status> answer = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                answer.complete(wait.get());
              } catch (Exception e) {
                answer.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    while (!answer.isDone() && !isHeard(event)) Thread.sleep(1);
    return answer;
  }

  private static boolean isHeard(Path event) throws IOException {
    try (var fifos = Files.list(event)) {
      return fifos.anyMatch(one -> one.getFileName().toString().startsWith("ftrig1:"));
    }
  }

  private static Throwable failure(CompletableFuture<Status> wait) throws InterruptedException {
    return assertThrows(ExecutionException.class, wait::get).getCause();
  }

  private static void awaitTaken(PlayedService played, String letters) throws InterruptedException {
    StringBuilder taken = new StringBuilder(played.taken());
    while (taken.length() < letters.length()) {
      Thread.sleep(1);
      taken.append(played.taken());
    }
    assertEquals(letters, taken.toString());
  }

  /** Nothing of the JVM's own is in the way: paths of any bytes lead to their files. */
  @Test
  void aNameOfAnyBytesIsAName() {
    byte[] odd = {'w', (byte) 0xff, ' ', '"', (byte) 0xc3, (byte) 0xa9, '\n', '%', '4', '1'};
    Path place = ByteNames.below(directory, odd);
    try (PlayedService played = new PlayedService(place).listening()) {
      played.service.up();
      assertEquals("u", played.taken());
      assertEquals(State.DOWN, played.service.status().state());
    }
    assertTrue(CString.text(ByteNames.bytes(place)).endsWith("/" + CString.text(odd)));
  }
}
