/**
 * The small programs that containers of s6-overlay run: those of s6-portable-utils on files and
 * text, mount, umount and hostname of s6-linux-utils, and the two helpers of s6-overlay.
 */
@NullMarked
package s6j.portable;

import org.jspecify.annotations.NullMarked;
