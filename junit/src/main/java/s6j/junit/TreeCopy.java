package s6j.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import s6j.client.SupervisionException;

/** A temporary directory with the copy of a tree, without what daemons made in the original. */
record TreeCopy(Path root) {
  private static final Set<String> OF_DAEMONS = Set.of("supervise", "event");
  private static final int TRIES = 50;

  static TreeCopy of(Path source) throws IOException {
    if (!Files.isDirectory(source))
      throw new SupervisionException(
          source.toAbsolutePath(), "is not there, expected a tree of services", null);
    TreeCopy copy = new TreeCopy(Files.createTempDirectory("s6j-tree").toRealPath());
    Files.walkFileTree(source, new Copying(source, copy.tree()));
    return copy;
  }

  Path tree() {
    return root.resolve("tree");
  }

  /** What comes by no log. */
  Path output() {
    return root.resolve("output");
  }

  private static final class Copying extends SimpleFileVisitor<Path> {
    private final Path from;
    private final Path to;

    Copying(Path from, Path to) {
      this.from = from;
      this.to = to;
    }

    private Path target(Path file) {
      return to.resolve(from.relativize(file).toString());
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      if (isOfDaemons(directory)) return FileVisitResult.SKIP_SUBTREE;
      Files.copy(directory, target(directory), StandardCopyOption.COPY_ATTRIBUTES);
      target(directory).toFile().setWritable(true);
      return FileVisitResult.CONTINUE;
    }

    /**
     * Of a tree that somebody runs in place. What svscan has of its own may hold scripts of the
     * tree's; what it makes are fifos.
     */
    private static boolean isOfDaemons(Path directory) {
      boolean isMade =
          OF_DAEMONS.contains(directory.getFileName().toString())
              && Files.exists(directory.resolveSibling("run"));
      return isMade
          || Files.exists(directory.resolve("current")) && Files.exists(directory.resolve("state"));
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (!attributes.isOther())
        Files.copy(
            file, target(file), StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
      return FileVisitResult.CONTINUE;
    }
  }

  /** Removes all, while processes that are about to end may still make files. */
  void remove() {
    for (int tries = 1; Files.exists(root, LinkOption.NOFOLLOW_LINKS); tries++)
      try {
        Files.walkFileTree(root, new Removing());
      } catch (IOException e) {
        if (tries == TRIES) throw new UncheckedIOException(e);
        pause();
      }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Removing extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) return FileVisitResult.CONTINUE;
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) throw failure;
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
