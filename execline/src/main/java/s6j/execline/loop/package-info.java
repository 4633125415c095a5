/** A program for each of several values. */
@NullMarked
package s6j.execline.loop;

import org.jspecify.annotations.NullMarked;
