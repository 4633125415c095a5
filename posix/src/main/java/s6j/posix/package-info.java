/**
 * The system as programs see it: calls that answer a value or the negated errno, and what is made
 * of them without a further rule: byte strings, deadlines, the turn of a daemon.
 */
@NullMarked
package s6j.posix;

import org.jspecify.annotations.NullMarked;
