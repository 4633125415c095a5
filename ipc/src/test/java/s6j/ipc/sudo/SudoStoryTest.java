package s6j.ipc.sudo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import s6j.formats.ByteSink;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FaultyPosix;

/** Stories of a sudo server and its client, good and bad. */
class SudoStoryTest {
  private static final int LEAST_CALLS = 15;
  private final SudoServer server = new SudoServer();

  @Test
  void theProgramRunsAndItsExitCodeIsPassedOn() {
    server.then(() -> server.send(SudoServer.request("a"), 3));
    assertEquals(0, server.serve());
    assertEquals("/bin/prog a", server.programs.get(0).line());
    assertEquals(List.of(0, 0, 0, SudoServer.EXIT_CODE, 0, -1), server.heard());
  }

  @Test
  void aClientThatLeavesTakesTheProgramWithIt() {
    server.then(() -> server.send(SudoServer.request("a"), 3));
    server.then(() -> server.client.close(SudoServer.CONNECTION));
    assertEquals(1, server.serve());
    assertTrue(server.posix.kills().contains("TERM " + server.programs.get(0).getpid()));
  }

  @Test
  void aDetachedProgramGoesOnWithoutItsClient() {
    server.then(() -> server.send(SudoServer.request("a"), 3));
    server.then(() -> server.client.close(SudoServer.CONNECTION));
    assertEquals(0, server.serve("-d"));
    assertEquals(List.of(), server.posix.kills());
    assertTrue(server.programs.get(0).hasEnded());
  }

  @Test
  void whoSaysNothingIsHungUpOnInTime() {
    server.then(() -> server.send(new byte[] {0, 0, 0}, 0));
    assertEquals(111, server.serve("-t", "500"));
    assertTrue(server.posix.errors().contains("read message from client"));
    assertEquals(List.of(), server.programs);
  }

  @Test
  void aRequestThatNoKernelWouldTakeIsRefusedUnread() {
    byte[] header = new ByteSink(6).big32(SudoRequest.LARGEST + 1).put(0).put(3).copy();
    server.then(() -> server.send(header, 3));
    assertEquals(111, server.serve());
    assertEquals(List.of(Errno.E2BIG, -1), server.heard());
    assertEquals(List.of(), server.programs);
  }

  @Test
  void aProgramThatIsNotThereIsToldOf() {
    server.posix.unlink(s6j.posix.Posix.CWD, CString.of("/bin/prog"));
    server.then(() -> server.send(SudoServer.request("a"), 3));
    assertEquals(111, server.serve());
    assertEquals(List.of(Errno.ENOENT, -1), server.heard());
  }

  /** {@code prog a} becomes this. */
  private void foresee(String becomes) {
    server.foresight =
        (posix, spawn) -> {
          assertEquals("a", CString.text(spawn.arguments[1]));
          spawn.arguments = new byte[][] {CString.of(becomes), CString.of("b")};
          spawn.environment = new byte[][] {CString.of("WHO=foreseen")};
          return true;
        };
  }

  @Test
  void whatTheProgramBecomesIsStartedInItsPlace() {
    foresee("/bin/prog");
    server.then(() -> server.send(SudoServer.request("a"), 3));
    assertEquals(0, server.serve());
    assertEquals("/bin/prog b", server.programs.get(0).line());
    assertEquals("foreseen", value("WHO"));
    assertEquals(List.of(0, 0, 0, SudoServer.EXIT_CODE, 0, -1), server.heard());
  }

  private String value(String name) {
    byte[] value = server.programs.get(0).variable(CString.of(name));
    return value == null ? null : CString.text(value);
  }

  /** It is for the program to tell why not. */
  @Test
  void whatCannotBeStartedInItsPlaceIsLeftToTheProgram() {
    foresee("/bin/missing");
    server.then(() -> server.send(SudoServer.request("a"), 3));
    assertEquals(0, server.serve());
    assertEquals("/bin/prog a", server.programs.get(0).line());
    assertEquals(null, value("WHO"));
  }

  /** The program might depend on them. */
  @Test
  void forAClientWithVariablesNothingIsForeseen() {
    foresee("/bin/prog");
    byte[][] words = {CString.of("a")};
    byte[][] variables = {CString.of("PATH=/mine")};
    byte[] body = SudoRequest.encode(words, variables).copy();
    server.then(() -> server.send(SudoServer.message(body, 3), 3));
    assertEquals(0, server.serve());
    assertEquals("/bin/prog a", server.programs.get(0).line());
  }

  /** Whatever a client sends, nothing is started that is no request, and it ends. */
  @Property(tries = 300)
  void hostileClientsStartNothing(
      @ForAll @Size(max = 80) byte[] bytes,
      @ForAll @IntRange(max = 8) int descriptors,
      @ForAll boolean framed) {
    SudoServer hostile = new SudoServer();
    byte[] sent = framed ? SudoServer.message(bytes, descriptors) : bytes;
    hostile.then(() -> hostile.send(sent, descriptors));
    hostile.then(() -> hostile.client.close(SudoServer.CONNECTION));
    int code = hostile.serve("-t", "1000");
    assertTrue(code == 100 || code == 111, () -> "exit code " + code);
    assertEquals(List.of(), hostile.programs);
    assertEquals(List.of(), hostile.posix.complaints());
  }

  /**
   * A sudo server serves one client, so it may end of a failure; but then the client sees the end,
   * and the program does not go on unseen.
   */
  @Test
  void noSingleFailingCallLeavesTheProgramAlone() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              SudoServer story = new SudoServer();
              story.then(() -> story.send(SudoServer.request("a"), 3));
              int code = story.serveOn(faulty.around(story.posix), "-t", "5000");
              assertTrue(code == 0 || code == 1 || code == 111, () -> "exit code " + code);
              assertTrue(story.hasEndedAll(), "the program goes on");
              List<Integer> answer = story.heard();
              assertEquals(-1, answer.get(answer.size() - 1), answer::toString);
              if (code != 0) return;
              List<Integer> end = List.of(0, 0, 0, SudoServer.EXIT_CODE, 0, -1);
              assertEquals(end, answer);
              assertFalse(story.programs.isEmpty());
            });
    assertTrue(calls > LEAST_CALLS, "only " + calls + " calls");
  }
}
