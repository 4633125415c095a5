package s6j.dist;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;

/**
 * What is handed out: {@code s6j-VERSION-linux-ARCH.tar.xz} has the native programs, their manual
 * and completions; {@code s6j-front-VERSION-linux-ARCH.tar.xz} has {@code s6j} with a trimmed Java
 * runtime. Both unpack to the same directory, and {@code install.sh} in it installs what is there.
 */
record ReleaseTree(Path installed, Path target, String version, String architecture) {
  /** What lies at the top of the source and is read by who has no source. */
  private static final List<String> PAGES =
      List.of("README.md", "CHANGELOG.md", "LICENSE", "NOTICE");

  /** The modules of the Java runtime that s6j and its libraries need. */
  private static final String MODULES = "java.base,java.logging,java.xml,jdk.net,jdk.unsupported";

  private static final Resource INSTALLER = new Resource("install.sh");

  private static final Path HOME = Path.of(System.getProperty("java.home"));

  void install() throws IOException, InterruptedException {
    FileUtils.deleteDirectory(target.resolve("release").toFile());
    Path programs = Files.createDirectories(tree("programs"));
    for (String part : List.of("libexec", "execline", "share"))
      copy(installed.resolve(part), programs);
    copyLinks(programs.resolve("bin"));
    for (String page : PAGES) Files.copy(Path.of("..", page), programs.resolve(page));
    new Resource("use-s6j").scriptInto(programs.resolve("bin"));
    INSTALLER.scriptInto(programs);
    Licences.ofPrograms(programs.resolve("licences"));
    pack("programs", "s6j-");
    Path front = frontTree();
    if (DebianPackage.canBeMade(target)) {
      DebianPackages packages = new DebianPackages(target, version, architecture);
      packages.packPrograms(programs);
      packages.packFront(front);
      packages.packDoc();
    }
    if (!canLink()) {
      System.err.println("no s6j-front archive: this JDK has nothing to make a runtime of");
      return;
    }
    linkRuntime(front.resolve("lib/runtime"));
    pack("front", "s6j-front-");
  }

  /** All of the second archive but the runtime. */
  private Path frontTree() throws IOException {
    Path front = Files.createDirectories(tree("front"));
    new FrontTree(front).install("java");
    Licences.gather(front.resolve("lib/s6j-front"));
    for (String page : List.of("LICENSE", "NOTICE"))
      Files.copy(Path.of("..", page), front.resolve(page));
    INSTALLER.scriptInto(front);
    return front;
  }

  /** From modules that lie beside the JDK, or since JDK 24 from those that it runs itself. */
  private boolean canLink() throws IOException, InterruptedException {
    if (Files.isDirectory(HOME.resolve("jmods"))) return true;
    String jlink = HOME.resolve("bin/jlink").toString();
    Command.Answer help = Command.run(target, List.of("sh", "-c", "exec \"$0\" --help", jlink));
    return help.output().contains("run-time image enabled");
  }

  /** The directory that both archives unpack to. */
  private Path tree(String archive) {
    return target.resolve("release").resolve(archive).resolve("s6j-" + version);
  }

  private void pack(String tree, String name) throws IOException, InterruptedException {
    String file = name + version + "-linux-" + architecture + ".tar.xz";
    new Archive(target.resolve(file))
        .pack(target.resolve("release").resolve(tree), "s6j-" + version);
  }

  /** With its links and modes. */
  private void copy(Path from, Path to) throws IOException, InterruptedException {
    Command.succeed(target, "cp", "-RPp", from.toString(), to.toString());
  }

  /** Names of native programs; what starts a virtual machine is in the other archive. */
  private void copyLinks(Path to) throws IOException {
    Files.createDirectories(to);
    try (DirectoryStream<Path> names = Files.newDirectoryStream(installed.resolve("bin"))) {
      for (Path name : names) {
        if (!Files.isSymbolicLink(name)) continue;
        Path image = Files.readSymbolicLink(name);
        if (image.startsWith("../libexec"))
          Files.createSymbolicLink(to.resolve(name.getFileName()), image);
      }
    }
  }

  /** Of what it is made of: another JDK, or other modules, make another one. */
  private static String runtimeName() {
    String modules = Integer.toHexString(MODULES.hashCode());
    return System.getProperty("java.vm.version") + "-" + modules;
  }

  /** Made once, as it takes seconds and depends on the JDK alone. */
  private void linkRuntime(Path to) throws IOException, InterruptedException {
    Path made = target.resolve("runtime-" + runtimeName());
    if (Files.notExists(made)) {
      Command.succeed(
          target,
          HOME.resolve("bin/jlink").toString(),
          "--add-modules",
          MODULES,
          "--strip-debug",
          "--no-header-files",
          "--no-man-pages",
          "--compress=2",
          "--output",
          made.toString());
      Command.succeed(target, made.resolve("bin/java").toString(), "-Xshare:dump", "-Xlog:disable");
    }
    copy(made, to);
  }
}
