/** The records of who is logged in, and what was: /var/run/utmp and /var/log/wtmp. */
package s6j.machine.utmp;
