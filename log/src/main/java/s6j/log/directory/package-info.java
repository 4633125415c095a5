/** A log directory: its files, their rotation, its archives and the processor of them. */
@NullMarked
package s6j.log.directory;

import org.jspecify.annotations.NullMarked;
