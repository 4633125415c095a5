package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What docs/decisions/0015 says of the images, read from the files (elf(5)). */
class HardenedImagesIT {
  private static final int HEADER_BYTES = 64;
  private static final int PROGRAM_HEADERS = 32;
  private static final int PROGRAM_HEADER_BYTES = 54;
  private static final int PROGRAM_HEADER_COUNT = 56;
  private static final int TYPE_LOAD = 1;
  private static final int TYPE_INTERPRETER = 3;
  private static final int TYPE_STACK = 0x6474e551;
  private static final int EXECUTABLE = 1;
  private static final int WRITABLE = 2;

  /** A part of the file that the kernel acts on. */
  private record Segment(int type, int flags) {}

  static Stream<Path> images() throws IOException {
    Path directory = Suite.TREE.resolve("libexec/s6j");
    Assumptions.assumeTrue(Files.isDirectory(directory), "no native build");
    return Files.list(directory).sorted();
  }

  private static List<Segment> segments(ByteBuffer file) {
    int size = file.getShort(PROGRAM_HEADER_BYTES);
    int start = (int) file.getLong(PROGRAM_HEADERS);
    return Stream.iterate(start, at -> at + size)
        .limit(file.getShort(PROGRAM_HEADER_COUNT))
        .map(at -> new Segment(file.getInt(at), file.getInt(at + Integer.BYTES)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("images")
  void nothingThatCanBeWrittenIsExecuted(Path image) throws IOException {
    byte[] bytes = Files.readAllBytes(image);
    assertEquals("\177ELF", new String(bytes, 0, 4, StandardCharsets.ISO_8859_1));
    Assumptions.assumeTrue(bytes[4] == 2 && bytes[5] == 1, "of 64 bits, little-endian");
    assertTrue(bytes.length > HEADER_BYTES);
    List<Segment> segments = segments(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    int loaded = 0;
    int stacks = 0;
    for (Segment segment : segments) {
      boolean isBoth = (segment.flags & EXECUTABLE) != 0 && (segment.flags & WRITABLE) != 0;
      if (segment.type == TYPE_LOAD) {
        loaded++;
        assertFalse(isBoth, "a segment that is written to and executed");
      }
      if (segment.type == TYPE_STACK) {
        stacks++;
        assertEquals(0, segment.flags & EXECUTABLE, "a stack that is executed");
      }
    }
    assertTrue(loaded >= 2, loaded + " segments");
    assertEquals(1, stacks, "without a word on the stack the kernel makes it executable");
  }

  /** A static image has nothing loaded into it that a variable or a file could name. */
  @ParameterizedTest
  @MethodSource("images")
  void nothingIsLoadedIntoIt(Path image) throws IOException {
    byte[] bytes = Files.readAllBytes(image);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Assumptions.assumeFalse(text.contains("/ld-linux"), "made with glibc, which is not static");
    for (Segment segment : segments(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN)))
      assertTrue(segment.type != TYPE_INTERPRETER);
    assertFalse(text.contains(Suite.ROOT.toString()), "names where it was built");
  }
}
