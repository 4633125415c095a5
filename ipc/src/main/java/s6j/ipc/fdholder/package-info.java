/** The daemon that holds descriptors for others, and its clients. */
@NullMarked
package s6j.ipc.fdholder;

import org.jspecify.annotations.NullMarked;
