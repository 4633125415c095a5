package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;

/**
 * A root directory with a shell, the small programs of the machine, its dpkg, their libraries, and
 * nothing else: no program of s6, no Java, no interpreter. Only root enters it.
 */
final class BareRoot {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** What install.sh, the maintainers' scripts and the tour call, and what dpkg calls itself. */
  private static final String PROGRAMS =
      "sh cat cp ln mkdir mktemp mv rm rmdir readlink sort grep awk sed dirname tar xz gzip ls chmod"
          + " chown env date tail head sleep tr find diff dpkg dpkg-deb dpkg-query dpkg-split"
          + " dpkg-trigger ldconfig start-stop-daemon true test kill";

  private static final String MAKE =
      """
      set -eu
      root=$1; shift
      mkdir -p "$root/usr/bin" "$root/usr/lib" "$root/usr/lib64" "$root/proc" "$root/dev" "$root/tmp" \\
        "$root/etc" "$root/var/lib/dpkg/info" "$root/var/lib/dpkg/updates" "$root/var/log"
      for name in bin lib lib64; do ln -s "usr/$name" "$root/$name"; done
      ln -s bin "$root/usr/sbin"
      : >"$root/var/lib/dpkg/status"
      echo root:x:0:0:root:/:/bin/sh >"$root/etc/passwd"; echo root:x:0: >"$root/etc/group"
      libraries() {
        ldd "$1" 2>/dev/null | tr -s ' \\t' '\\n\\n' | grep '^/' | while read -r file; do
          [ -e "$root$file" ] || { mkdir -p "$root${file%/*}"; cp -L "$file" "$root$file"; }
        done
      }
      for program; do
        case $program in */*) libraries "$program"; continue ;; esac
        file=$(command -v "$program" || :)
        case $file in
          /*) ;;
          *) file=$(PATH=/usr/sbin:/usr/bin:/sbin:/bin && for d in /usr/sbin /usr/bin /sbin /bin; do
               [ ! -x "$d/$program" ] || { echo "$d/$program"; break; }; done) ;;
        esac
        [ -n "$file" ] || continue
        cp -L "$file" "$root/bin/$program"
        libraries "$file"
      done
      """;

  private static final String ENTER =
      """
      set -eu
      mount -t proc proc "$1/proc"
      mount --bind /dev "$1/dev"
      PATH=$PATH:/usr/sbin:/sbin
      exec chroot "$1" /bin/env -i PATH=/usr/local/bin:/usr/bin:/bin HOME=/ /bin/sh -euc "$2"
      """;

  private final World world;

  /** The directory. */
  final Path directory;

  private BareRoot(World world) {
    this.world = world;
    this.directory = world.directory.resolve("bare");
  }

  /** Makes it; files that are named have their libraries copied, too. */
  static BareRoot make(World world, Path... needing) throws IOException {
    Assumptions.assumeTrue(Seclusion.isRoot(), "only root changes its root");
    String try_ = "exec unshare --mount --pid --fork --mount-proc true";
    Assumptions.assumeTrue(world.shell(try_).code() == 0, "no namespaces");
    BareRoot root = new BareRoot(world);
    StringBuilder words = new StringBuilder(PROGRAMS);
    for (Path file : needing) words.append(' ').append(file);
    World.Answer made =
        world.shell("set -- " + root.directory + " " + words + "\n" + MAKE, PATIENCE);
    assertEquals(0, made.code(), made.err());
    return root;
  }

  /** Runs a script in it as process 1's child of its own, which must exit 0; what it printed. */
  String run(String script) {
    World.Answer answer = enter(script);
    assertEquals(0, answer.code(), script + "\n" + answer.out() + answer.err());
    return answer.out();
  }

  World.Answer enter(String script) {
    List<String> line =
        List.of(
            "unshare",
            "--mount",
            "--pid",
            "--fork",
            "--kill-child",
            "/bin/sh",
            "-c",
            ENTER,
            "sh",
            directory.toString(),
            script);
    return world.runCommand(line, PATIENCE);
  }

  /** All that lies in it but for what dpkg keeps and what lies in /tmp. */
  Set<String> files() {
    String out = run("find / -xdev ! -path '/proc/*' ! -path '/dev/*' ! -path '/tmp/*'");
    Set<String> files = new TreeSet<>(out.lines().toList());
    files.removeIf(file -> file.startsWith("/var/"));
    return files;
  }
}
