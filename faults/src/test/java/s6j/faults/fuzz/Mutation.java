package s6j.faults.fuzz;

import java.util.Arrays;
import java.util.Random;

/** Bytes that are nearly what a program expects. */
final class Mutation {
  private static final int[] TELLING = {
    0, 1, 10, 13, 32, 34, 39, 45, 47, 48, 64, 92, 127, 128, 255
  };
  private static final int LONGEST = 1 << 16;

  private final Random random;

  Mutation(Random random) {
    this.random = random;
  }

  byte[] of(byte[] original) {
    byte[] bytes = original.clone();
    for (int i = random.nextInt(4); i >= 0; i--) bytes = once(bytes);
    return bytes.length > LONGEST ? Arrays.copyOf(bytes, LONGEST) : bytes;
  }

  private byte[] once(byte[] bytes) {
    int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
    return switch (random.nextInt(9)) {
      case 0 -> flipped(bytes, at);
      case 1, 2 -> replaced(bytes, at);
      case 3 -> spliced(bytes, at, at, noise(1 + random.nextInt(8)));
      case 4 -> spliced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(16)), noise(0));
      case 5 -> Arrays.copyOf(bytes, at);
      case 6 -> spliced(bytes, at, at, part(bytes));
      case 7 -> repeated(bytes, at);
      default -> spliced(bytes, at, Math.min(bytes.length, at + 4), number());
    };
  }

  private byte[] flipped(byte[] bytes, int at) {
    if (bytes.length > 0) bytes[at] ^= (byte) (1 << random.nextInt(8));
    return bytes;
  }

  private byte[] replaced(byte[] bytes, int at) {
    if (bytes.length > 0) bytes[at] = (byte) TELLING[random.nextInt(TELLING.length)];
    return bytes;
  }

  private byte[] part(byte[] bytes) {
    if (bytes.length == 0) return bytes;
    int from = random.nextInt(bytes.length);
    return Arrays.copyOfRange(bytes, from, from + random.nextInt(bytes.length - from));
  }

  /** One byte many times: long words and lines, deep nesting. */
  private byte[] repeated(byte[] bytes, int at) {
    byte[] many = new byte[1 << random.nextInt(13)];
    Arrays.fill(many, bytes.length == 0 ? (byte) 'a' : bytes[at]);
    return spliced(bytes, at, at, many);
  }

  /** Four bytes that are a small, a giant or a negative number, in either order of bytes. */
  private byte[] number() {
    int[] values = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 24, 0x7fffff00, 65536};
    int value = values[random.nextInt(values.length)];
    if (random.nextBoolean()) value = Integer.reverseBytes(value);
    return new byte[] {
      (byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value
    };
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] middle) {
    byte[] joined = Arrays.copyOf(bytes, from + middle.length + bytes.length - to);
    System.arraycopy(middle, 0, joined, from, middle.length);
    System.arraycopy(bytes, to, joined, from + middle.length, bytes.length - to);
    return joined;
  }
}
