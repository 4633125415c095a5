package s6j.front;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs a program to its end. */
final class Running {
  /** What it printed on its two outputs, and its exit code. */
  record Answer(int code, String out, String err) {}

  private Running() {}

  static Answer run(List<String> line) throws IOException {
    Path err = Files.createTempFile("s6j", ".err");
    try {
      Process process =
          new ProcessBuilder(line)
              .redirectInput(new File("/dev/null"))
              .redirectError(err.toFile())
              .start();
      String out = text(process.getInputStream());
      return new Answer(code(process), out, Files.readString(err, StandardCharsets.ISO_8859_1));
    } finally {
      Files.delete(err);
    }
  }

  private static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static int code(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      throw new IOException("interrupted", e);
    }
  }
}
