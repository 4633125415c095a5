/** The listener to syslog sockets, and the filters of its lines. */
@NullMarked
package s6j.log.syslog;

import org.jspecify.annotations.NullMarked;
