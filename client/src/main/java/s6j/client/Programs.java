package s6j.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where the programs of the suite are, ours or those of s6 and s6-rc: what cannot be done by files
 * alone is done by running them.
 */
public final class Programs {
  /** The property that names their directory. */
  public static final String PROPERTY = "s6j.bin";

  /** The environment variable that names it where there is no such property. */
  public static final String VARIABLE = "S6J_BIN";

  private final List<Path> directories;

  private Programs(List<Path> directories) {
    this.directories = directories;
  }

  /** The programs of a directory. */
  public static Programs in(Path directory) {
    return new Programs(List.of(directory));
  }

  /**
   * The programs of the directory that the property {@value #PROPERTY} or else the variable {@value
   * #VARIABLE} names; without either those on PATH.
   */
  public static Programs found() {
    return found(System.getProperty(PROPERTY, ""), System.getenv());
  }

  static Programs found(String property, Map<String, String> environment) {
    String named = property.isEmpty() ? environment.getOrDefault(VARIABLE, "") : property;
    if (!named.isEmpty()) return in(Path.of(named));
    List<Path> directories = new ArrayList<>();
    for (String one : environment.getOrDefault("PATH", "/usr/bin:/bin").split(":"))
      if (!one.isEmpty()) directories.add(Path.of(one));
    return new Programs(directories);
  }

  /** The file of a program; {@link ProgramException} if there is none. */
  public Path program(String name) {
    for (Path directory : directories) {
      Path file = directory.resolve(name).toAbsolutePath();
      if (Files.isExecutable(file) && !Files.isDirectory(file)) return file;
    }
    throw new ProgramException(
        Path.of(name),
        "not found, expected it in one of "
            + directories
            + "; the property "
            + PROPERTY
            + " or the variable "
            + VARIABLE
            + " names another directory",
        -1,
        "",
        null);
  }
}
