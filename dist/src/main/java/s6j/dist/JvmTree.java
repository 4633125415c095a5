package s6j.dist;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import s6j.posix.jnr.LauncherSignals;

/**
 * The same programs on the JVM: {@code bin} links every name to one launcher, {@code lib} holds the
 * jars, JNR's native library unpacked and the archive of loaded classes.
 */
final class JvmTree {
  /** The libraries that JNR consists of; all others are for the build only. */
  private static final List<String> LIBRARIES = List.of("jnr-", "jffi-", "asm-");

  /** The libraries that only drawings need, kept out of the class path of all else. */
  private static final List<String> GRAPH_LIBRARIES =
      List.of(
          "org.eclipse.elk.",
          "org.eclipse.emf.",
          "org.eclipse.xtext.xbase.lib-",
          "guava-",
          "failureaccess-");

  /** What draws; s6-rc-db of either build looks for it beside itself. */
  private static final String DRAWING = "s6-rc-db-svg";

  private final Path root;
  private final Path lib;

  JvmTree(Path root) {
    this.root = root;
    lib = root.resolve("lib");
  }

  void install() throws IOException, InterruptedException {
    Files.createDirectories(lib);
    List<Path> ours = classPath().filter(JvmTree::isOurs).toList();
    List<Path> others = libraries(LIBRARIES);
    for (Path jar : others) copy(jar, lib);
    Path graph = Files.createDirectories(lib.resolve("graph"));
    for (Path jar : libraries(GRAPH_LIBRARIES)) copy(jar, graph);
    boolean changed = SuiteJar.write(lib.resolve("s6j.jar"), ours, others, JvmMain.class);
    unpackNativeLibrary();
    writeLauncher();
    writeScript("drawing", new Resource("drawing.sh").text());
    InstalledTree tree = new InstalledTree(root);
    for (Image image : Image.ALL) tree.link(image, "../lib/launcher");
    tree.link(DRAWING, "../lib/drawing");
    new InstalledTree(root.getParent()).link(DRAWING, "../jvm/lib/drawing");
    if (changed || !Files.exists(archive())) writeArchive();
  }

  private static Stream<Path> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(Path::of);
  }

  private static List<Path> libraries(List<String> names) {
    return classPath().filter(entry -> !isOurs(entry) && isOneOf(names, entry)).toList();
  }

  private static boolean isOneOf(List<String> names, Path entry) {
    return names.stream().anyMatch(entry.getFileName().toString()::startsWith);
  }

  /** Entries of this build lie in a module's target directory, others in a repository. */
  private static boolean isOurs(Path entry) {
    return (Files.isDirectory(entry) || entry.getParent().endsWith("target"))
        && !entry.toString().contains("front/target");
  }

  /** Keeps the time, which the class archive checks. */
  static void copy(Path jar, Path to) throws IOException {
    Path copy = to.resolve(jar.getFileName());
    if (Files.exists(copy) && Files.size(copy) == Files.size(jar)) return;
    Files.copy(jar, copy, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
  }

  /** JNR would unpack it into a temporary file at every start. */
  private void unpackNativeLibrary() throws IOException {
    String machine = System.getProperty("os.arch").replace("amd64", "x86_64");
    String name = "libjffi-1.2.so";
    String resource = "jni/" + machine + "-Linux/" + name;
    try (InputStream library = getClass().getClassLoader().getResourceAsStream(resource)) {
      if (library != null) FileUtils.copyInputStreamToFile(library, lib.resolve(name).toFile());
    }
  }

  private void writeLauncher() throws IOException {
    String template = new Resource("launcher.sh").text();
    StringBuilder cases = new StringBuilder();
    LauncherSignals.OF_PROGRAMS.forEach(
        (names, signals) ->
            cases.append("  ").append(names).append(") block=").append(signals).append(" ;;\n"));
    writeScript("launcher", template.replace("  # @SIGNALS@\n", cases.toString()));
  }

  private void writeScript(String name, String template) throws IOException {
    String search = new Resource("java.sh").text();
    String text = template.replace("# @JAVA@\n", search).replace("@JAVA@", java());
    Resource.writeScript(lib.resolve(name), text.replace("@PATH@", path()));
  }

  /** As it stands between single quotes. */
  private static String path() {
    return System.getProperty(CCompiler.PATH, "").replace("'", "'\\''");
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin/java").toString();
  }

  private Path archive() {
    return lib.resolve("s6j.jsa");
  }

  /** Without the archive the programs run as well, only slower to start: a failure is no error. */
  private void writeArchive() throws IOException, InterruptedException {
    Files.deleteIfExists(archive());
    List<String> line = new ArrayList<>(List.of(java(), "-XX:ArchiveClassesAtExit=" + archive()));
    line.addAll(List.of("-XX:+UseSerialGC", "-Xlog:disable", "-Djffi.boot.library.path=" + lib));
    line.addAll(List.of("-cp", lib.resolve("s6j.jar").toString(), Training.class.getName()));
    Command.Answer answer = Command.run(root, line);
    if (answer.code() != 0) System.err.println("no class archive: " + answer.output());
  }
}
