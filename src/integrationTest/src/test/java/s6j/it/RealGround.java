package s6j.it;

import java.util.ArrayList;
import java.util.List;
import s6j.faults.story.Ground;
import s6j.faults.story.Script;
import s6j.posix.Posix;
import s6j.posix.jnr.JnrPosix;

/** A story's directory in a {@link World}, where programs are real processes. */
final class RealGround implements Ground {
  private final World world;

  /** Scanners have the supervisors in their processes. */
  private final boolean hosted;

  private final Posix posix = new JnrPosix();

  RealGround(World world, boolean hosted) {
    this.world = world;
    this.hosted = hosted;
  }

  private record Started(Process process) implements Daemon {
    @Override
    public int pid() {
      return (int) process.pid();
    }

    @Override
    public boolean hasEnded() {
      return !process.isAlive();
    }

    @Override
    public int code() {
      return process.exitValue();
    }
  }

  @Override
  public Posix posix() {
    return posix;
  }

  @Override
  public String root() {
    return world.directory.toString();
  }

  @Override
  public String textOf(Script script) {
    return script.shell();
  }

  @Override
  public Daemon start(List<String> words, String input) {
    List<String> line = line(world.daemons, words, input);
    if (hosted && words.get(0).equals("s6-svscan")) line.add(line.size() - words.size() + 1, "-H");
    return new Started(world.startCommand(line));
  }

  @Override
  public Answer run(List<String> words, String input) {
    World.Answer answer = world.runCommand(line(world.commands, words, input));
    return new Answer(answer.code(), answer.out(), answer.err());
  }

  private static List<String> line(Suite suite, List<String> words, String input) {
    List<String> line = new ArrayList<>();
    if (input != null) line.addAll(List.of("/bin/sh", "-c", "exec \"$@\" <" + input, "sh"));
    line.add(suite.program(words.get(0)));
    line.addAll(words.subList(1, words.size()));
    return line;
  }

  @Override
  public String said(int fd) {
    return world.read(fd == 1 ? world.out() : world.err());
  }

  @Override
  public void pass(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long patienceMillis() {
    return World.PATIENCE.toMillis();
  }

  @Override
  public long pauseMillis() {
    return 20;
  }
}
