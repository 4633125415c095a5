package s6j.dist;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /**
   * Installs it; {@code java} is what runs it where nothing else is named or found. Whether its
   * classes are others than before.
   */
  boolean install(String java) throws IOException {
    Path lib = Files.createDirectories(lib());
    List<Path> others = classPath().filter(FrontTree::isLibrary).toList();
    for (Path jar : others) JvmTree.copy(jar, lib);
    List<Path> ours = classPath().filter(FrontTree::isFront).toList();
    boolean changed = SuiteJar.write(lib.resolve("s6j-front.jar"), ours, others, S6j.class);
    Path bin = Files.createDirectories(root.resolve("bin"));
    Resource.writeScript(bin.resolve("s6j"), script("s6j.sh", java));
    Resource.writeScript(classArchive(), script("class-archive.sh", java));
    return changed;
  }

  private static String script(String name, String java) throws IOException {
    return new Resource(name).text().replace("@JAVA@", java);
  }

  private Path lib() {
    return root.resolve("lib/s6j-front");
  }

  /** The script that makes the archive of classes. */
  private Path classArchive() {
    return lib().resolve("class-archive");
  }

  /** Makes the archive of classes by this Java; without it {@code s6j} is only slower to start. */
  void writeArchive(String java) throws IOException, InterruptedException {
    Command.Answer answer = Command.run(root, List.of(classArchive().toString(), java));
    if (answer.code() != 0) System.err.println("no class archive of s6j: " + answer.output());
  }

  boolean hasArchive() {
    return Files.exists(lib().resolve("s6j.jsa"));
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
}
