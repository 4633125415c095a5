/** What is in a compiled set. */
@NullMarked
package s6j.front.ask;

import org.jspecify.annotations.NullMarked;
