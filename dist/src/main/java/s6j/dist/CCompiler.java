package s6j.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A C compiler of this machine with the flags that the images need (docs/decisions/0002). */
record CCompiler(String command, List<String> flags, String version) {
  /**
   * Java arithmetic becomes plain C: it wraps, and objects are reached through many types. The
   * generated code asks for an old POSIX; the bindings use Linux's own calls.
   */
  private static final List<String> MEANING =
      List.of("-w", "-D_GNU_SOURCE", "-fwrapv", "-fno-strict-aliasing");

  /** The PATH of programs that have none, for the JVM's as well: a setting of the build. */
  static final String PATH = "s6j.path";

  private static final List<String> SMALL =
      List.of(
          "-no-pie",
          "-fno-pie",
          "-ffunction-sections",
          "-fdata-sections",
          "-Wl,--gc-sections",
          "-s");

  /**
   * The best compiler there is: musl's, static; else gcc, not static, since a static glibc cannot
   * look up users. The system property s6j.cc names one of them, or none.
   */
  static Optional<CCompiler> find(Path scratch) throws IOException, InterruptedException {
    String only = System.getProperty("s6j.cc", "");
    for (String command : List.of("musl-gcc", "gcc")) {
      if (!only.isEmpty() && !only.equals(command)) continue;
      CCompiler compiler = new CCompiler(command, flags(command), version(command));
      if (!compiler.version.isEmpty() && compiler.works(scratch)) return Optional.of(compiler);
    }
    return Optional.empty();
  }

  private static List<String> flags(String command) {
    List<String> flags = new ArrayList<>(MEANING);
    flags.add("-DS6J_PATH=" + cString(System.getProperty(PATH, "")));
    flags.addAll(SMALL);
    if (command.startsWith("musl")) flags.add("-static");
    return flags;
  }

  /** A null pointer for an empty string. */
  private static String cString(String text) {
    if (text.isEmpty()) return "0";
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String version(String command) throws InterruptedException {
    try {
      Command.Answer answer = Command.run(Path.of("."), List.of(command, "--version"));
      return answer.code() == 0 ? answer.output().lines().findFirst().orElse("") : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** A compiler may be there without its library. */
  private boolean works(Path scratch) throws IOException, InterruptedException {
    Files.createDirectories(scratch);
    Path source = scratch.resolve("probe.c");
    Files.writeString(source, "#include <spawn.h>\nint main(void) { return 0; }\n");
    return Command.run(scratch, line("probe.c", scratch.resolve("probe"), Image.Aim.SIZE)).code()
        == 0;
  }

  /** Compiles {@code all.c} of a directory into an executable. */
  void compile(Path directory, Path executable, Image.Aim aim)
      throws IOException, InterruptedException {
    Command.Answer answer = Command.run(directory, line("all.c", executable, aim));
    if (answer.code() != 0) throw new IOException(command + " failed\n" + answer.output());
  }

  private List<String> line(String source, Path executable, Image.Aim aim) {
    List<String> line = new ArrayList<>(List.of(command, aim.flag));
    line.addAll(flags);
    line.addAll(List.of("-o", executable.toString(), source));
    return line;
  }
}
