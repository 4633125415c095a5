package s6j.dist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * What jars have to say of their licences, beside them: {@code licences/JAR/FILE}; and the texts of
 * those that jars and images are under without having them, {@code licences/NAME.txt}.
 */
final class Licences {
  private static final Pattern TEXT =
      Pattern.compile(
          "(META-INF/)?(LICENSE|NOTICE|COPYING|about)[\\w.-]*(?<!\\.(ini|properties|mappings))");

  private Licences() {}

  /** The texts of what lies in native images. */
  static void ofPrograms(Path to) throws IOException {
    write(to, List.of("Apache-2.0", "musl"));
  }

  private static void write(Path to, List<String> names) throws IOException {
    for (String name : names) new Resource("licences/" + name + ".txt").into(to);
  }

  /** Gathers it of all jars of a directory. */
  static void gather(Path jars) throws IOException {
    write(jars.resolve("licences"), List.of("Apache-2.0", "ANTLR"));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(jars, "*.jar")) {
      for (Path file : files) {
        String name = file.getFileName().toString().replaceFirst("[.]jar$", "");
        gather(file, jars.resolve("licences").resolve(name));
      }
    }
  }

  private static void gather(Path file, Path to) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        if (!TEXT.matcher(entry.getName()).matches()) continue;
        Path text = Files.createDirectories(to).resolve(Path.of(entry.getName()).getFileName());
        try (InputStream from = jar.getInputStream(entry)) {
          Files.write(text, from.readAllBytes());
        }
      }
    }
  }
}
