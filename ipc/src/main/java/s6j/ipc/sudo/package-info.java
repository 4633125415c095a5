/** Programs run with the rights of a server, for clients that it knows (s6-sudo). */
@NullMarked
package s6j.ipc.sudo;

import org.jspecify.annotations.NullMarked;
