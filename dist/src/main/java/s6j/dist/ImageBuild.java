package s6j.dist;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.teavm.diagnostics.DefaultProblemTextConsumer;
import org.teavm.diagnostics.Problem;
import org.teavm.diagnostics.ProblemSeverity;
import org.teavm.tooling.EmptyTeaVMToolLog;
import org.teavm.tooling.TeaVMTargetType;
import org.teavm.tooling.TeaVMTool;
import org.teavm.vm.TeaVMOptimizationLevel;
import s6j.dist.generated.Preinitialisation;

/**
 * Builds one image: Java bytecode to C, C to an executable. Beside the executable lies the hash of
 * all that went in; while it is the same, nothing is done.
 */
final class ImageBuild {
  /** ADVANCED was seen to miscompile. */
  private static final TeaVMOptimizationLevel LEVEL = TeaVMOptimizationLevel.SIMPLE;

  /** What the image depends on without naming it. */
  private static final List<String> OWN_PARTS =
      List.of(
          "s6j/dist/ImageBuild",
          "s6j/dist/CCompiler",
          "s6j/dist/generated/Classes",
          "s6j/dist/generated/Literals",
          "s6j/dist/generated/Runtime",
          "s6j/dist/generated/ShadowStack",
          "org/teavm/runtime/GC",
          "org/teavm/runtime/Allocator");

  private final Image image;
  private final CCompiler compiler;
  private final Path directory;

  /** {@code work} gets a directory for the image. */
  ImageBuild(Image image, CCompiler compiler, Path work) {
    this.image = image;
    this.compiler = compiler;
    directory = work.resolve(image.name());
  }

  Image image() {
    return image;
  }

  Path executable() {
    return directory.resolve(image.name());
  }

  boolean isFresh() throws IOException {
    return Files.exists(executable())
        && Files.exists(stamp())
        && Files.readString(stamp()).equals(hash());
  }

  /** The first half, in this process: not to be run in two threads. */
  void writeC() throws Exception {
    Files.deleteIfExists(stamp());
    FileUtils.deleteDirectory(sources().toFile());
    TranslatorOrder.begin();
    TeaVMTool tool = tool();
    tool.generate();
    failOn(tool.getProblemProvider().getProblems());
    Preinitialisation.apply(sources(), image.heapBytes());
  }

  /** The second half, mostly in another process. */
  void compileC() throws IOException, InterruptedException {
    compiler.compile(sources(), executable(), image.aim());
    Files.writeString(stamp(), hash());
  }

  private TeaVMTool tool() {
    TeaVMTool tool = new TeaVMTool();
    tool.setClassLoader(loader());
    tool.setClassPath(compilerPath());
    tool.setTargetDirectory(sources().toFile());
    tool.setMainClass(image.main().getName());
    tool.setTargetType(TeaVMTargetType.C);
    tool.setMinHeapSize(image.heapBytes());
    tool.setMaxHeapSize(image.heapBytes());
    tool.setOptimizationLevel(LEVEL);
    tool.setObfuscated(true);
    tool.setStrict(true);
    tool.setAssertionsRemoved(true);
    tool.setLog(new EmptyTeaVMToolLog());
    return tool;
  }

  private ClassLoader loader() {
    return image.main().getClassLoader();
  }

  private void failOn(List<Problem> problems) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Problem problem : problems) {
      if (problem.getSeverity() != ProblemSeverity.ERROR) continue;
      DefaultProblemTextConsumer consumer = new DefaultProblemTextConsumer();
      problem.render(consumer);
      text.append(consumer.getText()).append(" in ").append(problem.getLocation()).append('\n');
    }
    if (text.length() > 0) throw new IOException(image.name() + " image:\n" + text);
  }

  private String hash() throws IOException {
    MessageDigest digest = digest();
    String settings =
        image.heapBytes()
            + " "
            + image.aim()
            + " "
            + LEVEL
            + " "
            + compiler.command()
            + compiler.flags()
            + compiler.version()
            + " "
            + compilerFiles();
    digest.update(settings.getBytes());
    for (Map.Entry<String, byte[]> entry : ClassClosure.of(image.main()).entrySet()) {
      digest.update(entry.getKey().getBytes());
      digest.update(entry.getValue());
    }
    digest.update(Preinitialisation.texts().getBytes());
    for (String part : OWN_PARTS) digest.update(ClassClosure.bytesOf(part, loader()));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Where the main class lies, then this program's class path, whose heap comes before TeaVM's. */
  private List<File> compilerPath() {
    List<File> path = new ArrayList<>();
    path.add(new File(image.main().getProtectionDomain().getCodeSource().getLocation().getPath()));
    for (String entry : classPath()) path.add(new File(entry));
    return path;
  }

  /** The jars of TeaVM by name, since their names hold their versions. */
  private static String compilerFiles() {
    return Arrays.stream(classPath())
        .map(entry -> new File(entry).getName())
        .filter(name -> name.startsWith("teavm-"))
        .toList()
        .toString();
  }

  private static String[] classPath() {
    return System.getProperty("java.class.path").split(File.pathSeparator);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path sources() {
    return directory.resolve("c");
  }

  private Path stamp() {
    return directory.resolve("hash");
  }
}
