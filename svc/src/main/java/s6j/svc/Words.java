package s6j.svc;

import s6j.cli.Operands;
import s6j.posix.CString;

/** A command line in the making. */
final class Words {
  private byte[][] words;
  private int count;

  Words(int expected) {
    words = new byte[expected][];
  }

  Words add(byte[] word) {
    if (count == words.length) grow();
    words[count++] = word;
    return this;
  }

  Words add(String word) {
    return add(CString.of(word));
  }

  Words addAll(byte[][] more) {
    for (byte[] word : more) add(word);
    return this;
  }

  byte[][] toArray() {
    return Operands.between(words, 0, count);
  }

  private void grow() {
    byte[][] more = new byte[words.length * 2 + 1][];
    System.arraycopy(words, 0, more, 0, count);
    words = more;
  }
}
