package s6j.dist;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs a command of this machine to its end. */
final class Command {
  private Command() {}

  /** The exit code, and standard output and error together. */
  record Answer(int code, String output) {}

  /** Runs one that must exit 0, else it is an error with what it said. */
  static void succeed(Path directory, String... line) throws IOException, InterruptedException {
    Answer answer = run(directory, List.of(line));
    if (answer.code() != 0) throw new IOException(line[0] + ": " + answer.output());
  }

  static Answer run(Path directory, List<String> line) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(line).directory(directory.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    return new Answer(process.waitFor(), output);
  }
}
