/**
 * Servers of Unix sockets: binding, accepting, access, limits and the program of each connection.
 */
@NullMarked
package s6j.ipc.server;

import org.jspecify.annotations.NullMarked;
