/** The display of {@code s6j top}. */
@NullMarked
package s6j.front.screen;

import org.jspecify.annotations.NullMarked;
