package s6j.posix;

/** What a file of the fake kernel does when a process starts it. */
@FunctionalInterface
public interface FakeProgram {
  /**
   * Runs at once, inside the spawn that starts it. What takes time is asked for with {@link
   * FakePosix#after} and {@link FakePosix#on}; the child lives until {@link FakePosix#exit}, {@link
   * FakePosix#end} or a signal. It may also run a whole program: {@code child ->
   * child.exit(run(child, child.arguments()))}.
   */
  void start(FakePosix child);
}
