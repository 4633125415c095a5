/** The logger: its machine, the loop that reads standard input, and s6-log itself. */
@NullMarked
package s6j.log.loop;

import org.jspecify.annotations.NullMarked;
