package s6j.dist;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All classes of the suite in one jar that the launcher runs. */
final class SuiteJar {
  /** The first year of a zip file, which has local times: the same classes give the same bytes. */
  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 1, 2, 0, 0);

  private SuiteJar() {}

  /** Writes the jar if it is not there or another; whether it did. */
  static boolean write(Path jar, List<Path> entries, List<Path> others, Class<?> main)
      throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    for (Path entry : entries) read(entry, files);
    byte[] bytes = packed(files, manifest(others, main));
    if (Files.exists(jar) && Arrays.equals(Files.readAllBytes(jar), bytes)) return false;
    Files.write(jar, bytes);
    return true;
  }

  private static void read(Path entry, Map<String, byte[]> files) throws IOException {
    if (Files.isDirectory(entry)) {
      readTree(entry, files);
      return;
    }
    try (FileSystem archive = FileSystems.newFileSystem(entry)) {
      readTree(archive.getPath("/"), files);
    }
  }

  private static void readTree(Path root, Map<String, byte[]> files) throws IOException {
    try (Stream<Path> tree = Files.walk(root, new FileVisitOption[0])) {
      for (Path file : tree.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString();
        if (!name.startsWith("META-INF")) files.put(name, Files.readAllBytes(file));
      }
    }
  }

  private static Manifest manifest(List<Path> others, Class<?> program) {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, program.getName());
    main.put(
        Attributes.Name.CLASS_PATH,
        others.stream().map(jar -> jar.getFileName().toString()).collect(Collectors.joining(" ")));
    main.putValue("Enable-Native-Access", "ALL-UNNAMED");
    return manifest;
  }

  private static byte[] packed(Map<String, byte[]> files, Manifest manifest) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      put(jar, "META-INF/MANIFEST.MF", content(manifest));
      for (Map.Entry<String, byte[]> file : files.entrySet())
        put(jar, file.getKey(), file.getValue());
    }
    return bytes.toByteArray();
  }

  private static byte[] content(Manifest manifest) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    manifest.write(bytes);
    return bytes.toByteArray();
  }

  private static void put(JarOutputStream jar, String name, byte[] content) throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setTimeLocal(ENTRY_TIME);
    jar.putNextEntry(entry);
    jar.write(content);
    jar.closeEntry();
  }
}
