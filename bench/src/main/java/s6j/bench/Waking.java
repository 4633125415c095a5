package s6j.bench;

import java.nio.file.Path;

/**
 * How soon a waiting program ends after the command that brings the state it waits for, in ms; the
 * supervisor is the reference's for both.
 */
final class Waking implements Probe {
  private static final int SETTLE_MILLIS = 5;

  private final Idle idle;
  private final String program;
  private final String[] operands;

  private Waking(Path reference, String program, String... more) throws Exception {
    idle = new Idle(reference);
    this.program = program;
    operands = new String[more.length + 2];
    operands[0] = "-u";
    operands[1] = idle.service.toString();
    System.arraycopy(more, 0, operands, 2, more.length);
  }

  static Waking svwait(Path reference) throws Exception {
    return new Waking(reference, "s6-svwait");
  }

  static Waking svlisten(Path reference) throws Exception {
    return new Waking(reference, "s6-svlisten1", "/bin/true");
  }

  @Override
  public double[] run(Path bin) throws Exception {
    Path control = idle.service.resolve("supervise/control");
    ProcessTable.send(control, "d");
    ProcessTable.until(() -> !ProcessTable.isUp(idle.service), 1);
    int waiting = ProcessTable.start(bin.resolve(program), operands);
    EventLatency.awaitListeners(idle.service.resolve("event"), 1);
    Thread.sleep(SETTLE_MILLIS);
    long start = System.nanoTime();
    ProcessTable.send(control, "u");
    ProcessTable.await(waiting);
    return new double[] {(System.nanoTime() - start) / 1e6};
  }

  @Override
  public void close() throws Exception {
    idle.close();
  }
}
