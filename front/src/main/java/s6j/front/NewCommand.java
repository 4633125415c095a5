package s6j.front;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code s6j new}: a commented example. */
@Command(name = "new", description = "prints a commented definition to start from")
final class NewCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
