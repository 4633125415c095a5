package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;
import s6j.maven.RunMojo;

/** What {@code mvn s6j:run} does, without Maven around it. */
class MavenGoalIT {
  private static final Suite SUITE = Suite.ours().findFirst().orElseThrow();

  private final Queue<String> told = new ConcurrentLinkedQueue<>();

  private RunMojo goal(World world, List<String> ports) {
    RunMojo goal =
        new RunMojo(world.directory.resolve("services").toFile(), SUITE.bin().toFile(), ports);
    goal.setLog(log());
    return goal;
  }

  private Log log() {
    return new SystemStreamLog() {
      @Override
      public void info(CharSequence text) {
        told.add(text.toString());
      }
    };
  }

  @Test
  void itTellsWhatServicesSayAndLeavesNothing() throws Exception {
    try (World world = new World(SUITE)) {
      Path run = world.directory.resolve("services/greeter/run");
      world.write(run, "#!/bin/sh\necho hello from $GREETER_PORT\nexec sleep 1000\n");
      world.shell("chmod +x services/greeter/run");
      Thread maven = new Thread(() -> execute(goal(world, List.of("GREETER_PORT"))));
      maven.start();
      world.await("what the service says", () -> told.stream().anyMatch(this::isGreeting));
      assertTrue(told.contains("greeter: UP"), told.toString());
      maven.interrupt();
      maven.join();
      String directory = told.stream().filter(line -> line.startsWith("under ")).findFirst().get();
      assertFalse(Files.exists(Path.of(directory.split("[ ,]")[1])));
      assertFalse(Files.exists(run.resolveSibling("supervise")));
    }
  }

  private boolean isGreeting(String line) {
    return line.matches("hello from \\d+");
  }

  private static void execute(RunMojo goal) {
    try {
      goal.execute();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void withoutServicesItSaysWhatIsMissing() throws Exception {
    try (World world = new World(SUITE)) {
      RunMojo goal = goal(world, List.of());
      String message = assertThrows(MojoExecutionException.class, goal::execute).getMessage();
      Path services = world.directory.resolve("services");
      assertEquals(services + ": is not there, expected a tree of services", message);
    }
  }
}
