package s6j.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import s6j.posix.jnr.JnrPosix;

/** The JVM's implementation keeps the contract, and leaves no trace in what it executes. */
class JnrPosixTest {
  @TempDir Path scratch;

  @Test
  void keepsTheContract() throws IOException, InterruptedException {
    Path held = Files.createFile(Files.createDirectory(scratch.resolve("other")).resolve("held"));
    Files.createDirectory(scratch.resolve("empty"));
    String output;
    try (FileChannel channel = FileChannel.open(held, WRITE)) {
      channel.lock();
      output = run();
    }
    assertFalse(output.contains("FAILED"), output);
    assertTrue(output.contains("failures 0\n"), output);
    assertTrue(number(output, "checks ") > 300, output);
    assertTrue(output.contains("local time 7:16:40\n"), output);
    assertTrue(output.contains("launcher variables: none\n"), output);
    assertTrue(output.contains("blocked: 0000000000000000\n"), output);
    assertTrue(output.contains("ignores SIGPIPE\n"), output);
    assertTrue(output.contains("argument: \u00ff\u00fe"), output);
    assertTrue(output.contains("placeholder -9\n"), output);
    assertTrue(output.contains("lock 1 -11\n"), output);
    assertFalse(output.contains("open: "), output);
  }

  /** The shell passes an argument that is not UTF-8, which Java cannot. */
  private String run() throws IOException, InterruptedException {
    String script =
        "exec env --block-signal=TERM,HUP,CHLD \"$0\" -Xrs -XX:-UseContainerSupport -XX:TieredStopAtLevel=1 -cp \"$1\""
            + " s6j.posix.JnrContract \"$2/empty\" \"$(printf '\\377\\376')\" \"$2/other/held\""
            + " 9</dev/null";
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of("sh", "-c", script, java, System.getProperty("java.class.path"), scratch + "");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TZ", "Asia/Kolkata");
    builder.environment().put("S6J_JVM_BLOCKED", "1");
    builder.environment().put("S6J_JVM_NO_PIPE", "1");
    builder.environment().put("S6J_JVM_INHERITED", "");
    builder.environment().put("S6J_JVM_PLACEHOLDERS", "9");
    Process process = builder.start();
    process.getOutputStream().close();
    boolean[] late = new boolean[1];
    Thread watch = new Thread(() -> late[0] = !endsInTime(process));
    watch.start();
    String output = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
    watch.join();
    assertFalse(late[0], output);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  private static boolean endsInTime(Process process) {
    try {
      if (process.waitFor(60, TimeUnit.SECONDS)) return true;
    } catch (InterruptedException unexpected) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    return false;
  }

  private static int number(String output, String name) {
    int from = output.indexOf(name) + name.length();
    return Integer.parseInt(output.substring(from, output.indexOf('\n', from)));
  }

  @Test
  void cannotFork() {
    assertEquals(-Errno.ENOSYS, new JnrPosix().fork());
  }
}
