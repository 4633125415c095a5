package s6j.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import s6j.cli.Output;
import s6j.posix.Posix;

/**
 * Tries the native compiler with random programs, so that a new TeaVM or gcc is not trusted unseen:
 * -Ds6j.compiler.seeds=100 tries a hundred.
 */
class CompilerTest {
  private static final int LINES = RandomProgram.METHODS * 60;
  private static final Path WORK = Path.of("target/random-programs").toAbsolutePath();

  static IntStream seeds() {
    return IntStream.rangeClosed(1, Integer.getInteger("s6j.compiler.seeds", 2));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aRandomProgramRunsTheSame(int seed) throws Exception {
    Path directory = Files.createDirectories(WORK.resolve("seed" + seed));
    compile(directory, RandomProgram.source(seed));
    URL[] place = {directory.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(place, getClass().getClassLoader())) {
      Class<?> program = loader.loadClass(RandomProgram.NAME);
      Path image = NativeBuild.image("random" + seed, program);
      List<String> lines = onTheJvm(program);
      Command.Answer answer = NativeBuild.run(directory, List.of(image.toString()));
      assertEquals(0, answer.code());
      assertEquals(LINES, lines.size());
      assertEquals(lines, answer.output().lines().toList());
    }
  }

  private static void compile(Path directory, String source) throws IOException {
    Path file = directory.resolve("Generated.java");
    Files.writeString(file, source);
    String classPath = System.getProperty("java.class.path");
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                errors,
                "--release",
                "17",
                "-nowarn",
                "-proc:none",
                "-cp",
                classPath,
                "-d",
                directory.toString(),
                file.toString());
    assertEquals(0, code, errors.toString(StandardCharsets.UTF_8));
  }

  /** The lines that the program prints here, where only writing is asked for. */
  private static List<String> onTheJvm(Class<?> program) throws Exception {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    Posix posix =
        (Posix)
            Proxy.newProxyInstance(
                CompilerTest.class.getClassLoader(),
                new Class<?>[] {Posix.class},
                (proxy, method, arguments) -> {
                  int length = (int) arguments[3];
                  written.write((byte[]) arguments[1], (int) arguments[2], length);
                  return length;
                });
    Output output = new Output(posix, 1, 65536);
    program.getMethod("print", Output.class).invoke(null, output);
    output.flush();
    return written.toString(StandardCharsets.ISO_8859_1).lines().toList();
  }
}
