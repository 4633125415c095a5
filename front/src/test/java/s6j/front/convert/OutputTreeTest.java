package s6j.front.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target is replaced as a whole, or left alone. */
class OutputTreeTest {
  @TempDir Path directory;

  private TreeMap<String, SourceFile> files(String run) {
    TreeMap<String, SourceFile> files = new TreeMap<>();
    files.put("a/type", SourceFile.line("longrun"));
    files.put("a/run", SourceFile.program(run));
    return files;
  }

  private OutputTree out() {
    return new OutputTree(directory.resolve("out"));
  }

  private List<String> beside() throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.map(path -> path.getFileName().toString()).toList();
    }
  }

  @Test
  void isWrittenOnceForTheSame() throws IOException {
    assertTrue(out().write(files("x")));
    assertFalse(out().write(files("x")));
    assertTrue(out().write(files("y")));
    assertEquals("y", Files.readString(directory.resolve("out/a/run")));
    assertTrue(Files.isExecutable(directory.resolve("out/a/run")));
    assertFalse(Files.isExecutable(directory.resolve("out/a/type")));
    assertEquals(List.of("out"), beside());
  }

  @Test
  void whatIsGoneFromTheSetIsGone() throws IOException {
    TreeMap<String, SourceFile> more = files("x");
    more.put("b/type", SourceFile.line("bundle"));
    out().write(more);
    assertTrue(out().write(files("x")));
    assertFalse(Files.exists(directory.resolve("out/b")));
  }

  @Test
  void refusesWhatOthersWrote() throws IOException {
    Path out = Files.createDirectory(directory.resolve("out"));
    assertEquals(List.of(), out().obstacles());
    Files.writeString(out.resolve("mine"), "x");
    assertEquals(List.of(out + " was not written by s6j convert"), out().obstacles());
    Files.delete(out.resolve("mine"));
    out().write(files("x"));
    assertEquals(List.of(), out().obstacles());
    Files.writeString(out.resolve("a/run"), "changed");
    Files.writeString(out.resolve("a/mine"), "x");
    assertEquals(
        List.of(out + "/a/mine does not belong there", out + "/a/run was changed by hand"),
        out().obstacles());
  }
}
