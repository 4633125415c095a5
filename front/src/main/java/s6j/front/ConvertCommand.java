package s6j.front;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code s6j convert}: definitions become source directories. */
@Command(name = "convert", description = "writes the s6-rc source directories of definitions")
final class ConvertCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
