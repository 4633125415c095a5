/**
 * Events: the clients of fifo directories, what they subscribe to, and the server that listens for
 * C clients (s6-ftrigrd).
 */
@NullMarked
package s6j.svc.ftrig;

import org.jspecify.annotations.NullMarked;
