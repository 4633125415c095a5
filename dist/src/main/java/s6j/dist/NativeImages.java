package s6j.dist;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Run by the build: makes the native images and lays out the installable tree. */
public final class NativeImages {
  private NativeImages() {}

  /** {@code args[0]} is the target directory of the module. */
  public static void main(String[] args) throws Exception {
    Path target = Path.of(args[0]).toAbsolutePath();
    Path work = target.resolve("native");
    Tree tree = new Tree(target.resolve("s6j"));
    Optional<CCompiler> compiler = CCompiler.find(work);
    if (compiler.isPresent()) tree.installImages(build(compiler.get(), work));
    else System.err.println("no C compiler: only the JVM launchers (s6j/jvm/bin) are built");
    new JvmTree(target.resolve("s6j/jvm")).install();
    if (compiler.isPresent()) installScripts(target.resolve("s6j"));
    installScripts(target.resolve("s6j/jvm"));
  }

  private static void installScripts(Path tree) throws IOException {
    new FrontTree(tree).install();
    new Tree(tree).installScript("use-s6j");
    new Completions(tree.resolve("share")).install();
  }

  private static List<ImageBuild> build(CCompiler compiler, Path work) throws Exception {
    List<ImageBuild> builds = new ArrayList<>();
    for (Image image : Image.ALL) builds.add(new ImageBuild(image, compiler, work));
    ExecutorService cores =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<Object>> running = new ArrayList<>();
      for (ImageBuild build : builds) {
        if (build.isFresh()) continue;
        build.writeC();
        running.add(cores.submit(() -> compiled(build)));
      }
      for (Future<Object> one : running) one.get();
    } finally {
      cores.shutdown();
    }
    return builds;
  }

  private static Object compiled(ImageBuild build) throws IOException, InterruptedException {
    build.compileC();
    return build;
  }
}
