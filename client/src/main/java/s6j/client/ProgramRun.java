package s6j.client;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import s6j.client.system.ByteNames;

/** One run of a program of the suite to its end. */
final class ProgramRun {
  private static final String QUOTE = "'\\''";

  private ProgramRun() {}

  /** Runs it with these words; what it says if it succeeds. */
  static String run(Path program, List<byte[]> words, Duration timeout)
      throws InterruptedException {
    Path said = null;
    Process process = null;
    try {
      said = Files.createTempFile("s6j-client", "");
      process =
          new ProcessBuilder(line(program, words))
              .redirectInput(new File("/dev/null"))
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      if (!process.waitFor(Wait.nanos(timeout), TimeUnit.NANOSECONDS))
        throw new ProgramException(program, "has not ended after " + timeout, -1, read(said), null);
      String output = read(said);
      if (process.exitValue() != 0)
        throw new ProgramException(
            program, "exit code " + process.exitValue(), process.exitValue(), output, null);
      return output;
    } catch (IOException e) {
      throw new ProgramException(program, "could not be run: " + e.getMessage(), -1, "", e);
    } finally {
      if (process != null) process.destroy();
      if (said != null) said.toFile().delete();
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).stripTrailing();
  }

  /**
   * The JDK encodes words as the locale has it, which may not have them: the shell is told of bytes
   * beyond ASCII by numbers.
   */
  private static List<String> line(Path program, List<byte[]> words) {
    List<byte[]> all = new ArrayList<>();
    all.add(ByteNames.bytes(program));
    all.addAll(words);
    StringBuilder script = new StringBuilder("exec");
    for (byte[] word : all) script.append(' ').append(quoted(word));
    return List.of("/bin/sh", "-c", script.toString());
  }

  /** A word for the shell. No name of a file or service ends with the newlines that this loses. */
  static String quoted(byte[] word) {
    boolean plain = true;
    StringBuilder literal = new StringBuilder("'");
    StringBuilder numbers = new StringBuilder("\"$(printf %b '");
    for (byte one : word) {
      plain &= one > 0;
      literal.append(one == '\'' ? QUOTE : String.valueOf((char) one));
      numbers.append(String.format("\\0%03o", one & 0xff));
    }
    return plain ? literal.append('\'').toString() : numbers.append("')\"").toString();
  }
}
