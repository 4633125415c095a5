/** Shutdowns: who asks for one, the daemon that does it, and what its last scripts call. */
package s6j.machine.end;
