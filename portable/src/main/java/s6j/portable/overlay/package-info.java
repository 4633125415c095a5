/** The helpers of s6-overlay: overlay-stat, overlay-suexec. */
@NullMarked
package s6j.portable.overlay;

import org.jspecify.annotations.NullMarked;
