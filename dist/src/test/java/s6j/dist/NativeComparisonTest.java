package s6j.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.dist.selftest.JvmSelfTest;
import s6j.dist.selftest.NativeSelfTest;

/** What runs on the JVM runs natively, with the same output. */
class NativeComparisonTest {
  private static final int MOST_CHECKS_MISSING = 300;

  /** The release of Java that warns of what JNR does unless it is allowed, as in java.sh. */
  private static final int FIRST_THAT_WARNS = 23;

  private static final List<String> ALLOWED =
      List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED");

  @TempDir Path scratch;

  /** {@code lines} is a lower bound: an empty output would compare equal too. */
  @ParameterizedTest
  @CsvSource({
    "supervise, 200",
    "svc, 800",
    "svscan, 500",
    "rc, 500",
    "log, 200",
    "watch, 100",
    "encodings, 4000",
    "lines, 2000",
    "arguments, 1"
  })
  void saysTheSame(String test, int lines) throws Exception {
    Command.Answer natively = natively(test);
    assertEquals(onTheJvm(test).output(), natively.output());
    assertEquals(0, natively.code());
    assertTrue(natively.output().lines().count() >= lines);
  }

  @Test
  void keepsTheContractOfPosix() throws Exception {
    Command.Answer answer = natively("contract");
    assertEquals("", failures(answer.output()));
    assertFalse(answer.output().lines().count() < MOST_CHECKS_MISSING, answer.output());
    assertEquals(0, answer.code(), answer.output());
  }

  private static String failures(String output) {
    return String.join("\n", output.lines().filter(line -> line.startsWith("FAILED")).toList());
  }

  private Command.Answer natively(String test) throws Exception {
    Path image = NativeBuild.image("selftest", NativeSelfTest.class);
    return NativeBuild.run(scratch, List.of(image.toString(), test, scratch.toString()));
  }

  private Command.Answer onTheJvm(String test) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    String classPath = System.getProperty("java.class.path");
    String main = JvmSelfTest.class.getName();
    List<String> line = new ArrayList<>(List.of(java));
    if (Runtime.version().feature() >= FIRST_THAT_WARNS) line.addAll(ALLOWED);
    line.addAll(List.of("-cp", classPath, main, "selftest", test, scratch.toString()));
    return NativeBuild.run(scratch, line);
  }
}
