/**
 * Local services: servers and clients of Unix sockets, who may use them, programs run for others,
 * and descriptors held for others.
 */
@NullMarked
package s6j.ipc;

import org.jspecify.annotations.NullMarked;
