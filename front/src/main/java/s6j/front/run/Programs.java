package s6j.front.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The programs of the suite: beside s6j, else on PATH. */
public final class Programs {
  private static final Path OWN = Path.of(System.getProperty("s6j.bin", ""));

  private Programs() {}

  private static String path(String program) {
    Path beside = OWN.resolve(program);
    boolean isThere = OWN.isAbsolute() && Files.isExecutable(beside);
    return isThere ? beside.toString() : program;
  }

  public static List<String> line(String program, String... arguments) {
    List<String> line = new ArrayList<>();
    line.add(path(program));
    line.addAll(List.of(arguments));
    return line;
  }

  public static Running.Answer run(String program, String... arguments) throws IOException {
    return Running.run(line(program, arguments));
  }
}
