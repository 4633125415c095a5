package s6j.maven;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The lines that a growing file has got since they were asked for last; an unfinished one waits.
 */
final class NewLines implements Closeable {
  private final InputStream file;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

  NewLines(Path path) throws IOException {
    file = Files.newInputStream(path);
  }

  void forEach(Consumer<String> reader) throws IOException {
    for (byte one : file.readAllBytes()) {
      if (one != '\n') {
        begun.write(one);
        continue;
      }
      reader.accept(begun.toString(StandardCharsets.UTF_8));
      begun.reset();
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
