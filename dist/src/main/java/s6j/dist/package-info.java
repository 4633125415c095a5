/** What is installed: which images there are, which programs each holds, and how they are built. */
@NullMarked
package s6j.dist;

import org.jspecify.annotations.NullMarked;
