package s6j.dist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A text that lies beside these classes, and what becomes of it in a tree. */
record Resource(String name) {
  String text() throws IOException {
    try (InputStream stream = Resource.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Writes it as it is, under the last part of its name. */
  void into(Path directory) throws IOException {
    Files.writeString(in(directory), text());
  }

  /** Writes it as a program. */
  void scriptInto(Path directory) throws IOException {
    writeScript(in(directory), text());
  }

  private Path in(Path directory) throws IOException {
    return Files.createDirectories(directory).resolve(Path.of(name).getFileName());
  }

  /** Writes a program. */
  static void writeScript(Path script, String text) throws IOException {
    Files.writeString(script, text);
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
