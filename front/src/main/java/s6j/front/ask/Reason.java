package s6j.front.ask;

/**
 * Why a service is as it is: an exit code (0 it is up, 1 it is not, {@link #UNKNOWN}, or that of
 * the program that has no answer), the sentence, and why it was skipped, or an empty string.
 */
record Reason(int code, String text, String skipped) {
  static final int UNKNOWN = 3;

  boolean isAnswer() {
    return code == 0 || code == 1;
  }
}
