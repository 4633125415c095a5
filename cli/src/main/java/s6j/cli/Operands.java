package s6j.cli;

/** What follows the options of a command line. */
public final class Operands {
  private Operands() {}

  /** The arguments from {@code first} on. */
  public static byte[][] from(byte[][] arguments, int first) {
    return between(arguments, first, arguments.length);
  }

  /** The arguments from {@code first} up to, not including, {@code end}. */
  public static byte[][] between(byte[][] arguments, int first, int end) {
    byte[][] operands = new byte[end - first][];
    System.arraycopy(arguments, first, operands, 0, operands.length);
    return operands;
  }
}
