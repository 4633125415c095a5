package s6j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.file.PathUtils;

/**
 * How long s6-rc takes to start many trivial oneshots, in ms: all independent, or each needing the
 * one before. The tree is made and started anew for every figure; memory is that of s6-rc at its
 * largest, in kB.
 */
final class Starting {
  private final Path source;
  private long largestKilobytes;

  Starting(int services, boolean chain) throws Exception {
    source = Files.createTempDirectory("s6j-bench");
    Path all = Files.createDirectory(source.resolve("all"));
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < services; i++) {
      Path definition = Files.createDirectory(source.resolve(name(i)));
      Files.writeString(definition.resolve("type"), "oneshot\n");
      Files.writeString(definition.resolve("up"), "true\n");
      if (chain && i > 0) Files.writeString(definition.resolve("dependencies"), name(i - 1) + "\n");
      names.append(name(i)).append('\n');
    }
    Files.writeString(all.resolve("type"), "bundle\n");
    Files.writeString(all.resolve("contents"), names.toString());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(source)));
  }

  private static String name(int i) {
    return "s" + (100_000 + i);
  }

  private static void delete(Path path) {
    try {
      PathUtils.deleteDirectory(path);
    } catch (IOException e) {
      System.err.println("bench: " + e);
    }
  }

  /** Failures are told: the reference loses services when the runner's places run out. */
  double start(Path bin) throws Exception {
    Path tree = Files.createTempDirectory("s6j-bench");
    Path scan = Files.createDirectory(tree.resolve("scan"));
    run(bin, "s6-rc-compile", tree.resolve("db").toString(), source.toString());
    Process scanner = process(bin, "s6-svscan", scan.toString()).start();
    while (process(bin, "s6-svscanctl", "-a", scan.toString()).start().waitFor() != 0)
      Thread.sleep(20);
    String live = tree.resolve("live").toString();
    run(bin, "s6-rc-init", "-c", tree.resolve("db").toString(), "-l", live, scan.toString());
    run(bin, "s6-rc", "-l", live, "change", "s6rc-oneshot-runner");
    long begin = System.nanoTime();
    Process change = process(bin, "s6-rc", "-v0", "-l", live, "change", "all").start();
    largestKilobytes = 0;
    while (!change.waitFor(20, TimeUnit.MILLISECONDS)) look(change.pid());
    double millis = (System.nanoTime() - begin) / 1e6;
    if (change.exitValue() != 0)
      System.err.println("bench: s6-rc of " + bin + " exited " + change.exitValue());
    process(bin, "s6-svscanctl", "-t", scan.toString()).start().waitFor();
    scanner.waitFor();
    delete(tree);
    return millis;
  }

  /** The most memory that s6-rc had in a start. */
  double memory(Path bin) throws Exception {
    start(bin);
    return largestKilobytes;
  }

  private void look(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status")))
        if (line.startsWith("VmHWM:"))
          largestKilobytes = Long.parseLong(line.replaceAll("[^0-9]", ""));
    } catch (IOException e) {
      // It has ended meanwhile.
    }
  }

  private static void run(Path bin, String program, String... words) throws Exception {
    int code = process(bin, program, words).start().waitFor();
    if (code != 0) throw new IllegalStateException(program + " exited " + code);
  }

  private static ProcessBuilder process(Path bin, String program, String... words) {
    List<String> line = new ArrayList<>();
    line.add(bin.resolve(program).toString());
    line.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return builder;
  }
}
