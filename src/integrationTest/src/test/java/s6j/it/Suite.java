package s6j.it;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A directory of programs that speak s6: our native build, our JVM build, or Debian's s6. */
record Suite(String name, Path bin) {
  static final Path ROOT =
      Path.of(System.getProperty("s6j.root", "../..")).toAbsolutePath().normalize();
  static final Path TREE = ROOT.resolve("dist/target/s6j");
  static final Suite NATIVE = new Suite("native", TREE.resolve("bin"));
  static final Suite JVM = new Suite("jvm", TREE.resolve("jvm/bin"));
  static final Suite DEBIAN = new Suite("debian", Path.of("/usr/bin"));

  /** Both builds; only the JVM's where there was no C compiler. */
  static Stream<Suite> ours() {
    return NATIVE.isInstalled() ? Stream.of(NATIVE, JVM) : Stream.of(JVM);
  }

  /** Who serves and who asks: each of our builds alone, and each against Debian's s6 both ways. */
  static Stream<Pairing> pairings() {
    List<Pairing> pairings = new ArrayList<>();
    ours().forEach(suite -> pairings.add(new Pairing(suite, suite)));
    if (DEBIAN.isInstalled()) {
      ours().forEach(suite -> pairings.add(new Pairing(suite, DEBIAN)));
      ours().forEach(suite -> pairings.add(new Pairing(DEBIAN, suite)));
    }
    return pairings.stream();
  }

  /** The version of Debian's s6, as in 2.11.3.2; 0 if nobody can tell. */
  static String debianVersion() {
    try {
      Process asked = new ProcessBuilder("dpkg-query", "-W", "-f", "${Version}", "s6").start();
      String version = new String(asked.getInputStream().readAllBytes(), US_ASCII);
      return version.matches("\\d.*") ? version.replaceFirst("[^0-9.].*", "") : "0";
    } catch (IOException noDpkg) {
      return "0";
    }
  }

  boolean isInstalled() {
    Path supervise = bin.resolve("s6-supervise");
    return Files.isExecutable(supervise) && (equals(JVM) || !leadsToTheJvm(supervise));
  }

  /** As the names of the native build do where there was no C compiler. */
  private static boolean leadsToTheJvm(Path program) {
    try {
      return program.toRealPath().endsWith("jvm/lib/launcher");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String program(String program) {
    return bin.resolve(program).toString();
  }

  /** The same as a word of a shell script, wherever that lies: blanks are escaped. */
  String word(String program) {
    return program(program).replaceAll("[^\\w/.,:@%+-]", "\\\\$0");
  }

  @Override
  public String toString() {
    return name;
  }

  /** The daemons of one suite driven by the commands of another. */
  record Pairing(Suite daemons, Suite commands) {
    @Override
    public String toString() {
      return daemons + " driven by " + commands;
    }
  }
}
