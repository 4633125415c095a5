package s6j.front.ask;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option of all commands that look at a live directory. */
public final class LiveOption {
  @Option(
      names = {"-l", "--live"},
      paramLabel = "LIVE",
      description = "the live directory (S6J_LIVE, or " + LiveTree.DEFAULT + ")")
  public Path path;
}
