/** Sockets that are opened for services before they start, and stay open while they do not run. */
@NullMarked
package s6j.ipc.listen;

import org.jspecify.annotations.NullMarked;
