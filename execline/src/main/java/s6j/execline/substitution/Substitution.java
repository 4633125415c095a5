package s6j.execline.substitution;

import org.jspecify.annotations.Nullable;
import s6j.execline.call.Words;
import s6j.formats.ByteSink;
import s6j.posix.CString;

/**
 * Puts lists of words in for keys, all at once: {@code $key} and {@code ${key}} in a word become
 * each of the key's words in turn, the leftmost reference slowest; what was put in is not looked at
 * again. A reference behind an odd number of backslashes is left, behind any number half of them
 * go.
 */
public final class Substitution {
  private static final int FREE = -1;

  private byte[][] keys = new byte[16][];
  private byte[][][] values = new byte[16][][];
  private int count;

  /** Places of keys by their hash. */
  private int[] places = free(64);

  /** What {@link #apply} may make at most. */
  private final long most;

  /** {@code most} bytes of words, each counted with one more. */
  public Substitution(long most) {
    this.most = most;
  }

  /** Adds a key that is not empty and not there yet; false if it is. */
  public boolean add(byte[] key, byte[][] words) {
    if (CString.length(key) == 0 || places[place(key, 0, key.length)] != FREE) return false;
    if (count == keys.length) grow();
    keys[count] = key;
    values[count] = words;
    places[place(key, 0, key.length)] = count++;
    return true;
  }

  /** Whether a key is there. */
  public boolean has(byte[] key) {
    return places[place(key, 0, key.length)] != FREE;
  }

  private void grow() {
    byte[][] moreKeys = new byte[2 * count][];
    byte[][][] moreValues = new byte[2 * count][][];
    System.arraycopy(keys, 0, moreKeys, 0, count);
    System.arraycopy(values, 0, moreValues, 0, count);
    keys = moreKeys;
    values = moreValues;
    places = free(8 * count);
    for (int i = 0; i < count; i++) places[place(keys[i], 0, keys[i].length)] = i;
  }

  private static int[] free(int size) {
    int[] places = new int[size];
    for (int i = 0; i < size; i++) places[i] = FREE;
    return places;
  }

  private int place(byte[] bytes, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) hash = 31 * hash + bytes[i];
    int at = (hash ^ hash >>> 16) & places.length - 1;
    while (places[at] != FREE && !isKey(keys[places[at]], bytes, from, to))
      at = at + 1 & places.length - 1;
    return at;
  }

  private static boolean isKey(byte[] key, byte[] bytes, int from, int to) {
    if (key.length != to - from) return false;
    for (int i = 0; i < key.length; i++) if (key[i] != bytes[from + i]) return false;
    return true;
  }

  /** The words with everything put in; null if they would be too much. */
  public byte @Nullable [][] apply(byte[][] words) {
    Words result = new Words();
    long size = 0;
    for (byte[] word : words) {
      Template template = new Template(word);
      size += template.size();
      if (size > most) return null;
      template.produce(result);
    }
    return result.array();
  }

  /** A word cut into text and references. */
  private final class Template {
    private final byte[] word;
    private final ByteSink text;
    private int[] ends = new int[4];
    private int[] references = new int[4];
    private int count;

    Template(byte[] word) {
      this.word = word;
      text = new ByteSink(word.length);
      int escapes = 0;
      for (int at = 0; at < word.length; ) {
        int c = word[at];
        int behind = c == '$' ? reference(at, escapes) : at + 1;
        if (c != '$') text.put(c);
        escapes = c == '\\' ? escapes + 1 : 0;
        at = behind;
      }
    }

    /** Takes a reference, or the part of one that can be none; the place behind it. */
    private int reference(int dollar, int escapes) {
      boolean braced = dollar + 1 < word.length && word[dollar + 1] == '{';
      int from = dollar + (braced ? 2 : 1);
      int to = from;
      while (to < word.length && !isSpecial(word[to])) to++;
      boolean isClosed = !braced || to < word.length && word[to] == '}';
      int behind = braced && isClosed && to > from ? to + 1 : to;
      int key = isClosed && to > from ? places[place(word, from, to)] : FREE;
      if (key != FREE) text.cut(text.length() - (escapes + 1) / 2);
      if (key == FREE || escapes % 2 == 1) text.put(word, dollar, behind - dollar);
      else note(key);
      return behind;
    }

    private void note(int key) {
      if (count == ends.length) {
        int[] moreEnds = new int[2 * count];
        int[] moreReferences = new int[2 * count];
        System.arraycopy(ends, 0, moreEnds, 0, count);
        System.arraycopy(references, 0, moreReferences, 0, count);
        ends = moreEnds;
        references = moreReferences;
      }
      ends[count] = text.length();
      references[count++] = key;
    }

    /** Bytes of all words that come of it, each with one more; at most just over the most. */
    long size() {
      long words = 1;
      long bytes = text.length() + 1;
      for (int i = 0; i < count; i++) {
        long own = values[references[i]].length;
        long length = 0;
        for (byte[] value : values[references[i]]) length += value.length;
        bytes = bytes * own + words * length;
        words *= own;
        if (bytes > most) return hasEmptyBehind(i) ? 0 : most + 1;
      }
      return bytes;
    }

    private boolean hasEmptyBehind(int i) {
      for (int k = i; k < count; k++) if (values[references[k]].length == 0) return true;
      return false;
    }

    /** Counts through the combinations, the last reference fastest. */
    void produce(Words into) {
      for (int i = 0; i < count; i++) if (values[references[i]].length == 0) return;
      int[] chosen = new int[count];
      int turning;
      do {
        into.add(combination(chosen));
        turning = count - 1;
        while (turning >= 0 && ++chosen[turning] == values[references[turning]].length)
          chosen[turning--] = 0;
      } while (turning >= 0);
    }

    private byte[] combination(int[] chosen) {
      ByteSink made = new ByteSink(text.length());
      int from = 0;
      for (int i = 0; i < count; i++) {
        made.put(text.array(), from, ends[i] - from).put(values[references[i]][chosen[i]]);
        from = ends[i];
      }
      return made.put(text.array(), from, text.length() - from).copy();
    }
  }

  private static boolean isSpecial(byte b) {
    return b == '\\' || b == '$' || b == '{' || b == '}';
  }
}
