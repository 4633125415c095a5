package s6j.svscan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.formats.talk.SupervisorHost;
import s6j.posix.CString;
import s6j.posix.FakePosix;

/** A scanner whose supervisors live in its process (decision 11). */
class SvscanHostedTest {
  private static final String PROGRAM = "/usr/bin/s6-svscan";

  private final Scene scene = new Scene();
  private final FakeHost host = new FakeHost();
  private int upgrades;

  private void at(long millis, String letters) {
    scene.at(millis, () -> assertEquals(0, scene.send(letters)));
  }

  private int run() {
    scene.posix.program(PROGRAM, image -> {});
    List<String> words = List.of(PROGRAM, "-H", "/scan");
    while (true) {
      byte[][] arguments = words.stream().map(CString::of).toArray(byte[][]::new);
      try {
        SupervisorHost.Maker maker = host.maker();
        return SvscanMain.run(scene.posix, SvscanMain.declaration(maker), arguments, maker);
      } catch (FakePosix.Executed image) {
        upgrades++;
        words = new ArrayList<>(Arrays.stream(image.arguments).map(CString::text).toList());
      }
    }
  }

  @Test
  void servicesBeginInItAndAreEndedInOrder() {
    scene.service("a").service("a/log").service("b");
    scene.at(400, () -> assertEquals(3, host.living.size()));
    at(500, "t");
    assertEquals(0, run());
    assertEquals(List.of("a", "a/log", "b"), host.begun.stream().sorted().toList());
    assertEquals(List.of(), scene.starts);
    assertTrue(host.living.isEmpty());
    assertEquals(1, host.closed);
  }

  @Test
  void oneThatEndsBeginsAgainAfterAPause() {
    scene.service("a");
    scene.at(300, () -> host.living.get("a").end());
    scene.at(900, () -> assertFalse(host.living.containsKey("a")));
    scene.at(1200, () -> assertTrue(host.living.containsKey("a")));
    at(2000, "t");
    assertEquals(0, run());
    assertEquals(List.of("a", "a"), host.begun);
  }

  @Test
  void aNewImageGoesOnWithThem() {
    scene.service("a").service("a/log").service("b");
    at(500, "U");
    scene.at(700, () -> assertEquals(3, host.living.size()));
    scene.at(800, () -> host.living.get("b").end());
    scene.at(2000, () -> assertTrue(host.living.containsKey("b")));
    at(2500, "t");
    assertEquals(0, run());
    assertEquals(1, upgrades);
    assertEquals(3, host.handedOver);
    assertEquals(3, host.takenUp);
    assertEquals(4, host.begun.size());
    assertTrue(host.living.isEmpty());
  }

  @Test
  void oneThatEndsWithAnExitCodeIsDead() {
    scene.service("a");
    host.answers.add(111);
    scene.at(500, () -> assertTrue(host.living.isEmpty()));
    scene.at(1500, () -> assertTrue(host.living.containsKey("a")));
    at(2000, "t");
    assertEquals(0, run());
    assertEquals(List.of("a 111", "a"), host.begun);
  }

  @Test
  void whereThereIsNoRoomItIsToldOnceAndTriedAgain() {
    scene.service("a").service("b");
    host.answers.addAll(List.of(SupervisorHost.FULL, SupervisorHost.FULL));
    at(60_000, "t");
    assertEquals(0, run());
    assertEquals(4, host.begun.size());
    assertEquals(1, scene.count("no descriptors left"));
  }

  @Test
  void aNoteThatIsAboutToComeIsWaitedForAMoment() {
    scene.service("a");
    host.answers.add(SupervisorHost.BUSY);
    scene.at(900, () -> assertTrue(host.living.containsKey("a")));
    at(2000, "t");
    assertEquals(0, run());
    assertEquals(2, host.begun.size());
  }

  @Test
  void aDirectoryThatIsElsewhereIsSoughtAnew() {
    scene.posix.directory("/elsewhere/c").directory("/elsewhere/d");
    scene.link("/elsewhere/c", "c");
    host.answers.add(SupervisorHost.ELSEWHERE);
    at(4000, "t");
    assertEquals(0, run());
    assertTrue(host.begun.size() >= 2, host.begun.toString());
    assertTrue(host.begun.contains("c"), host.begun.toString());
  }

  @Test
  void whatIsForgottenIsEnded() {
    scene.posix.directory("/elsewhere/c");
    scene.link("/elsewhere/c", "c").service("a");
    scene.at(300, () -> scene.unlink("c"));
    at(400, "an");
    scene.at(800, () -> assertEquals(List.of("a"), List.copyOf(host.living.keySet())));
    at(1000, "t");
    assertEquals(0, run());
  }
}
