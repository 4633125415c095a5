package s6j.it;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import s6j.faults.story.Story;
import s6j.faults.story.Telling;

/**
 * The stories with real processes: each of our builds, Debian's s6, and ours with Debian's both
 * ways; with {@code -Ds6j.stories.suites=REGEX} those whose names match. Where the native build is
 * there, the JVM tells one story in three, for the sake of time; all with {@code
 * -Ds6j.stories.jvm=1}.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StoriesIT {
  private static final String SUITES = System.getProperty("s6j.stories.suites", ".*");

  private static final int ONE_IN = Integer.getInteger("s6j.stories.jvm", 3);

  static Stream<Arguments> tellings() {
    List<Story> stories = Story.all(Path.of("../../stories"));
    assertFalse(stories.isEmpty());
    List<Suite.Pairing> pairings = new ArrayList<>(Suite.pairings().toList());
    if (Suite.DEBIAN.isInstalled()) pairings.add(new Suite.Pairing(Suite.DEBIAN, Suite.DEBIAN));
    pairings.removeIf(pairing -> !pairing.toString().matches(SUITES));
    return stories.stream()
        .flatMap(
            story ->
                pairings.stream()
                    .filter(pairing -> isFor(story, pairing))
                    .filter(pairing -> isTurn(stories.indexOf(story), pairing))
                    .map(pairing -> Arguments.of(story, pairing)));
  }

  /** Both of our builds meet Debian's s6 in scan directories; one of them does in all stories. */
  private static boolean isFor(Story story, Suite.Pairing pairing) {
    List<Suite> both = List.of(pairing.daemons(), pairing.commands());
    boolean isJvmWithDebian = both.containsAll(List.of(Suite.JVM, Suite.DEBIAN));
    if (isJvmWithDebian && Suite.NATIVE.isInstalled() && !story.name().startsWith("scan-"))
      return false;
    return !both.contains(Suite.DEBIAN) || story.isFor(Suite.debianVersion());
  }

  private static boolean isTurn(int place, Suite.Pairing pairing) {
    boolean isJvm = pairing.daemons() == Suite.JVM && pairing.commands() == Suite.JVM;
    return !isJvm || !Suite.NATIVE.isInstalled() || place % ONE_IN == 0;
  }

  @ParameterizedTest
  @MethodSource("tellings")
  void itHappensAsTold(Story story, Suite.Pairing pairing) {
    tell(story, pairing, false);
  }

  static Stream<Arguments> hostedTellings() {
    return tellings()
        .filter(arguments -> ((Story) arguments.get()[0]).starts("s6-svscan"))
        .filter(arguments -> !((Story) arguments.get()[0]).name().equals("supervisor-killed.story"))
        .filter(arguments -> ((Suite.Pairing) arguments.get()[1]).daemons() != Suite.DEBIAN);
  }

  /** What scanners and supervisors do in one process is what they do in many. */
  @ParameterizedTest
  @MethodSource("hostedTellings")
  void itHappensAsToldInHostedMode(Story story, Suite.Pairing pairing) {
    tell(story, pairing, true);
  }

  private static void tell(Story story, Suite.Pairing pairing, boolean hosted) {
    try (World world = new World(pairing);
        Telling telling = new Telling(story, new RealGround(world, hosted))) {
      telling.tell();
    }
  }
}
