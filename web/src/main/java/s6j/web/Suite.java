package s6j.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import s6j.client.Programs;

/** The programs of the suite, run to their end. */
final class Suite {
  /** How a program ended, and what it said. */
  record Answer(int code, String out, String err) {}

  private static final int PATIENCE_SECONDS = 60;

  private final Programs programs = Programs.found();

  Answer run(String program, String... arguments) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(programs.program(program).toString());
    line.addAll(List.of(arguments));
    Path err = Files.createTempFile("s6j-serve", "");
    try {
      Process process = new ProcessBuilder(line).redirectError(err.toFile()).start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) process.destroy();
      return new Answer(process.waitFor(), out, Files.readString(err).strip());
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    } finally {
      Files.deleteIfExists(err);
    }
  }
}
