/**
 * What an int means, where it is not a plain number: annotations that no program sees, and that a
 * test follows through the class files of all modules (docs/internals/ints.md).
 */
@NullMarked
package s6j.posix.meaning;

import org.jspecify.annotations.NullMarked;
