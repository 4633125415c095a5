/** What opens, moves and closes descriptors. */
@NullMarked
package s6j.execline.descriptor;

import org.jspecify.annotations.NullMarked;
