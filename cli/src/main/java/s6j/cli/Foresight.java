package s6j.cli;

import s6j.posix.Posix;
import s6j.posix.Spawn;

/**
 * Knows of a program that it does nothing but become another, and which: whoever would start it can
 * start that other one at once, without the copy of a process that would be it for a moment.
 */
public interface Foresight {
  /**
   * Puts arguments and environment of what {@code spawn} would become in their place: whether that
   * is known. What is not, or would not go well, is left as it is, for the program itself to tell.
   */
  boolean foresee(Posix posix, Spawn spawn);
}
