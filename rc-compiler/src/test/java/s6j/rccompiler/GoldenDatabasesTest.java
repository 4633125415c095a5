package s6j.rccompiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** Sets of all kinds become, byte for byte, what s6-rc-compile 0.7.0.0 made of them. */
class GoldenDatabasesTest {
  private static final List<String> EXECLINE =
      List.of("execlineb", "exit", "fdmove", "fdswap", "forstdin", "if", "pipeline", "redirfd");

  private final FakePosix posix = Called.machine();

  @ParameterizedTest
  @ValueSource(strings = {"bundles", "flags", "longruns", "nothing", "pipelines"})
  void isCompiledAsByTheReference(String set) throws IOException {
    compile(set, "s6-rc-compile", "-v0", "/compiled", "/source");
  }

  @ParameterizedTest
  @ValueSource(strings = "oneshots")
  void isCompiledWithOptionsAsByTheReference(String set) throws IOException {
    compile(set, "s6-rc-compile", "-v0", "-b", "-h", "holder", "/compiled", "/source");
  }

  private void compile(String set, String... words) throws IOException {
    for (String name : EXECLINE) posix.program("/usr/bin/" + name, child -> child.exit(0));
    sources(golden(set + ".source"));
    assertEquals(0, Called.run(posix, words), posix.errors());
    StringBuilder told = new StringBuilder();
    tellThoseIn("", told);
    assertEquals(golden(set + ".compiled"), told.toString());
  }

  private void sources(String lines) {
    posix.directory("/source");
    for (String line : lines.split("\n")) {
      if (line.startsWith("#")) continue;
      int blank = line.indexOf(' ');
      String path = meant(line.substring(0, blank));
      posix.file("/source/" + path, meant(line.substring(blank + 1)));
    }
  }

  private static String meant(String written) {
    return written.translateEscapes();
  }

  private void tellThoseIn(String directory, StringBuilder told) {
    for (String name : posix.names("/compiled/" + directory)) tell(directory + name, told);
  }

  private void tell(String path, StringBuilder told) {
    FileStat stat = new FileStat();
    assertEquals(0, posix.stat(Posix.CWD, CString.of("/compiled/" + path), false, stat), path);
    String mode = Integer.toOctalString(stat.permissions());
    if (stat.isLink()) told.append("link " + path + " " + target(path) + "\n");
    else if (!stat.isDirectory())
      told.append("file " + mode + " " + path + " " + content(path) + "\n");
    else {
      told.append("directory " + mode + " " + path + "\n");
      tellThoseIn(path + "/", told);
    }
  }

  private String target(String path) {
    byte[] buffer = new byte[256];
    int length = posix.readlink(Posix.CWD, CString.of("/compiled/" + path), buffer);
    return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
  }

  private String content(String path) {
    StringBuilder content = new StringBuilder();
    int zeros = 0;
    for (byte each : posix.bytes("/compiled/" + path)) {
      if (each != 0 && zeros > 0) content.append("\\0*").append(zeros).append(';');
      zeros = each == 0 ? zeros + 1 : 0;
      if (each != 0) content.append(written(each & 0xff));
    }
    return zeros == 0 ? content.toString() : content.append("\\0*" + zeros + ";").toString();
  }

  private static String written(int c) {
    if (c == '\n') return "\\n";
    if (c == '\\') return "\\\\";
    return c < ' ' || c > '~' ? String.format("\\%03o", c) : String.valueOf((char) c);
  }

  private static String golden(String name) throws IOException {
    try (InputStream file = GoldenDatabasesTest.class.getResourceAsStream("/golden/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
