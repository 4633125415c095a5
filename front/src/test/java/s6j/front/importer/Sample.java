package s6j.front.importer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.apache.commons.io.file.PathUtils;
import s6j.front.toml.Problem;

/** A temporary directory of files to import. */
public final class Sample implements AutoCloseable {
  public static final ImportSettings DEFAULT = new ImportSettings(false, true, List.of());

  public final Path directory;

  public Sample() {
    try {
      directory = Files.createTempDirectory("s6j-import").toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file or directory that lies beside the tests. */
  public static Path resource(String name) {
    try {
      return Path.of(Sample.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public Path path(String name) {
    return directory.resolve(name);
  }

  public Sample write(String name, String content) {
    return write(name, content.getBytes(StandardCharsets.UTF_8));
  }

  public Sample write(String name, byte[] content) {
    try {
      Files.createDirectories(path(name).getParent());
      Files.write(path(name), content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Sample program(String name, String content) {
    write(name, content);
    try {
      Files.setPosixFilePermissions(path(name), PosixFilePermissions.fromString("rwxr-xr-x"));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Sample link(String name, String target) {
    try {
      Files.createDirectories(path(name).getParent());
      Files.createSymbolicLink(path(name), Path.of(target));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Imported read(Importer importer, String... sources) {
    return read(importer, DEFAULT, sources);
  }

  public Imported read(Importer importer, ImportSettings settings, String... sources) {
    return imported(importer, settings, List.of(sources).stream().map(this::path).toList());
  }

  public static Imported imported(Importer importer, ImportSettings settings, List<Path> sources) {
    try {
      return Imported.of(importer, sources, settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of NAME.toml. */
  public static String toml(Imported imported, String name) {
    return imported.tree().texts().getOrDefault(name + ".toml", "");
  }

  /** LINE:COLUMN: and what follows, of each. */
  public static List<String> shown(List<Problem> problems) {
    return problems.stream()
        .map(p -> p.place().line() + ":" + p.place().column() + ": " + p.text())
        .toList();
  }

  @Override
  public void close() {
    try {
      PathUtils.deleteDirectory(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of what was made, in order. */
  public static List<String> names(Imported imported) {
    return imported.definitions().stream().map(d -> d.name.text()).toList();
  }

  /** Fails unless all of this is in the definition of that name. */
  public static void has(Imported imported, String name, String... parts) {
    String text = toml(imported, name);
    for (String part : parts) assertTrue(text.contains(part), () -> part + " in\n" + text);
  }
}
