/** Positional parameters: the frames they lie in, and what takes them. */
@NullMarked
package s6j.execline.parameter;

import org.jspecify.annotations.NullMarked;
