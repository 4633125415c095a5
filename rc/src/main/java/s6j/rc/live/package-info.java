/**
 * The live directory: its state file, the scan directory's links, the locks of it, what a command
 * that was killed left there, and how it begins (s6-rc-init).
 */
@NullMarked
package s6j.rc.live;

import org.jspecify.annotations.NullMarked;
