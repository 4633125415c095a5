package s6j.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Writes source definition directories; random ones are the same for the same seed. */
final class SourceTree {
  final Path root;

  SourceTree(Path root) {
    this.root = root;
  }

  /** A tree that may have every kind of definition; sometimes a broken one. */
  static SourceTree random(Path root, long seed) {
    return new RandomSources(new SourceTree(root), new Random(seed)).write();
  }

  SourceTree write(String definition, String file, String content) {
    try {
      Path directory = Files.createDirectories(root.resolve(definition));
      Files.writeString(directory.resolve(file), content, StandardCharsets.UTF_8);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
