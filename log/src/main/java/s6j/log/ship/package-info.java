/** s6-logship: the lines of a log directory, sent to a receiver elsewhere. */
@NullMarked
package s6j.log.ship;

import org.jspecify.annotations.NullMarked;
