/** What sets, takes and removes variables. */
@NullMarked
package s6j.execline.variable;

import org.jspecify.annotations.NullMarked;
