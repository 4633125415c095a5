package s6j.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import s6j.posix.jnr.JnrPosix;

/** Programs are found as spec 0.1 says; on the JVM, whose PATH holds sh. */
class ExecutableTest {
  private final Posix posix = new JnrPosix();
  private final Environment environment = new Environment(posix.environment());

  @TempDir Path directory;

  private int exec(String... words) {
    return Executable.exec(posix, words(words), environment);
  }

  private static byte[][] words(String... words) {
    byte[][] bytes = new byte[words.length][];
    for (int i = 0; i < words.length; i++) bytes[i] = CString.of(words[i]);
    return bytes;
  }

  @Test
  void saysWhyItDoesNotExecute() throws IOException {
    assertEquals(-Errno.EACCES, exec(""));
    assertEquals(-Errno.ENOENT, exec("there-is-no-such-program"));
    assertEquals(-Errno.ENOENT, exec("/nonexistent/program"));
    assertEquals(-Errno.EACCES, exec(directory.toString()));
    Path text = Files.writeString(directory.resolve("text"), "no program\n");
    assertEquals(-Errno.EACCES, exec(text.toString()));
    assertTrue(text.toFile().setExecutable(true));
    assertEquals(-Errno.ENOEXEC, exec(text.toString()));
  }

  @Test
  void theExitCodeTellsMissingFromBroken() {
    assertEquals(127, Executable.exitCode(-Errno.ENOENT));
    assertEquals(126, Executable.exitCode(-Errno.EACCES));
    assertEquals(126, Executable.exitCode(-Errno.ENOEXEC));
  }

  @Test
  void spawnsWhatIsOnPath() {
    Spawn spawn = new Spawn();
    spawn.arguments = words("sh", "-c", "exit 9");
    int[] status = new int[1];
    int pid = Executable.spawn(posix, spawn);
    assertTrue(pid > 1);
    assertEquals(pid, posix.waitpid(pid, status, 0));
    assertEquals(9, WaitStatus.exitCode(status[0]));
    assertTrue(CString.text(spawn.file).endsWith("/sh"));
    spawn.arguments = words("there-is-no-such-program");
    assertEquals(-Errno.ENOENT, Executable.spawn(posix, spawn));
    spawn.arguments = words("");
    assertEquals(-Errno.ENOENT, Executable.spawn(posix, spawn));
  }

  @Test
  void aCompanionIsBesideTheCallerElseOnPath() throws IOException {
    Path beside = Files.writeString(directory.resolve("sh"), "");
    assertTrue(beside.toFile().setExecutable(true));
    assertEquals(beside.toString(), companion(directory + "/caller", "sh"));
    assertTrue(companion(directory + "/caller", "cat").endsWith("bin/cat"));
    assertTrue(companion("cat", "sh").startsWith("/"));
    assertEquals("there-is-no-such-program", companion("cat", "there-is-no-such-program"));
  }

  private String companion(String caller, String name) {
    return CString.text(Executable.companion(posix, CString.of(caller), CString.of(name)));
  }
}
