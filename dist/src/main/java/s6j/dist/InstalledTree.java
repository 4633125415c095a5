package s6j.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.commons.io.FileUtils;
import s6j.cli.Program;

/**
 * The installable tree: {@code libexec/s6j} holds the images, {@code bin} a relative link for each
 * name of each program. The kernel names a process after the link, so that ps shows the program.
 */
record InstalledTree(Path root) {
  void installImages(List<ImageBuild> builds) throws IOException {
    Path images = Files.createDirectories(root.resolve("libexec/s6j"));
    for (ImageBuild build : builds) {
      String name = build.image().name();
      Path temporary = images.resolve("." + name);
      Files.copy(build.executable(), temporary, StandardCopyOption.REPLACE_EXISTING);
      Files.move(temporary, images.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      link(build.image(), "../libexec/s6j/" + name);
    }
  }

  /** An earlier build had a C compiler. */
  void removeImages() throws IOException {
    FileUtils.deleteDirectory(root.resolve("libexec").toFile());
  }

  /** Makes a link for both names of each program. */
  void link(Image image, String target) throws IOException {
    for (Program program : image.programs().get())
      for (String place : image.directories(program)) {
        Path directory = Files.createDirectories(root.resolve(place));
        link(directory.resolve(program.name), target);
        if (program.shortName != null) link(directory.resolve(program.shortName), target);
      }
  }

  /** Makes one link in bin. */
  void link(String name, String target) throws IOException {
    link(Files.createDirectories(root.resolve("bin")).resolve(name), target);
  }

  private static void link(Path link, String target) throws IOException {
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of(target));
  }
}
