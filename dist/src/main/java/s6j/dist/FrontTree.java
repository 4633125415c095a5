package s6j.dist;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import s6j.front.S6j;

/** The front end for people in a tree: {@code bin/s6j} and its jars in {@code lib/s6j-front}. */
record FrontTree(Path root) {
  private static final List<String> LIBRARIES =
      List.of(
          "picocli-",
          "tomlj-",
          "snakeyaml-",
          "antlr4-runtime-",
          "gson-",
          "commons-io-",
          "jetty-",
          "slf4j-");

  /** Modules whose classes are those of the front end, and those that it reads with. */
  private static final List<String> MODULES = List.of("front", "web", "client", "formats", "posix");

  /** Installs it; {@code java} is what runs it where nothing else is named or found. */
  void install(String java) throws IOException {
    Path lib = Files.createDirectories(root.resolve("lib/s6j-front"));
    List<Path> others = classPath().filter(FrontTree::isLibrary).toList();
    for (Path jar : others)
      Files.copy(jar, lib.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    List<Path> ours = classPath().filter(FrontTree::isFront).toList();
    SuiteJar.write(lib.resolve("s6j-front.jar"), ours, others, S6j.class);
    writeLauncher(java);
  }

  private static Stream<Path> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of);
  }

  private static boolean isLibrary(Path entry) {
    String name = entry.getFileName().toString();
    return LIBRARIES.stream().anyMatch(name::startsWith);
  }

  /** Classes of such a module, as a directory or as a jar. */
  private static boolean isFront(Path entry) {
    return MODULES.stream().anyMatch(module -> isOf(module + "/target", entry));
  }

  private static boolean isOf(String target, Path entry) {
    return entry.endsWith(target + "/classes")
        || entry.getParent().endsWith(target) && entry.toString().endsWith(".jar");
  }

  private void writeLauncher(String java) throws IOException {
    Path launcher = Files.createDirectories(root.resolve("bin")).resolve("s6j");
    try (InputStream stream = FrontTree.class.getResourceAsStream("s6j.sh")) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      Files.writeString(launcher, text.replace("@JAVA@", java));
    }
    InstalledTree.makeExecutable(launcher);
  }
}
