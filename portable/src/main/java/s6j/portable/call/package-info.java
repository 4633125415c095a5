/** What every program is called with, and what its modes and counts of failures mean. */
@NullMarked
package s6j.portable.call;

import org.jspecify.annotations.NullMarked;
