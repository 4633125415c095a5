package s6j.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;

/**
 * The packages for Debian: {@code s6j}, the native programs under the names of s6, in place of
 * Debian's s6 and execline; {@code s6j-front}, the command {@code s6j} on Debian's Java; {@code
 * s6j-doc}, what there is to read, and the examples.
 */
record DebianPackages(Path target, String version, String architecture) {
  private static final String PROGRAMS =
      """
      Section: admin
      Conflicts: s6, execline
      Replaces: s6, execline
      Provides: s6 (= 2.15.1.0), execline (= 2.9.9.2)
      Recommends: man-db
      Suggests: s6j-front, s6j-doc
      Description: supervision suite, compatible with s6
       Keeps daemons alive, logs what they say, and brings sets of services up and
       down in order: the programs of s6, s6-rc, execline, s6-linux-init and s6,
       with the same command lines and files, as static executables.
      """;

  private static final String FRONT =
      """
      Source: s6j
      Section: admin
      Depends: default-jre-headless (>= 2:1.17) | java17-runtime-headless
      Recommends: s6j
      Suggests: s6j-doc
      Description: services as one file each, for the supervision suite s6j
       Converts definitions of services to what s6-rc compiles, brings services
       over from systemd, supervisord, OpenRC, cron, compose files and others,
       and serves a page on a running tree.
      """;

  private static final String DOC =
      """
      Source: s6j
      Section: doc
      Suggests: s6j
      Description: documentation and examples of the supervision suite s6j
       Guides, a page for each program, the formats, how it differs from s6, and
       the decisions that were made; examples that run as they stand.
      """;

  private static final String PROGRAMS_OVERRIDES =
      """
      # Static on purpose: docs/decisions/0009 and 0015 in the source.
      s6j: statically-linked-binary
      s6j: initial-upload-closes-no-bugs
      """;

  private static final String FRONT_OVERRIDES =
      """
      # Jars of its own, in the versions it was tested with; the archive of classes lies beside them.
      s6j-front: jar-not-in-usr-share
      s6j-front: initial-upload-closes-no-bugs
      """;

  private static final String DOC_OVERRIDES =
      """
      # Examples lie there as they are in the source.
      s6j-doc: symlink-contains-spurious-segments * [usr/share/doc/s6j-doc/examples/*]
      s6j-doc: initial-upload-closes-no-bugs
      """;

  /** What a package has no use for, as there is another place for it. */
  private static final List<String> LEFT_OUT =
      List.of("manifest", "install.sh", "README.md", "CHANGELOG.md", "LICENSE", "NOTICE");

  /** Packs the native programs of a release's tree. */
  void packPrograms(Path release) throws IOException, InterruptedException {
    Path root = root("s6j");
    installInto(root, release);
    Path lib = root.resolve("usr/lib/s6j");
    Files.delete(root.resolve("usr/share/man/man1/s6j.1")); // s6j-front has it
    DebianPackage.unlink(root.resolve("usr/share"));
    FileUtils.deleteDirectory(lib.resolve("share").toFile());
    String pages = root.resolve("usr/share/man").toString();
    Command.succeed(target, "sh", "-c", "exec gzip -9n \"$1\"/*/*", "sh", pages);
    Path doc = Files.createDirectories(root.resolve("usr/share/doc/s6j"));
    Files.copy(release.resolve("licences/musl.txt"), doc.resolve("musl.txt"));
    new DebianPackage("s6j", version, architecture, PROGRAMS, PROGRAMS_OVERRIDES)
        .pack(root, release, target);
  }

  /** Packs the front end of a release's tree, which has no runtime yet. */
  void packFront(Path release) throws IOException, InterruptedException {
    Path root = root("s6j-front");
    installInto(root, release);
    new Resource("debian/triggers").into(root.resolve("DEBIAN"));
    for (String script : List.of("postinst", "prerm"))
      new Resource("debian/" + script).scriptInto(root.resolve("DEBIAN"));
    Path page = Files.createDirectories(root.resolve("usr/share/man/man1")).resolve("s6j.1");
    Files.copy(target.resolve("s6j/share/man/man1/s6j.1"), page);
    Command.succeed(target, "gzip", "-9n", page.toString());
    new DebianPackage("s6j-front", version, DebianPackage.ALL, FRONT, FRONT_OVERRIDES)
        .pack(root, Path.of("..").toAbsolutePath(), target);
  }

  /** Packs the pages and examples of the source, as they lie there. */
  void packDoc() throws IOException, InterruptedException {
    Path root = root("s6j-doc");
    Path doc = Files.createDirectories(root.resolve("usr/share/doc/s6j-doc"));
    Path source = Path.of("..").toAbsolutePath().normalize();
    for (String part : List.of("docs", "examples"))
      Command.succeed(
          source.resolve("dist"), "cp", "-RPp", source.resolve(part).toString(), doc + "/");
    Command.succeed(target, "find", doc.toString(), "-name", ".gitignore", "-delete");
    for (String page : List.of("README.md", "SECURITY.md"))
      Files.copy(source.resolve(page), doc.resolve(page));
    new DebianPackage("s6j-doc", version, DebianPackage.ALL, DOC, DOC_OVERRIDES)
        .pack(root, source, target);
  }

  private Path root(String name) throws IOException {
    Path root = target.resolve("release/debian").resolve(name);
    FileUtils.deleteDirectory(root.toFile());
    return Files.createDirectories(root);
  }

  private void installInto(Path root, Path release) throws IOException, InterruptedException {
    String script = release.resolve("install.sh").toString();
    Command.succeed(target, "env", "DESTDIR=" + root, script, "--prefix=/usr");
    Path lib = root.resolve("usr/lib");
    // A package has one version at a time, and files of its own where the archive has links.
    Files.delete(lib.resolve("s6j"));
    Files.move(lib.resolve("s6j-" + version), lib.resolve("s6j"));
    for (String part : LEFT_OUT) Files.deleteIfExists(lib.resolve("s6j").resolve(part));
    FileUtils.deleteDirectory(lib.resolve("s6j/licences").toFile());
  }
}
