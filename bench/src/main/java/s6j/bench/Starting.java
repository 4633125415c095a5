package s6j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long s6-rc takes to start many trivial services, in ms, how many of them are not up then, and
 * the memory of s6-rc at its largest, in kB. The tree is made and started anew for every run.
 */
final class Starting implements Probe {
  /** Of oneshots, or of longruns; of a chain the memory is not told. */
  enum Kind {
    ONESHOTS,
    /** Oneshots of which each needs the one before. */
    CHAIN,
    LONGRUNS
  }

  private static final int LOOK_MILLIS = 20;

  private final int services;
  private final Kind kind;
  private final Path source = ProcessTable.temporaryDirectory();
  private double largestKilobytes;

  Starting(int services, Kind kind) throws Exception {
    this.services = services;
    this.kind = kind;
    Path all = Files.createDirectory(source.resolve("all"));
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < services; i++) {
      Path definition = Files.createDirectory(source.resolve(name(i)));
      define(definition);
      if (kind == Kind.CHAIN && i > 0)
        Files.writeString(definition.resolve("dependencies"), name(i - 1) + "\n");
      names.append(name(i)).append('\n');
    }
    Files.writeString(all.resolve("type"), "bundle\n");
    Files.writeString(all.resolve("contents"), names.toString());
  }

  private void define(Path definition) throws IOException {
    boolean longrun = kind == Kind.LONGRUNS;
    Files.writeString(definition.resolve("type"), longrun ? "longrun\n" : "oneshot\n");
    if (longrun)
      Files.writeString(definition.resolve("run"), "#!/bin/sh\nexec /bin/sleep 100000\n");
    else Files.writeString(definition.resolve("up"), "true\n");
  }

  private static String name(int i) {
    return "s" + (100_000 + i);
  }

  @Override
  public void close() throws Exception {
    ProcessTable.remove(source);
  }

  @Override
  public double[] run(Path bin) throws Exception {
    Path tree = ProcessTable.temporaryDirectory();
    try {
      run(bin, "s6-rc-compile", tree.resolve("db").toString(), source.toString());
      return inTree(bin, tree);
    } finally {
      ProcessTable.remove(tree);
    }
  }

  private double[] inTree(Path bin, Path tree) throws Exception {
    Path scan = Files.createDirectory(tree.resolve("scan"));
    String most = Integer.toString(services + 10);
    String mostOption = ManyServices.mostOption(bin);
    Process scanner = process(bin, "s6-svscan", mostOption, most, scan.toString()).start();
    try {
      ProcessTable.until(
          () -> process(bin, "s6-svscanctl", "-a", scan.toString()).start().waitFor() == 0,
          LOOK_MILLIS);
      String live = tree.resolve("live").toString();
      run(bin, "s6-rc-init", "-c", tree.resolve("db").toString(), "-l", live, scan.toString());
      run(bin, "s6-rc", "-l", live, "change", "s6rc-oneshot-runner");
      final double millis = change(bin, live);
      final double failed = services - servicesUp(bin, live);
      double[] figures = {millis, failed, largestKilobytes};
      return kind == Kind.CHAIN ? Arrays.copyOf(figures, 2) : figures;
    } finally {
      process(bin, "s6-svscanctl", "-t", scan.toString()).start().waitFor();
      scanner.waitFor();
    }
  }

  /** Its exit code is not looked at: the reference's tells of services that it lost. */
  private double change(Path bin, String live) throws Exception {
    largestKilobytes = 0;
    long begin = System.nanoTime();
    Process change = process(bin, "s6-rc", "-v0", "-l", live, "change", "all").start();
    while (!change.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) look((int) change.pid());
    return (System.nanoTime() - begin) / 1e6;
  }

  private void look(int pid) {
    try {
      largestKilobytes = Math.max(largestKilobytes, ProcessTable.peak(pid));
    } catch (IOException e) {
      // It has ended meanwhile.
    }
  }

  /** Those of the definitions alone: names of others begin otherwise. */
  private static long servicesUp(Path bin, String live) throws Exception {
    ProcessBuilder list = process(bin, "s6-rc", "-l", live, "-a", "list");
    Process process = list.redirectOutput(ProcessBuilder.Redirect.PIPE).start();
    String names = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    return names.lines().filter(name -> name.startsWith("s1")).count();
  }

  private static void run(Path bin, String program, String... words) throws Exception {
    int code = process(bin, program, words).start().waitFor();
    if (code != 0) throw new IllegalStateException(program + " exited " + code);
  }

  /** With the stack that the reference's compiler needs, which at 8 MB ends by a SIGSEGV. */
  private static ProcessBuilder process(Path bin, String program, String... words) {
    List<String> line = new ArrayList<>();
    line.addAll(List.of("/bin/sh", "-c", "ulimit -s 1000000; exec \"$@\"", "sh"));
    line.add(bin.resolve(program).toString());
    line.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("PATH", bin + ":/usr/bin:/bin");
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return builder;
  }
}
