package s6j.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import s6j.dist.generated.Snapshot;

/** A C compiler of this machine with the flags that the images need (docs/decisions/0002). */
record CCompiler(String command, List<String> flags, String version, Path scratch) {
  /**
   * Java arithmetic becomes plain C: it wraps, and objects are reached through many types. The
   * generated code asks for an old POSIX; the bindings use Linux's own calls.
   */
  private static final List<String> MEANING =
      List.of("-w", "-D_GNU_SOURCE", "-DTEAVM_CUSTOM_LOG=1", "-fwrapv", "-fno-strict-aliasing");

  /** What the bindings hold for: numbers of signals and of flags are others on mips, say. */
  private static final List<String> KNOWN =
      List.of("x86_64", "aarch64", "riscv64", "arm", "i386", "i486", "i586", "i686");

  /** The PATH of programs that have none, for the JVM's as well: a setting of the build. */
  static final String PATH = "s6j.path";

  /** Nothing is thrown, and what lies together in a source stays together. */
  private static final List<String> SMALL =
      List.of(
          "-no-pie",
          "-fno-pie",
          "-ffunction-sections",
          "-fdata-sections",
          "-fno-asynchronous-unwind-tables",
          "-fno-unwind-tables",
          "-fno-toplevel-reorder");

  /** Few parts, and what is written to at the start beside what is. */
  private static final List<String> LINK =
      List.of("-no-pie", "-s", "-Wl,--gc-sections", "-Wl,-z,noseparate-code", "-Wl,-z,norelro");

  /** What the images need room for when they first say how much they need. */
  private static final long ROOM = 1 << 20;

  /**
   * The best compiler there is: musl's, static; else gcc, not static, since a static glibc cannot
   * look up users. The system property s6j.cc names another, or what is none.
   */
  static Optional<CCompiler> find(Path scratch) throws IOException, InterruptedException {
    String only = System.getProperty("s6j.cc", "");
    if (only.equals("none")) return Optional.empty();
    for (String command : only.isEmpty() ? List.of("musl-gcc", "gcc") : List.of(only)) {
      CCompiler compiler = new CCompiler(command, flags(command), version(command), scratch);
      if (!compiler.version.isEmpty() && compiler.works()) return Optional.of(compiler.known());
    }
    if (only.isEmpty()) return Optional.empty();
    throw new IOException(only + " (s6j.cc) is no C compiler that makes programs");
  }

  private CCompiler known() throws IOException, InterruptedException {
    String refusal = "no images for %s: they are made for %s; -Ds6j.cc=none leaves them out";
    if (KNOWN.contains(architecture())) return this;
    throw new IOException(refusal.formatted(architecture(), String.join(", ", KNOWN)));
  }

  private static List<String> flags(String command) {
    List<String> flags = new ArrayList<>(MEANING);
    flags.add("-DS6J_PATH=" + cString(System.getProperty(PATH, "")));
    flags.addAll(SMALL);
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

  /** The architecture that it compiles for, as archives are named by it. */
  String architecture() throws IOException, InterruptedException {
    Command.Answer answer = Command.run(scratch, List.of(command, "-dumpmachine"));
    return answer.output().strip().split("-", 2)[0];
  }

  /** A compiler may be there without its library. */
  private boolean works() throws IOException, InterruptedException {
    Files.createDirectories(scratch);
    Files.writeString(
        scratch.resolve("probe.c"), "#include <spawn.h>\nint main(void) { return 0; }\n");
    return Command.run(scratch, compilation("probe.c", "-Os")).code() == 0
        && Command.run(scratch, linking("probe", "probe.o")).code() == 0;
  }

  /**
   * Whether what was made by {@link #works} runs here, or was made for another machine: one whose
   * programs an emulator runs is another one, so that the images do not depend on that.
   */
  private boolean runsHere() throws InterruptedException {
    try {
      if (!architecture().equals(System.getProperty("os.arch").replace("amd64", "x86_64")))
        return false;
      return Command.run(scratch, List.of(scratch.resolve("probe").toString())).code() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Makes an executable of {@code all.c} of a directory, with its snapshot where one can be taken:
   * on another machine the start is made at each start.
   */
  void compile(Path directory, Path executable, Image.Aim aim)
      throws IOException, InterruptedException {
    boolean takesSnapshot = runsHere();
    run(directory, compilation("all.c", aim.flag, takesSnapshot ? "-DSNAPSHOT" : "-DPLAIN"));
    run(directory, compilation("heap.c", "-Os"));
    link(directory, executable, ROOM);
    Snapshot snapshot = new Snapshot(executable);
    link(directory, executable, takesSnapshot ? snapshot.size() : 0);
    if (takesSnapshot) snapshot.fix();
  }

  /** The heap comes last, behind the variables of libc. */
  private void link(Path directory, Path executable, long snapshotBytes)
      throws IOException, InterruptedException {
    run(directory, compilation("snapshot.c", "-DSIZE=" + snapshotBytes));
    run(directory, linking(executable.toString(), "all.o", "snapshot.o", "-lc", "heap.o"));
  }

  private void run(Path directory, List<String> line) throws IOException, InterruptedException {
    Command.Answer answer = Command.run(directory, line);
    if (answer.code() != 0) throw new IOException(command + " failed\n" + answer.output());
  }

  private List<String> compilation(String source, String... more) {
    List<String> line = new ArrayList<>(List.of(command, "-c"));
    line.addAll(flags);
    line.addAll(List.of(more));
    line.add(source);
    return line;
  }

  private List<String> linking(String executable, String... objects) {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(LINK);
    if (command.contains("musl")) line.add("-static");
    line.addAll(List.of("-o", executable));
    line.addAll(List.of(objects));
    return line;
  }
}
