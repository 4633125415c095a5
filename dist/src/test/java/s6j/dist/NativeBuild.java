package s6j.dist;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import s6j.cli.Program;

/** Builds images for tests, in the module's target directory. */
final class NativeBuild {
  private static final Path WORK = Path.of("target/native-test").toAbsolutePath();
  private static final int HEAP = 1 << 30;

  private NativeBuild() {}

  /** The executable of a main class; a test that needs one is left out without a C compiler. */
  static Path image(String name, Class<?> main) throws Exception {
    CCompiler compiler = CCompiler.find(WORK).orElse(null);
    Assumptions.assumeTrue(compiler != null, "no C compiler");
    Image image = new Image(name, main, HEAP, () -> new Program[0]);
    ImageBuild build = new ImageBuild(image, compiler, WORK);
    if (!build.isFresh()) {
      build.writeC();
      build.compileC();
    }
    return build.executable();
  }

  /** Runs a command under a deadline. */
  static Command.Answer run(Path directory, List<String> line) throws Exception {
    List<String> limited = new java.util.ArrayList<>(List.of("timeout", "120"));
    limited.addAll(line);
    return Command.run(directory, limited);
  }
}
