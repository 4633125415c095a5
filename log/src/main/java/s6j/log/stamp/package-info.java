/** Times before lines: TAI64N labels and civil time, written, read and filtered. */
@NullMarked
package s6j.log.stamp;

import org.jspecify.annotations.NullMarked;
