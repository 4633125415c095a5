package s6j.dist;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A {@code .tar} or {@code .tar.xz} of a directory: the same files give the same bytes, whoever
 * packs them.
 */
record Archive(Path file) {
  private static final String TAR =
      "exec tar --sort=name --mtime=@315619200 --owner=0 --group=0 --numeric-owner"
          + " --mode=u+rwX,go+rX,go-w -caf \"$@\"";

  /** Packs what lies in a directory; without tar and xz there is no archive, which is told. */
  boolean pack(Path directory, String... members) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("sh", "-c", TAR, "tar", file.toString()));
    line.addAll(List.of(members));
    Command.Answer answer = Command.run(directory, line);
    if (answer.code() == 0) return true;
    System.err.println("no " + file.getFileName() + ": " + answer.output().strip());
    return false;
  }
}
