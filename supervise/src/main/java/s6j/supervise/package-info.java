/** One supervisor: keeps one service as its user wants it, and tells the world. */
@NullMarked
package s6j.supervise;

import org.jspecify.annotations.NullMarked;
