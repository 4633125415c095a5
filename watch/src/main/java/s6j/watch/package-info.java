/** Daemons that look after one service each: at the files it reads, at its health. */
@NullMarked
package s6j.watch;

import org.jspecify.annotations.NullMarked;
