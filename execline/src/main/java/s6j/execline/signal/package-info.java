/** Signals and the ends of children. */
@NullMarked
package s6j.execline.signal;

import org.jspecify.annotations.NullMarked;
