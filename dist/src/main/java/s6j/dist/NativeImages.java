package s6j.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import s6j.cli.Program;
import s6j.dist.manual.Manual;

/** Run by the build: makes the native images and lays out the installable tree. */
public final class NativeImages {
  private NativeImages() {}

  /** {@code args[0]} is the target directory of the module. */
  public static void main(String[] args) throws Exception {
    Path target = Path.of(args[0]).toAbsolutePath();
    Path work = target.resolve("native");
    InstalledTree tree = new InstalledTree(target.resolve("s6j"));
    Optional<CCompiler> compiler = CCompiler.find(work);
    if (compiler.isPresent()) {
      tree.installImages(build(compiler.get(), work));
    } else {
      installLaunchers(tree);
    }
    new JvmTree(target.resolve("s6j/jvm")).install();
    installScripts(tree.root());
    installScripts(target.resolve("s6j/jvm"));
    String version = System.getProperty("s6j.version");
    List<Program> programs = new ArrayList<>();
    for (Image image : Image.ALL) programs.addAll(List.of(image.programs().get()));
    Manual.write(Path.of("../docs"), tree.root().resolve("share/man"), programs, version);
    if (compiler.isPresent()) {
      String architecture = compiler.get().architecture();
      OverlayTree overlay = new OverlayTree(tree.root(), target, version, architecture);
      overlay.install();
      new OciImage(target, version, architecture).pack(overlay.root());
      new ReleaseTree(tree.root(), target, version, architecture).install();
      Checksums.write(target);
    }
  }

  /** Without native images every name in bin leads to the JVM. */
  private static void installLaunchers(InstalledTree tree) throws IOException {
    System.err.println("no C compiler (musl-gcc or gcc): the programs in s6j/bin run on the JVM");
    for (Image image : Image.ALL) tree.link(image, "../jvm/lib/launcher");
    tree.removeImages();
  }

  private static void installScripts(Path tree) throws IOException, InterruptedException {
    FrontTree front = new FrontTree(tree);
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    if (front.install(java) || !front.hasArchive()) front.writeArchive(java);
    new Resource("use-s6j").scriptInto(tree.resolve("bin"));
    new Completions(tree.resolve("share")).install();
  }

  private static List<ImageBuild> build(CCompiler compiler, Path work) throws Exception {
    List<ImageBuild> builds = new ArrayList<>();
    for (Image image : Image.ALL) builds.add(new ImageBuild(image, compiler, work));
    Progress progress = Progress.of(builds, compiler.command());
    ExecutorService cores =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<Object>> running = new ArrayList<>();
      for (ImageBuild build : builds) {
        if (!progress.awaits(build)) continue;
        build.writeC();
        progress.translated(build);
        running.add(cores.submit(() -> compiled(build, progress)));
      }
      for (Future<Object> one : running) one.get();
    } finally {
      cores.shutdown();
    }
    return builds;
  }

  private static Object compiled(ImageBuild build, Progress progress)
      throws IOException, InterruptedException {
    build.compileC();
    progress.compiled(build);
    return build;
  }

  /** Tells on standard error what is made, for it takes minutes. */
  private record Progress(long startNanos, List<ImageBuild> stale, AtomicInteger done) {
    static Progress of(List<ImageBuild> builds, String command) throws IOException {
      List<ImageBuild> stale = new ArrayList<>();
      for (ImageBuild build : builds) if (isWanted(build) && !build.isFresh()) stale.add(build);
      if (!stale.isEmpty())
        System.err.printf(
            "%d native images to make with %s: about 10 seconds each and core%n",
            stale.size(), command);
      return new Progress(System.nanoTime(), stale, new AtomicInteger());
    }

    /** The variable S6J_IMAGES names the images that are made anew, for who works on these. */
    private static boolean isWanted(ImageBuild build) {
      String only = System.getenv("S6J_IMAGES");
      return only == null
          || List.of(only.split(",")).contains(build.image().name())
          || !Files.exists(build.executable());
    }

    boolean awaits(ImageBuild build) {
      return stale.contains(build);
    }

    void translated(ImageBuild build) {
      tell(build.image().name() + " translated to C");
    }

    void compiled(ImageBuild build) {
      tell(build.image().name() + " compiled, " + done.incrementAndGet() + " of " + stale.size());
    }

    private void tell(String what) {
      long seconds = (System.nanoTime() - startNanos) / 1_000_000_000;
      System.err.println(String.format("%4d s  %s", seconds, what));
    }
  }
}
