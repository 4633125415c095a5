package s6j.maven;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;
import s6j.client.Programs;
import s6j.client.Service;
import s6j.client.SupervisionException;
import s6j.junit.RunningTree;

/**
 * Supervises a copy of the services that a project is developed with, tells what they say, and ends
 * them with Maven.
 */
@Mojo(name = "run", threadSafe = true)
public final class RunMojo extends AbstractMojo {
  private static final long PAUSE_MILLIS = 100;

  /** The directory of the services, as {@code s6-svscan} takes it. */
  @Parameter(property = "s6j.services", defaultValue = "${project.basedir}/src/dev/services")
  private File services = new File("src/dev/services");

  /** The directory of the programs; without it as {@code Programs.found} finds them. */
  @Parameter(property = "s6j.bin")
  private @Nullable File programs;

  /** Environment variables of the services that get a free port each. */
  @Parameter(property = "s6j.ports")
  private List<String> ports = List.of();

  /** How many seconds the services may take to be ready, together. */
  @Parameter(property = "s6j.timeout", defaultValue = "60")
  private int timeoutSeconds = 60;

  /** To be given its parameters by Maven. */
  public RunMojo() {}

  /** To be executed without Maven. */
  public RunMojo(File services, @Nullable File programs, List<String> ports) {
    this.services = services;
    this.programs = programs;
    this.ports = ports;
  }

  /**
   * Returns when the scanner has ended, or the thread is interrupted. If Maven ends otherwise, the
   * tree does as well.
   */
  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    try {
      supervise(start());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | SupervisionException e) {
      throw new MojoExecutionException(e.getMessage(), e);
    } catch (AssertionError e) {
      throw new MojoFailureException(e.getMessage(), e);
    }
  }

  private void supervise(RunningTree tree) throws IOException, InterruptedException {
    try {
      tell(tree);
      follow(tree);
    } finally {
      tree.close();
    }
  }

  private RunningTree start() throws InterruptedException {
    return RunningTree.of(services.toPath())
        .programs(programs == null ? Programs.found() : Programs.in(programs.toPath()))
        .ports(ports.toArray(String[]::new))
        .timeout(Duration.ofSeconds(timeoutSeconds))
        .start();
  }

  private void tell(RunningTree tree) {
    for (String port : ports) getLog().info(port + "=" + tree.port(port));
    for (Service service : tree.directory().services())
      getLog().info(service.name() + ": " + service.status().state());
    getLog().info("under " + tree.directory() + ", until this ends");
  }

  private void follow(RunningTree tree) throws IOException, InterruptedException {
    try (NewLines lines = new NewLines(tree.output())) {
      while (tree.scanner().isAlive()) {
        lines.forEach(getLog()::info);
        Thread.sleep(PAUSE_MILLIS);
      }
      lines.forEach(getLog()::info);
    }
  }
}
