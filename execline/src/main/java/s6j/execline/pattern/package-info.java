/** Patterns of names as the C library reads them in the C locale. */
@NullMarked
package s6j.execline.pattern;

import org.jspecify.annotations.NullMarked;
