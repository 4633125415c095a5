package s6j.dist;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;

/**
 * {@code s6j_VERSION_ARCH.deb}, made by dpkg-deb of the tree of a release: the native programs
 * under the names of s6, in place of Debian's s6 and execline.
 */
record DebianPackage(Path release, Path target, String version, String architecture) {
  /** Debian's names of architectures, where they differ from the compiler's. */
  private static final Map<String, String> ARCHITECTURES =
      Map.of("x86_64", "amd64", "aarch64", "arm64", "i686", "i386", "riscv64", "riscv64");

  private static final String COPYRIGHT =
      """
      Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
      Upstream-Name: s6j

      Files: *
      Copyright: the s6j maintainers
      License: ISC
      """;

  /** The first packaging of a version. */
  private static final String REVISION = "-1";

  private static final String CHANGELOG =
      """
      s6j (%s) unstable; urgency=medium

        * Changes are listed in changelog.gz.

       -- s6j maintainers <maintainers@s6j.invalid>  Thu, 01 Jan 2026 00:00:00 +0000
      """;

  private static final String OVERRIDES =
      """
      # Static on purpose: docs/decisions/0009 and 0015 in the source.
      s6j: statically-linked-binary
      s6j: initial-upload-closes-no-bugs
      """;

  /** Packs it; without dpkg-deb there is none. */
  void pack() throws IOException, InterruptedException {
    if (Command.run(target, List.of("sh", "-c", "command -v dpkg-deb gzip")).code() != 0) return;
    Path root = target.resolve("release/debian");
    FileUtils.deleteDirectory(root.toFile());
    installInto(root);
    Path control = Files.createDirectories(root.resolve("DEBIAN"));
    Files.writeString(
        control.resolve("control"), control(FileUtils.sizeOfDirectory(root.toFile())));
    Command.succeed(target, "chmod", "-R", "u=rwX,go=rX", root.toString());
    String name = "s6j_" + version + REVISION + "_" + debianArchitecture() + ".deb";
    Command.succeed(
        target,
        "env",
        "SOURCE_DATE_EPOCH=315619200",
        "dpkg-deb",
        "--root-owner-group",
        "-Zxz",
        "--build",
        root.toString(),
        target.resolve(name).toString());
  }

  private void installInto(Path root) throws IOException, InterruptedException {
    String script = release.resolve("install.sh").toString();
    Command.succeed(target, "env", "DESTDIR=" + root, script, "--prefix=/usr");
    Path lib = root.resolve("usr/lib");
    // A package has one version at a time, and files of its own where the archive has links.
    Files.delete(lib.resolve("s6j"));
    Files.move(lib.resolve("s6j-" + version), lib.resolve("s6j"));
    for (String part :
        List.of("manifest", "install.sh", "README.md", "CHANGELOG.md", "LICENSE", "NOTICE"))
      Files.delete(lib.resolve("s6j").resolve(part));
    unlink(root.resolve("usr/share"));
    FileUtils.deleteDirectory(lib.resolve("s6j/share").toFile());
    compressPages(root.resolve("usr/share/man"));
    Path doc = Files.createDirectories(root.resolve("usr/share/doc/s6j"));
    String licence = Files.readString(release.resolve("LICENSE")).strip();
    Files.writeString(doc.resolve("copyright"), COPYRIGHT + indented(licence) + "\n");
    Files.copy(release.resolve("CHANGELOG.md"), doc.resolve("changelog"));
    Files.copy(release.resolve("NOTICE"), doc.resolve("NOTICE"));
    Files.writeString(doc.resolve("changelog.Debian"), CHANGELOG.formatted(version + REVISION));
    Command.succeed(target, "gzip", "-9n", doc.resolve("changelog").toString());
    Command.succeed(target, "gzip", "-9n", doc.resolve("changelog.Debian").toString());
    Path overrides = Files.createDirectories(root.resolve("usr/share/lintian/overrides"));
    Files.writeString(overrides.resolve("s6j"), OVERRIDES);
  }

  /** Puts what links lead to in their place. */
  private static void unlink(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (Files.isSymbolicLink(file)) {
          Path real = file.toRealPath();
          Files.delete(file);
          Files.copy(real, file);
        } else if (Files.isDirectory(file)) unlink(file);
      }
    }
  }

  private void compressPages(Path manual) throws IOException, InterruptedException {
    Command.succeed(target, "sh", "-c", "exec gzip -9n \"$1\"/*/*", "sh", manual.toString());
  }

  private static String indented(String text) {
    StringBuilder lines = new StringBuilder();
    for (String line : text.lines().toList())
      lines.append(' ').append(line.isBlank() ? "." : line).append('\n');
    return lines.toString().stripTrailing();
  }

  private String debianArchitecture() {
    return ARCHITECTURES.getOrDefault(architecture, architecture);
  }

  private String control(long bytes) {
    return """
        Package: s6j
        Version: %s
        Architecture: %s
        Maintainer: s6j maintainers <maintainers@s6j.invalid>
        Installed-Size: %d
        Section: admin
        Priority: optional
        Conflicts: s6, execline
        Replaces: s6, execline
        Provides: s6 (= 2.15.1.0), execline (= 2.9.9.2)
        Recommends: man-db
        Description: supervision suite, compatible with s6
         Keeps daemons alive, logs what they say, and brings sets of services up and
         down in order: the programs of s6, s6-rc, execline, s6-linux-init and s6,
         with the same command lines and files, as static executables.
        """
        .formatted(version + REVISION, debianArchitecture(), (bytes + 1023) / 1024);
  }
}
