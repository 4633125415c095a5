package s6j.log.directory;

import s6j.posix.LineCopy;
import s6j.posix.Posix;

/**
 * Bytes on their way to a descriptor. The buffer never grows: a line is only put in when there is
 * room for it, else reading stops until there is (docs/differences.md, log).
 */
public abstract class Outlet {
  /** So few bytes a loop copies faster than a call does. */
  private static final int FEW = 24;

  private final int roomOfAction;

  /** Actions that write here, all of them maybe for the same line. */
  private int actions;

  /** Made by {@link #prepare}. */
  public byte[] bytes = {};

  /** Bytes that the actions before the present one may need for the same line. */
  private int claimed;

  /** The bytes that wait are those from here to {@link #to}. */
  public int from;

  public int to;

  /** {@code roomOfAction} is what one action may need for one piece of a line. */
  public Outlet(int roomOfAction) {
    this.roomOfAction = roomOfAction;
  }

  /** Counts one more action that writes here. */
  public final void addAction() {
    actions++;
  }

  /** Makes the buffer, once all actions are known. */
  public final void prepare() {
    if (bytes.length == 0) bytes = new byte[roomOfAction * actions];
  }

  public final boolean isEmpty() {
    return from == to;
  }

  /** Writes what waits, as far as the system takes it now. */
  public abstract void flush();

  /** Forgets the claims of the line before. */
  public final void unclaim() {
    claimed = 0;
  }

  /** Whether there is room for {@code length} bytes behind what other actions claimed. */
  public final boolean claim(int length) {
    claimed += length;
    return hasRoom(claimed);
  }

  /** Makes room for {@code length} bytes, if that can be done; whether there is. */
  private boolean hasRoom(int length) {
    if (bytes.length - to >= length) return true;
    flush();
    if (bytes.length - to < length) compact();
    return bytes.length - to >= length;
  }

  /** Adds bytes; the caller has made room. */
  public final void add(byte[] source, int offset, int length) {
    if (length > FEW) {
      System.arraycopy(source, offset, bytes, to, length);
    } else {
      byte[] target = bytes;
      int at = to;
      for (int i = offset; i < offset + length; i++) target[at++] = source[i];
    }
    to += length;
  }

  /** Adds a line with its newline behind a head; the caller has seen to the room. */
  public final void addLine(byte[] head, int headLength, byte[] source, int begin, int end) {
    byte[] target = bytes;
    int at = to;
    if (headLength > 0) System.arraycopy(head, 0, target, at, headLength);
    at += headLength;
    if (end - begin > FEW) {
      System.arraycopy(source, begin, target, at, end - begin);
      to = at + end - begin;
      return;
    }
    for (int i = begin; i < end; i++) target[at++] = source[i];
    to = at;
  }

  /** Adds lines as far as there is room; {@code copy} says what was taken. */
  public final void addLines(Posix posix, LineCopy copy) {
    copy.target = bytes;
    copy.at = to;
    posix.copyLines(copy);
    to = copy.at;
  }

  /** Gives back the memory behind what waits, and behind {@code kept} bytes. */
  public final void forget(Posix posix, int kept) {
    posix.forget(bytes, to > kept ? to : kept, bytes.length);
  }

  public final int room() {
    return bytes.length - to;
  }

  public final void add(byte b) {
    bytes[to++] = b;
  }

  /** Counts bytes as written. */
  public final void advance(int count) {
    from += count;
    if (from == to) clear();
  }

  public final void clear() {
    from = 0;
    to = 0;
  }

  private void compact() {
    if (from == 0) return;
    System.arraycopy(bytes, from, bytes, 0, to - from);
    to -= from;
    from = 0;
  }
}
