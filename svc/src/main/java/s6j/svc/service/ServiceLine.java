package s6j.svc.service;

import s6j.cli.Operands;
import s6j.posix.CString;

/** A command line in the making. */
public final class ServiceLine {
  private byte[][] words;
  private int count;

  public ServiceLine(int expected) {
    words = new byte[expected][];
  }

  public ServiceLine add(byte[] word) {
    if (count == words.length) grow();
    words[count++] = word;
    return this;
  }

  public ServiceLine add(String word) {
    return add(CString.of(word));
  }

  public ServiceLine addAll(byte[][] more) {
    for (byte[] word : more) add(word);
    return this;
  }

  public byte[][] toArray() {
    return Operands.between(words, 0, count);
  }

  private void grow() {
    byte[][] more = new byte[words.length * 2 + 1][];
    System.arraycopy(words, 0, more, 0, count);
    words = more;
  }
}
