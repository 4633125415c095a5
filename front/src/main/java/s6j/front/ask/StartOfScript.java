package s6j.front.ask;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a file that shall be executed begins: what keeps the kernel from executing it. */
final class StartOfScript {
  /** What is wrong, with "its run script" and the like before it, and what to do. */
  record Trouble(Path file, String text, String advice) {
    void tell(String about, List<Finding> findings) {
      String what = about.equals(file.toString()) ? "" : "its " + file.getFileName() + " script ";
      findings.add(Finding.problem(about, what + text, advice));
    }
  }

  private static final int ENOUGH = 65536;
  private static final String ELF = "\u007fELF";
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";
  private static final String ENV = "/env";

  private final Path file;
  private final String text;

  private StartOfScript(Path file, String text) {
    this.file = file;
    this.text = text;
  }

  /** What is wrong with the scripts of a service. */
  static List<Finding> troubles(String name, Path directory) throws IOException {
    List<Finding> troubles = new ArrayList<>();
    Path run = directory.resolve("run");
    if (!Files.exists(run)) troubles.add(Finding.problem(name, "has no run script", "make " + run));
    for (String script : List.of("run", "finish"))
      trouble(directory.resolve(script)).ifPresent(trouble -> trouble.tell(name, troubles));
    return troubles;
  }

  /** Why the file cannot be executed; nothing if it can, is not there, or cannot be read. */
  static Optional<Trouble> trouble(Path file) throws IOException {
    if (!Files.exists(file)) return Optional.empty();
    if (!Files.isRegularFile(file)) return told(file, "is no file", "replace " + file);
    if (!Files.isExecutable(file)) return told(file, "cannot be executed", "chmod 755 " + file);
    if (!Files.isReadable(file)) return Optional.empty();
    try (InputStream input = Files.newInputStream(file)) {
      String text = new String(input.readNBytes(ENOUGH), StandardCharsets.ISO_8859_1);
      return text.startsWith(ELF) ? Optional.empty() : new StartOfScript(file, text).trouble();
    }
  }

  private static Optional<Trouble> told(Path file, String text, String advice) {
    return Optional.of(new Trouble(file, text, advice));
  }

  private Optional<Trouble> trouble() {
    if (text.startsWith(BYTE_ORDER_MARK))
      return told(file, "begins with a byte order mark", "sed -i '1s/^\\xEF\\xBB\\xBF//' " + file);
    if (!text.startsWith("#!"))
      return told(file, "has no #! line", "begin it with #!/bin/sh or another interpreter");
    if (text.contains("\r\n"))
      return told(file, "has lines that end in CR LF", "sed -i 's/\\r$//' " + file);
    return interpreter(text.substring(2).lines().findFirst().orElse("").strip());
  }

  /** {@code line} is the rest of the #! line. */
  private Optional<Trouble> interpreter(String line) {
    String[] words = line.split("[ \\t]+");
    Path interpreter = Path.of(words[0]);
    if (words[0].isEmpty()) return told(file, "has an empty #! line", "name an interpreter there");
    if (!Files.exists(resolved(interpreter))) return missing(words[0]);
    if (!Files.isExecutable(resolved(interpreter)))
      return told(file, "has an interpreter that cannot be executed: " + words[0], "look at it");
    boolean isByName = words[0].endsWith(ENV) && words.length == 2 && !words[1].contains("=");
    return isByName && !isOnPath(words[1]) ? missing(words[1]) : Optional.empty();
  }

  private Optional<Trouble> missing(String interpreter) {
    return told(
        file,
        "has an interpreter that is not there: " + interpreter,
        "install it, or name another in the first line of " + file);
  }

  /** A service starts in its directory. */
  private Path resolved(Path path) {
    Path directory = file.toAbsolutePath().getParent();
    return directory.resolve(path);
  }

  private static boolean isOnPath(String name) {
    if (name.startsWith("-") || name.contains("/")) return true;
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
    for (String directory : path.split(":"))
      if (Files.isExecutable(Path.of(directory, name))) return true;
    return false;
  }
}
