package s6j.posix;

/** Where a {@link Turn} says what the system refuses to do. */
@FunctionalInterface
public interface Warnings {
  /** Says that something cannot be done, and the negated errno of why. */
  void unableTo(String what, int error);

  /** Whether messages found no reader, which {@link #tellLoss} has still to say. */
  default boolean hasLoss() {
    return false;
  }

  /** Says how many messages found no reader, if any and if there is a reader by now. */
  default void tellLoss() {}
}
