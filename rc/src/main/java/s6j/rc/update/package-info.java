/** Live updates: the plan from one compiled database to another, and its execution. */
@NullMarked
package s6j.rc.update;

import org.jspecify.annotations.NullMarked;
