package s6j.dist;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;

/**
 * {@code NAME_VERSION_ARCH.deb}, made by dpkg-deb of a root. {@code fields} are those of its
 * control file that are its own, up to the description; {@code overrides} are what lintian is not
 * to say, with the reasons.
 */
record DebianPackage(
    String name, String version, String architecture, String fields, String overrides) {
  /** What a package is for all machines is called. */
  static final String ALL = "all";

  private static final String COPYRIGHT =
      """
      Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
      Upstream-Name: s6j

      Files: *
      Copyright: the s6j maintainers
      License: ISC
      """;

  /** The first packaging of a version. */
  static final String REVISION = "-1";

  private static final String CHANGELOG =
      """
      s6j (%s) unstable; urgency=medium

        * Changes are listed in changelog.gz.

       -- s6j maintainers <maintainers@s6j.invalid>  Thu, 01 Jan 2026 00:00:00 +0000
      """;

  /** Whether packages can be made here. */
  static boolean canBeMade(Path directory) throws IOException, InterruptedException {
    return Command.run(directory, List.of("sh", "-c", "command -v dpkg-deb gzip")).code() == 0;
  }

  /** Packs a root, of which {@code source} has the licence and the changes, into a directory. */
  void pack(Path root, Path source, Path target) throws IOException, InterruptedException {
    Path doc = Files.createDirectories(root.resolve("usr/share/doc").resolve(name));
    String licence = Files.readString(source.resolve("LICENSE")).strip();
    Files.writeString(doc.resolve("copyright"), COPYRIGHT + indented(licence) + "\n");
    Files.copy(source.resolve("CHANGELOG.md"), doc.resolve("changelog"));
    Files.copy(source.resolve("NOTICE"), doc.resolve("NOTICE"));
    Files.writeString(doc.resolve("changelog.Debian"), CHANGELOG.formatted(version + REVISION));
    for (String changes : List.of("changelog", "changelog.Debian"))
      Command.succeed(target, "gzip", "-9n", doc.resolve(changes).toString());
    if (!overrides.isEmpty()) {
      Path silent = Files.createDirectories(root.resolve("usr/share/lintian/overrides"));
      Files.writeString(silent.resolve(name), overrides);
    }
    Path control = Files.createDirectories(root.resolve("DEBIAN"));
    Files.writeString(
        control.resolve("control"), control(FileUtils.sizeOfDirectory(root.toFile())));
    Command.succeed(target, "chmod", "-R", "u=rwX,go=rX", root.toString());
    build(root, target.resolve(fileName()));
  }

  /** {@code s6j_0.1.0-1_amd64.deb}. */
  private String fileName() {
    return name + "_" + version + REVISION + "_" + Architecture.of(architecture).debian() + ".deb";
  }

  private static void build(Path root, Path file) throws IOException, InterruptedException {
    Command.succeed(
        file.getParent(),
        "env",
        "SOURCE_DATE_EPOCH=315619200",
        "dpkg-deb",
        "--root-owner-group",
        "-Zxz",
        "--build",
        root.toString(),
        file.toString());
  }

  /** Puts what links lead to in their place. */
  static void unlink(Path directory) throws IOException {
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

  private static String indented(String text) {
    StringBuilder lines = new StringBuilder();
    for (String line : text.lines().toList())
      lines.append(' ').append(line.isBlank() ? "." : line).append('\n');
    return lines.toString().stripTrailing();
  }

  private String control(long bytes) {
    return """
        Package: %s
        Version: %s
        Architecture: %s
        Maintainer: s6j maintainers <maintainers@s6j.invalid>
        Installed-Size: %d
        Priority: optional
        %s"""
        .formatted(
            name,
            version + REVISION,
            Architecture.of(architecture).debian(),
            (bytes + 1023) / 1024,
            fields);
  }
}
