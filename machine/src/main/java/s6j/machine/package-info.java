/**
 * A machine's or a container's beginning and end, as s6-linux-init has them: process 1 before it is
 * s6-svscan, the maker of what that needs, runlevels, shutdowns, and the records of logins.
 */
@NullMarked
package s6j.machine;

import org.jspecify.annotations.NullMarked;
