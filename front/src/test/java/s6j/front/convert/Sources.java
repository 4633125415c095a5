package s6j.front.convert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A directory of definitions, and what becomes of it. */
record Sources(Path directory) {
  Sources put(String file, String text) {
    return put(file, text.getBytes(StandardCharsets.UTF_8));
  }

  Sources put(String file, byte[] content) {
    try {
      Path path = directory.resolve(file);
      Files.createDirectories(path.getParent());
      Files.write(path, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Conversion convert() {
    return Conversion.of(List.of(directory), List.of(), "/var/log");
  }

  /** The problems, with the directory left out. */
  List<String> problems() {
    return convert().problems.sorted().stream()
        .map(problem -> problem.toString().replace(directory + "/", ""))
        .toList();
  }

  /** The content of a file that is made; fails if there were problems. */
  String made(String file) {
    Conversion conversion = convert();
    if (!conversion.problems.none())
      throw new AssertionError(conversion.problems.sorted().toString());
    SourceFile made = conversion.files.get(file);
    return made == null ? null : made.content();
  }
}
