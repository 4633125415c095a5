/** The daemon that starts services when they are due, and what tells of it. */
@NullMarked
package s6j.timer;

import org.jspecify.annotations.NullMarked;
