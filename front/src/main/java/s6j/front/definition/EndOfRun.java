package s6j.front.definition;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import s6j.front.toml.Toml;
import s6j.posix.Signal;

/** How a run can end, as one number: an exit code, or 256 and the number of a signal. */
public final class EndOfRun {
  private static final int SIGNALLED = 256;

  /** Signals by which a process is ended in good order. */
  public static final List<Integer> CLEAN =
      List.of(signal("SIGHUP"), signal("SIGINT"), signal("SIGPIPE"), signal("SIGTERM"));

  private EndOfRun() {}

  private static int signal(String name) {
    return ofSignal(name).orElseThrow();
  }

  /** Of a signal by its name, with or without SIG; empty if there is none such. */
  public static OptionalInt ofSignal(String name) {
    int number = Signal.number((name + "\0").getBytes(StandardCharsets.ISO_8859_1));
    boolean isNamed = number > 0 && !name.matches("[0-9]+");
    return isNamed ? OptionalInt.of(SIGNALLED + number) : OptionalInt.empty();
  }

  static String spelled(Collection<Integer> ends) {
    return ends.stream()
        .map(end -> end < SIGNALLED ? "" + end : Toml.quote(Signal.name(end - SIGNALLED)))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  public static boolean hasSignals(Collection<Integer> ends) {
    return ends.stream().anyMatch(end -> end >= SIGNALLED);
  }

  /** As {@code exited1} or {@code killedTERM}. */
  public static String told(int end) {
    return end < SIGNALLED ? "exited" + end : "killed" + Signal.name(end - SIGNALLED).substring(3);
  }

  /** As a pattern of shell for a code, or an S and the number of a signal. */
  public static String pattern(Collection<Integer> ends) {
    return ends.stream()
        .map(end -> end < SIGNALLED ? "" + end : "S" + (end - SIGNALLED))
        .collect(Collectors.joining(" | "));
  }
}
