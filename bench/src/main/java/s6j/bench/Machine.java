package s6j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a stranger has to know to judge the figures: date, versions, machine, load, command. */
final class Machine {
  private final Map<String, String> facts = new LinkedHashMap<>();

  private final long start = System.nanoTime();

  /** Looks at the load before anything is measured. */
  Machine(String command, String referenceVersion, Path suite) throws Exception {
    facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    facts.put("command", command);
    String here = suite.toRealPath().toString();
    facts.put("s6j", output("git", "-C", here, "describe", "--always", "--tags"));
    facts.put("reference", referenceVersion);
    for (String name : new String[] {"runit", "daemontools", "supervisor"}) {
      String version = packaged(name);
      if (!version.isEmpty()) facts.put(name, version);
    }
    String dinit = output(ProcessTable.onPath("dinit").toString(), "--version");
    if (!dinit.isEmpty()) facts.put("dinit", dinit.lines().findFirst().orElse(""));
    facts.put("kernel", output("uname", "-sr"));
    facts.put("processor", Runtime.getRuntime().availableProcessors() + " x " + processor());
    facts.put("JVM", System.getProperty("java.vm.version"));
    facts.put("load before", load());
  }

  /** Looks at the load once all is measured. */
  void end() throws IOException {
    facts.put("load after", load());
    long seconds = (System.nanoTime() - start) / 1_000_000_000;
    facts.put("duration", seconds / 60 + " min " + seconds % 60 + " s");
  }

  Map<String, String> facts() {
    return facts;
  }

  /** The version of a Debian package; empty without. */
  static String packaged(String name) throws Exception {
    return output("dpkg-query", "-W", "-f", "${Version}", name);
  }

  private static String load() throws IOException {
    String[] words = Files.readString(Path.of("/proc/loadavg")).split(" ");
    return words[0] + " " + words[1] + " " + words[2];
  }

  private static String processor() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/cpuinfo")))
      if (line.startsWith("model name")) return line.substring(line.indexOf(':') + 1).trim();
    return System.getProperty("os.arch");
  }

  /** Empty if there is no such program or it fails. */
  private static String output(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = builder.start();
      String text = new String(process.getInputStream().readAllBytes()).trim();
      return process.waitFor() == 0 ? text : "";
    } catch (IOException e) {
      return "";
    }
  }
}
