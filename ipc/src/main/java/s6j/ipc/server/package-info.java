/**
 * Servers of Unix sockets: binding, accepting, access, limits and the program of each connection.
 */
package s6j.ipc.server;
