package s6j.execline.call;

import s6j.cli.Operands;
import s6j.posix.CString;

/** Lists of words. */
public final class Words {
  private byte[][] words = new byte[16][];
  private int count;

  public Words add(byte[] word) {
    if (count == words.length) {
      byte[][] more = new byte[2 * count][];
      System.arraycopy(words, 0, more, 0, count);
      words = more;
    }
    words[count++] = word;
    return this;
  }

  public Words add(String word) {
    return add(CString.of(word));
  }

  public Words addAll(byte[][] more) {
    for (byte[] word : more) add(word);
    return this;
  }

  public int count() {
    return count;
  }

  public byte[] get(int i) {
    return words[i];
  }

  public byte[][] array() {
    return Operands.between(words, 0, count);
  }

  /** The command that substitutes a variable in another command. */
  public static byte[][] importing(byte[] variable, byte[][] command) {
    return new Words().add("importas").add("-uSi").add("--").add(variable).addAll(command).array();
  }

  /** Parts of the words at {@code from} (inclusive) to {@code to} (exclusive). */
  public static byte[][] between(byte[][] words, int from, int to) {
    return Operands.between(words, from, to);
  }
}
