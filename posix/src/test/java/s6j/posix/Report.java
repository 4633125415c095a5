package s6j.posix;

/** Who hears the outcome of each check of a {@link PosixContract}. */
public interface Report {
  void check(String name, boolean condition);
}
