package s6j.dist;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.commons.io.FileUtils;
import s6j.cli.Program;

/**
 * The native programs where s6-overlay has its own: {@code /package/admin/PACKAGE/command} for each
 * package that it is made of, and all of them in {@code /command}. {@code s6j-overlay-ARCH.tar.xz}
 * is unpacked over an image in place of s6-overlay's archive of this architecture.
 */
record OverlayTree(Path installed, Path target, String version, String architecture) {
  private static final Set<String> OF_LINUX_UTILS = Set.of("s6-hostname", "s6-mount", "s6-umount");
  private static final Set<String> OF_HELPERS = Set.of("s6-overlay-stat", "s6-overlay-suexec");
  private static final String IMAGES = "libexec/s6j";

  /** A user's container takes its first steps with root's rights, if the file may have them. */
  private static final String SET_USER_ID = "s6-overlay-suexec";

  /** What is packed. */
  Path root() {
    return target.resolve("s6j-overlay");
  }

  private Path admin() {
    return root().resolve("package/admin");
  }

  private String name() {
    return "s6j-" + version;
  }

  /** Lays out the tree and packs it; without tar and xz it is only laid out. */
  void install() throws IOException, InterruptedException {
    FileUtils.deleteDirectory(root().toFile());
    Path home = Files.createDirectories(admin().resolve(name()));
    Files.createSymbolicLink(admin().resolve("s6j"), Path.of(name()));
    Path images = Files.createDirectories(home.resolve(IMAGES));
    for (Image image : Image.ALL) {
      Path own = images.resolve(image.name());
      Files.copy(installed.resolve(IMAGES).resolve(image.name()), own, COPY_ATTRIBUTES);
      new InstalledTree(home).link(image, "../" + IMAGES + "/" + image.name());
      for (Program program : image.programs().get()) {
        if (isOfReference(program)) publish(image, program);
        if (program.name.equals(SET_USER_ID)) Files.setAttribute(own, "unix:mode", 04755);
      }
    }
    String archive = "s6j-overlay-" + architecture + ".tar.xz";
    new Archive(target.resolve(archive)).pack(root(), ".");
  }

  /** Other names are of this suite alone: those stay in its own directory. */
  private static boolean isOfReference(Program program) {
    return program.name.startsWith("s6-")
        || program.name.equals("ucspilogd")
        || program.name.equals("s6")
        || Image.isOfExecline(program);
  }

  private void publish(Image image, Program program) throws IOException {
    String of = packageOf(image.name(), program);
    Path own = Path.of(name(), of);
    Path commands = Files.createDirectories(admin().resolve(own).resolve("command"));
    Path link = admin().resolve(of);
    if (Files.notExists(link)) Files.createSymbolicLink(link, own);
    Path executable = Path.of("../..", IMAGES, image.name());
    Files.createSymbolicLink(commands.resolve(program.name), executable);
    Path all = Files.createDirectories(root().resolve("command"));
    Path place = Path.of("../package/admin", of, "command", program.name);
    Files.createSymbolicLink(all.resolve(program.name), place);
  }

  private static String packageOf(String image, Program program) {
    if (Image.isOfExecline(program)) return "execline";
    if (OF_HELPERS.contains(program.name)) return "s6-overlay-helpers";
    if (OF_LINUX_UTILS.contains(program.name)) return "s6-linux-utils";
    return switch (image) {
      case "portable" -> "s6-portable-utils";
      case "machine", "machine-maker" -> "s6-linux-init";
      case "rc", "rc-compiler" -> "s6-rc";
      case "command" -> "s6-frontend";
      default -> "s6";
    };
  }
}
