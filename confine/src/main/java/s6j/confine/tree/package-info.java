/** The parent of a service: it knows all processes that come of it, and leaves none behind. */
@NullMarked
package s6j.confine.tree;

import org.jspecify.annotations.NullMarked;
