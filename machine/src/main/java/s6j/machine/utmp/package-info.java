/** The records of who is logged in, and what was: /var/run/utmp and /var/log/wtmp. */
@NullMarked
package s6j.machine.utmp;

import org.jspecify.annotations.NullMarked;
