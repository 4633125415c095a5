package s6j.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts programs for which the kernel has no pidfd_open: a filter of system calls that answers it
 * with an errno, set by a few lines of Perl.
 */
final class Filter {
  private static final String SCRIPT =
      """
      my $errno = shift;
      my %numbers = (x86_64 => [157, 434, 317], aarch64 => [167, 434, 277]);
      chomp(my $machine = `uname -m`);
      my ($prctl, $open) = @{$numbers{$machine} || exit 99};
      my $filter = join '', map { pack 'SCCL', @$_ }
        [0x20, 0, 0, 0], [0x15, 0, 1, $open], [0x06, 0, 0, 0x00050000 | $errno], [0x06, 0, 0, 0x7fff0000];
      my $program = pack 'S x6 P', 4, $filter;
      syscall($prctl, 38, 1, 0, 0, 0) == 0 or exit 98;
      syscall($prctl, 22, 2, $program, 0, 0) == 0 or exit 98;
      syscall($open, $$, 0) == -1 && $! == $errno or exit 97;
      exec @ARGV or exit 96;
      """;

  private final World world;
  private final int errno;
  private final Path script;

  Filter(World world, int errno) {
    this.world = world;
    this.errno = errno;
    this.script = world.write(world.directory.resolve("filter.pl"), SCRIPT);
  }

  boolean works() {
    return Files.isExecutable(Path.of("/usr/bin/perl"))
        && world.runCommand(line("/bin/true")).code() == 0;
  }

  /** Starts a program of the daemons' suite. */
  Process start(String program, String... arguments) {
    List<String> line = line(world.daemons.program(program));
    line.addAll(List.of(arguments));
    return world.startCommand(line);
  }

  private List<String> line(String program) {
    return new ArrayList<>(
        List.of("/usr/bin/perl", script.toString(), String.valueOf(errno), program));
  }
}
