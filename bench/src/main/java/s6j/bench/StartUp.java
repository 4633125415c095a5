package s6j.bench;

import java.nio.file.Path;
import java.util.Arrays;

/** How long a command takes that asks about, or writes to, a service that is down, in ms. */
final class StartUp implements Probe {
  private final Idle idle;
  private final String program;
  private final String[] operands;

  /** A program, and with a space between, its options. */
  StartUp(Path reference, String commandLine) throws Exception {
    idle = new Idle(reference);
    String[] words = commandLine.split(" ");
    program = words[0];
    operands = Arrays.copyOfRange(words, 1, words.length + 1);
    operands[operands.length - 1] = idle.service.toString();
  }

  @Override
  public double[] run(Path bin) {
    return new double[] {ProcessTable.time(bin.resolve(program), operands) / 1e6};
  }

  @Override
  public void close() throws Exception {
    idle.close();
  }
}
