package s6j.junit;

import java.io.IOException;
import java.util.List;

/**
 * A shell that waits for the end of the virtual machine, by the end of its input, and then does
 * what the virtual machine has not done.
 */
final class TreeGuard {
  /** A scanner ends its services when it is told to end; it has 20 seconds. */
  private static final String SCRIPT =
      """
      trap '' HUP INT TERM
      read -r end
      kill -TERM "$2" 2>/dev/null
      n=0
      while kill -0 "$2" 2>/dev/null && [ $n -lt 200 ]; do sleep 0.1; n=$((n+1)); done
      kill -KILL "$2" 2>/dev/null
      for one in /proc/[0-9]*; do
        [ "${one#/proc/}" != $$ ] || continue
        tr '\\0' '\\n' 2>/dev/null <"$one/environ" | grep -qxF "$3=$1" && kill -KILL "${one#/proc/}"
      done 2>/dev/null
      rm -rf "$1"
      """;

  private final Process shell;

  TreeGuard(TreeCopy copy, long scanner) throws IOException {
    shell =
        new ProcessBuilder(
                List.of(
                    "/bin/sh",
                    "-c",
                    SCRIPT,
                    "s6j-tree",
                    copy.root().toString(),
                    String.valueOf(scanner),
                    TreeProcesses.MARK))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  /** There is nothing more to guard: its scanner's number may be another's from now on. */
  void let() {
    shell.destroyForcibly();
  }
}
