/** Shutdowns: who asks for one, the daemon that does it, and what its last scripts call. */
@NullMarked
package s6j.machine.end;

import org.jspecify.annotations.NullMarked;
