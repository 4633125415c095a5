package s6j.dist.manual;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;
import s6j.cli.Family;
import s6j.cli.Program;
import s6j.execline.ExeclinePrograms;
import s6j.posix.CString;

/** The manual: a page for each program, and those of docs that are read without the source. */
public final class Manual {
  /** Pages of docs that are about files or the whole. */
  private static final Map<String, ManualName> OTHERS =
      Map.of(
          "definitions.md", new ManualName("s6j-definitions", 5),
          "import.md", new ManualName("s6j-import", 7),
          "execline.md", new ManualName("s6j-execline", 7),
          "packages.md", new ManualName("s6j-packages", 7),
          "differences.md", new ManualName("s6j-differences", 7),
          "howto/services.md", new ManualName("s6j-services", 7),
          "howto/upgrade.md", new ManualName("s6j-upgrade", 7),
          "howto/boot.md", new ManualName("s6j-boot", 7));

  /** What has a page and is no program of an image. */
  private static final Map<String, String> OF_SCRIPTS =
      Map.of(
          "s6j", "makes services of one file each, and tells how those that run are",
          "use-s6j", "runs a command with definitions in a directory's .bin");

  private static final Program[] EXECLINE = ExeclinePrograms.all();

  private final ManualNames names;
  private final Map<String, Program> programs = new TreeMap<>();

  private Manual(ManualNames names) {
    this.names = names;
  }

  /** Writes the manual of the pages in {@code docs} to {@code man}, in place of what is there. */
  public static void write(Path docs, Path man, Collection<Program> programs, String version)
      throws IOException {
    Map<Path, ManualName> files = new TreeMap<>();
    try (DirectoryStream<Path> pages = Files.newDirectoryStream(docs.resolve("programs"), "*.md")) {
      for (Path page : pages) files.put(page, new ManualName(nameOf(page), 1));
    }
    OTHERS.forEach((path, name) -> files.put(docs.resolve(path), name));
    Manual manual = new Manual(new ManualNames(files, "s6j " + version));
    for (Program program : programs) manual.programs.put(program.name, program);
    FileUtils.deleteDirectory(man.toFile());
    for (Map.Entry<Path, ManualName> entry : files.entrySet())
      manual.write(entry.getKey(), entry.getValue(), man);
  }

  private void write(Path page, ManualName name, Path man) throws IOException {
    String markdown = Files.readString(page);
    Program program = programs.get(programOf(page));
    String summary = program == null ? OF_SCRIPTS.get(name.name()) : program.summary;
    Path file = man.resolve(name.file());
    Files.createDirectories(file.getParent());
    Files.writeString(file, ManualPage.of(markdown, name, summary, names));
    if (program != null && !isOfExecline(program.name)) refer(program.shortName, name, man);
  }

  /** The short name of a program has the same page. */
  private static void refer(@Nullable String shortName, ManualName to, Path man)
      throws IOException {
    if (shortName == null) return;
    Path file = man.resolve(new ManualName(shortName, to.section()).file());
    Files.writeString(file, ".so " + to.file() + "\n");
  }

  private static String programOf(Path page) {
    return page.getFileName().toString().replace(".md", "");
  }

  /** Programs of execline have names of the shell's and of other packages'. */
  private static String nameOf(Path page) {
    String program = programOf(page);
    return !isOfExecline(program) || program.startsWith("execline")
        ? program
        : "execline-" + program;
  }

  private static boolean isOfExecline(String program) {
    return Family.find(EXECLINE, CString.of(program)) != null;
  }
}
