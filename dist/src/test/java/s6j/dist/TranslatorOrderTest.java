package s6j.dist;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same classes give the same C in any directory, whatever was translated before them. */
class TranslatorOrderTest {
  /** The classes of its lambdas came in another order once others had been translated. */
  private static final String IMAGE = "log-tools";

  @TempDir Path scratch;

  @Test
  void whatWasTranslatedBeforeDoesNotShow() throws Exception {
    Path first = translated("one");
    TranslatorOrder.counter().addAndGet(4711);
    Path second = translated("another/directory");
    List<Path> files = filesOf(first);
    assertTrue(files.size() > 100);
    assertEquals(files, filesOf(second));
    for (Path file : files)
      assertArrayEquals(
          Files.readAllBytes(first.resolve(file)),
          Files.readAllBytes(second.resolve(file)),
          file.toString());
  }

  private Path translated(String name) throws Exception {
    Path work = scratch.resolve(name);
    CCompiler none = new CCompiler("none", List.of(), "", work);
    Image image =
        Image.ALL.stream().filter(one -> one.name().equals(IMAGE)).findFirst().orElseThrow();
    new ImageBuild(image, none, work).writeC();
    return work.resolve(IMAGE);
  }

  private static List<Path> filesOf(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).map(directory::relativize).sorted().toList();
    }
  }
}
