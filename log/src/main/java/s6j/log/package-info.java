/** Loggers, filters of lines and readers of log directories: the programs of the log images. */
@NullMarked
package s6j.log;

import org.jspecify.annotations.NullMarked;
